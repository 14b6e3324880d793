import { hex } from '../der-writer.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'trailing-bytes'

/** RFC 5246 §7.4.2: an ASN.1Cert is one certificate. OpenSSL calls it a length mismatch. */
export const trailingBytes: Fault = {
  id,
  title: 'Malformed: octets behind the certificate',
  shows: 'Behind the leaf, within its place in the list, stand octets that belong to nothing.',
  build: (now) => servedUsually(usualChain(id, now, { leaf: { trailingAfter: hex('00000000') } })),
}
