import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'wildcard-too-deep'

/** RFC 9525 §6.3: a wildcard stands for one label. */
export const wildcardTooDeep: Fault = {
  id,
  title: 'Wildcard one label short',
  shows: 'The certificate is for *.lab.test; the client asks for a name two labels below lab.test.',
  build: (now) => ({ ...servedUsually(usualChain(id, now, { names: [{ dns: '*.lab.test' }] })), host: 'api.eu.lab.test' }),
}
