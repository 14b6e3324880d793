import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { PurposePolicy } from '../../model/policy.ts'

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyExtendedKeyUsage = '2.5.29.37.0'
/** Netscape's and Microsoft's server-gated cryptography. */
const gated = ['2.16.840.1.113730.4.1', '1.3.6.1.4.1.311.10.3.3']

/**
 * Whether extendedKeyUsage lets the certificate, or what it issues, be a TLS server (RFC 5280 §4.2.1.12).
 * Absent: allowed. Present without any purpose: not allowed, as in OpenSSL's v3_purp.c; Go takes that as absent.
 * Which issuers are asked is the caller's matter (`policy.issuers`).
 */
export function allowsServerAuth(certificate: Certificate, policy: PurposePolicy): boolean {
  const purposes = certificate.extendedKeyUsage?.purposes
  if (purposes === undefined) return true
  return purposes.some(
    (purpose) =>
      purpose === serverAuth ||
      (policy.anyIsEnough && purpose === anyExtendedKeyUsage) ||
      (policy.gatedIsEnough && gated.includes(purpose)),
  )
}

/**
 * Whether keyUsage lets the key be used in any TLS key exchange (RFC 5280 §4.2.1.3); absent: it does.
 * OpenSSL: crypto/x509/v3_purp.c, KU_TLS.
 */
export function allowsTlsServerKeyUsage(certificate: Certificate): boolean {
  const tls = keyUsageBit.digitalSignature | keyUsageBit.keyEncipherment | keyUsageBit.keyAgreement
  return certificate.keyUsage === null || (certificate.keyUsage.bits & tls) !== 0
}
