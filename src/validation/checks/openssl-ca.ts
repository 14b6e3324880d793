import type { Certificate } from '../../model/certificate.ts'
import { maySignCertificates } from './key-usage.ts'

const netscapeAnyCa = 0b1110_0000
const netscapeSslCa = 0b0010_0000

/**
 * How much of an authority a certificate is to OpenSSL (check_ca, crypto/x509/v3_purp.c): 0 none, 1 by
 * basicConstraints, 3 a self-signed version 1 certificate, 4 by keyUsage alone, 5 by Netscape's type alone.
 * `isSelfSigned`: EXFLAG_SS.
 */
export function opensslCaRating(certificate: Certificate, isSelfSigned: boolean): 0 | 1 | 3 | 4 | 5 {
  if (!maySignCertificates(certificate)) return 0
  if (certificate.basicConstraints !== null) return certificate.basicConstraints.cA ? 1 : 0
  if (certificate.version === 1 && isSelfSigned) return 3
  if (certificate.keyUsage !== null) return 4
  return ((certificate.legacy.netscapeCertType ?? 0) & netscapeAnyCa) !== 0 ? 5 : 0
}

/** Whether OpenSSL takes it for the issuer of a TLS server's certificate (check_ssl_ca, crypto/x509/v3_purp.c). */
export function opensslSslCa(certificate: Certificate, isSelfSigned: boolean): boolean {
  const rating = opensslCaRating(certificate, isSelfSigned)
  return rating === 5 ? ((certificate.legacy.netscapeCertType ?? 0) & netscapeSslCa) !== 0 : rating !== 0
}
