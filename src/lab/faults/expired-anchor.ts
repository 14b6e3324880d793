import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'expired-anchor'

/** RFC 5280 §6.1.1 (d) takes no validity from an anchor: OpenSSL, GnuTLS and Go heed its dates all the same, webpki and Android do not. */
export const expiredAnchor: Fault = {
  id,
  title: 'Expired trust anchor',
  shows: "Leaf and intermediate are fine; the root in the client's store ran out three days ago.",
  build: (now) => servedUsually(usualChain(id, now, { root: around(now, -7303, -3) })),
}
