import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { ForwardOnlyVerifier } from '../../model/verifier.ts'
import { hasUndecodedExtension } from './critical-extensions.ts'
import { anyPolicy } from './policies.ts'

/** It cannot be decoded, and the number hangs on the very octet. */
const notKnown = ''

/**
 * Why mbedTLS cannot decode a certificate, as the hexadecimal digits of its error number without sign (`2562`), empty where
 * that is not known; `null`: it can.
 * library/x509_crt.c, x509_crt_parse_der_core and x509_get_crt_ext, in the order of the structure.
 */
export function mbedtlsDecodingError(certificate: Certificate, verifier: ForwardOnlyVerifier): string | null {
  const { anomalies, version, subjectPublicKeyInfo, issuer } = certificate
  const has = (...codes: readonly AnomalyCode[]): boolean => anomalies.some(({ code }) => codes.includes(code))
  if (has('unreadable')) return '2180'
  if (has('version-unknown')) return '2580'
  if (issuer.rdns.length === 0) return '23e0'
  if (has('time-malformed')) return '2400'
  const { key } = subjectPublicKeyInfo
  if (key.kind !== 'rsa' && key.kind !== 'ec') return '3c80'
  if (has('ec-explicit-parameters', 'public-key-malformed')) return '3d00'
  // They are not looked at before version 3, and so stand where the certificate should end.
  if (version !== 3) return certificate.extensions.length > 0 ? '21e6' : outsideError(certificate)
  return extensionError(certificate, verifier) ?? outsideError(certificate)
}

/** Whether the decoder knows the algorithm of the signature; where it does not, a certificate of a server is passed over. */
export const mbedtlsKnowsSignature = ({ signatureScheme: { kind, hash } }: Certificate, verifier: ForwardOnlyVerifier): boolean =>
  verifier.algorithms.schemes.includes(kind) && hash !== null && verifier.knownDigests.includes(hash)

function extensionError(certificate: Certificate, { knownExtensions, refusesInExtensions }: ForwardOnlyVerifier): string | null {
  const { extensions, keyUsage, extendedKeyUsage } = certificate
  const seen = new Set<string>()
  for (const { oid, critical } of extensions) {
    if (!knownExtensions.includes(oid)) {
      if (critical) return '2562'
      continue
    }
    if (seen.has(oid)) return '2500'
    seen.add(oid)
    if (hasUndecodedExtension(certificate, [oid], 'structure')) return oid === extensionOids.basicConstraints ? '2564' : notKnown
    if (oid === extensionOids.keyUsage && keyUsage?.bits === 0 && refusesInExtensions === 'empty-key-usage') return '2564'
    if (oid === extensionOids.extKeyUsage && extendedKeyUsage?.purposes.length === 0) return '2564'
    if (oid === extensionOids.subjectAltName && refusesInExtensions === 'odd-address' && hasOddAddress(certificate)) return '2800'
    if (oid === extensionOids.certificatePolicies && critical && hasOtherPolicies(certificate)) return '2080'
  }
  return null
}

const extensionOids = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
  certificatePolicies: '2.5.29.32',
  extKeyUsage: '2.5.29.37',
} as const

const hasOddAddress = ({ subjectAltName }: Certificate): boolean =>
  subjectAltName?.names.some((name) => name.kind === 'ip' && name.value.length !== 4 && name.value.length !== 16) === true

/** x509_get_certificate_policies: anyPolicy alone is understood. */
const hasOtherPolicies = ({ certificatePolicies: policies }: Certificate): boolean =>
  policies?.policies.some(({ policy }) => policy !== anyPolicy) === true

function outsideError({ anomalies }: Certificate): string | null {
  return anomalies.some(({ code }) => code === 'algorithm-mismatch') ? '2680' : null
}
