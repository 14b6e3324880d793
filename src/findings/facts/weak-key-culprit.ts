import type { PublicKey } from '../../model/algorithm.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Rejection } from './rejections.ts'

/** RSA and DSA below 2048 bits and curves below 224 bits: less than 112 bits of strength (NIST SP 800-57 part 1 table 2). */
export function isWeakKey({ kind, bits }: PublicKey): boolean {
  if (kind === 'rsa' || kind === 'dsa') return bits < 2048
  return kind === 'ec' && bits > 0 && bits < 224
}

/**
 * The certificate that holds the key which a failure is about. Verifiers that judge keys while checking a signature blame
 * the certificate that was signed; the key is its issuer's, the next on the path. A key that spells out its curve is
 * nobody else's: GnuTLS does not know its strength and calls it insecure.
 */
export function keyHolder({ verdict: { path } }: Rejection, { code, certificate }: Failure): Certificate | null {
  if (certificate === null || code !== 'ca-key-weak') return certificate
  if (isWeakKey(certificate.subjectPublicKeyInfo.key) || hasExplicitCurve(certificate)) return certificate
  const all = path.anchor === null ? path.certificates : [...path.certificates, path.anchor]
  const place = all.indexOf(certificate)
  return (place === -1 ? undefined : all[place + 1]) ?? certificate
}

/** Whether an EC key gives its curve by parameters and not by name. */
export const hasExplicitCurve = ({ anomalies }: Certificate): boolean =>
  anomalies.some((a) => a.code === 'ec-explicit-parameters')
