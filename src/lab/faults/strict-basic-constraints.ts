import { basicConstraints } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'strict-basic-constraints'

/** RFC 5280 §4.2.1.9: critical in the certificates of authorities. OpenSSL asks for it under X509_V_FLAG_X509_STRICT, which Python 3.13 sets. */
export const strictBasicConstraints: Fault = {
  id,
  title: 'Strict: basic constraints not critical',
  shows: "The intermediate's basic constraints are not critical, which only strict clients mind.",
  build: (now) =>
    servedUsually(usualChain(id, now, { intermediate: { extensions: withExtension(basicConstraints(true, null, false)) } })),
}
