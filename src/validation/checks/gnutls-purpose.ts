import type { Certificate } from '../../model/certificate.ts'
import type { PurposePolicy } from '../../model/policy.ts'
import { hasUndecodedExtension } from './critical-extensions.ts'

const extendedKeyUsage = '2.5.29.37'
const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'
/** Netscape's and Verisign's server-gated cryptography. Microsoft's is not among them. */
const obsolete = ['2.16.840.1.113730.4.1', '2.16.840.1.113733.1.8.1']

/**
 * _gnutls_check_key_purpose (lib/x509/verify.c) for TLS servers. The target's anyExtendedKeyUsage is enough, an issuer's is
 * not; the old purposes count for authorities alone.
 */
export function gnutlsServesTls(certificate: Certificate, isTarget: boolean, policy: PurposePolicy): boolean {
  // Purposes that cannot be read are none that fits.
  if (hasUndecodedExtension(certificate, [extendedKeyUsage], 'structure')) return false
  const purposes = certificate.extendedKeyUsage?.purposes
  if (purposes === undefined || purposes.length === 0) return true
  const isCa = certificate.basicConstraints?.cA === true
  return purposes.some(
    (purpose) =>
      purpose === serverAuth ||
      (isTarget && policy.anyIsEnough && purpose === anyPurpose) ||
      (isCa && policy.gatedIsEnough && obsolete.includes(purpose)),
  )
}
