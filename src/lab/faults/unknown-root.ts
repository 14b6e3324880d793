import type { Fault } from '../fault.ts'
import { servedUsually, unrelatedRoot, usualChain } from '../shapes.ts'

const id = 'unknown-root'

/** RFC 5280 §6.1.1 (d): no anchor has the name of the last issuer. The same private authority as in `untrusted-root-sent`, with another error text. */
export const unknownRoot: Fault = {
  id,
  title: 'Unknown root',
  shows: 'The chain is whole, but its root is a private authority that the client does not trust and the server does not send.',
  build: (now) => ({ ...servedUsually(usualChain(id, now)), anchors: [unrelatedRoot(id, now)] }),
}
