import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'bad-signature'

/** RFC 5280 §6.1.3 (a)(1), on the target certificate. */
export const badSignature: Fault = {
  id,
  title: 'Bad signature',
  shows: "One bit of the leaf's signature is wrong.",
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        leaf: { spoilSignature: (signature) => signature.map((octet, at) => (at === signature.length - 1 ? octet ^ 1 : octet)) },
      }),
    ),
}
