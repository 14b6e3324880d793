import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'wrong-host'

/** RFC 9525 §6.3. */
export const wrongHost: Fault = {
  id,
  title: 'Wrong host',
  shows: 'The certificate is for another name than the one that was asked for.',
  build: (now) => servedUsually(usualChain(id, now, { names: [{ dns: 'www.lab.test' }, { dns: 'lab.test' }] })),
}
