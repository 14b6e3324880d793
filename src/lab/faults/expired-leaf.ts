import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'expired-leaf'

/** RFC 5280 §6.1.3 (a)(2), on the target certificate. */
export const expiredLeaf: Fault = {
  id,
  title: 'Expired leaf',
  shows: "The server's own certificate ran out three days ago.",
  build: (now) => servedUsually(usualChain(id, now, { leaf: around(now, -93, -3) })),
}
