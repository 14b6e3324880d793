import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'

/** RFC 5280 §6.1.4 (n): keyUsage is absent or has keyCertSign. */
export function maySignCertificates(certificate: Certificate): boolean {
  return certificate.keyUsage === null || (certificate.keyUsage.bits & keyUsageBit.keyCertSign) !== 0
}
