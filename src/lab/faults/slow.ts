import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'slow'

/** Every wait is short and the whole is long: only a limit on the whole ends it. */
export const slow: Fault = {
  id,
  title: 'Slow by the octet',
  shows: 'The chain is good but comes one octet at a time.',
  build: (now) => ({ ...servedUsually(usualChain(id, now)), serve: { kind: 'slow' } }),
}
