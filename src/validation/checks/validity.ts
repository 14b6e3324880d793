import type { Certificate } from '../../model/certificate.ts'
import type { NotAfter } from '../../model/policy.ts'
import { seconds, type UnixSeconds } from '../../model/time.ts'

/** RFC 5280 §6.1.3 (a)(2): the certificate is valid at `at`. `notAfter` is the client's reading of the last second. */
export function validity(certificate: Certificate, at: UnixSeconds, notAfter: NotAfter): 'not-yet-valid' | 'expired' | null {
  if (at < certificate.notBefore) return 'not-yet-valid'
  return hasEnded(certificate, at, notAfter) ? 'expired' : null
}

/** Whether its last second is past, whenever it begins: a certificate may end before that. */
export function hasEnded(certificate: Certificate, at: UnixSeconds, notAfter: NotAfter): boolean {
  return notAfter === 'exclusive' ? at >= certificate.notAfter : at > certificate.notAfter
}

/** The same for a verifier that takes a certificate for valid `slop` seconds before it is (NSS: CERT_CheckCertValidTimes). */
export function validityWithSlop(
  certificate: Certificate,
  at: UnixSeconds,
  notAfter: NotAfter,
  slop: number,
): 'not-yet-valid' | 'expired' | null {
  if (seconds(at + slop) < certificate.notBefore) return 'not-yet-valid'
  return hasEnded(certificate, at, notAfter) ? 'expired' : null
}
