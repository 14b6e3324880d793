import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'expired-intermediate'

/** RFC 5280 §6.1.3 (a)(2), on the issuer of the target. */
export const expiredIntermediate: Fault = {
  id,
  title: 'Expired intermediate',
  shows: 'The leaf is fine; the intermediate above it ran out three days ago.',
  build: (now) => servedUsually(usualChain(id, now, { intermediate: around(now, -1828, -3) })),
}
