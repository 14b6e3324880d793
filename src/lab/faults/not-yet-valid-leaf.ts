import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'not-yet-valid-leaf'

/** RFC 5280 §6.1.3 (a)(2): notBefore, on the target certificate. */
export const notYetValidLeaf: Fault = {
  id,
  title: 'Leaf not yet valid',
  shows: "The server's own certificate is valid from three days hence.",
  build: (now) => servedUsually(usualChain(id, now, { leaf: around(now, 3, 93) })),
}
