import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'

/** RFC 5280 §4.2: the first critical extension that the verifier does not process, or `null`. */
export function unknownCriticalExtension(certificate: Certificate, known: readonly Oid[]): Oid | null {
  for (const { oid, critical } of certificate.extensions) if (critical && !known.includes(oid)) return oid
  return null
}
