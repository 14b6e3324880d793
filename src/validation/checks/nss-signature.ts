import type { Certificate } from '../../model/certificate.ts'
import type { PathGraph } from '../../model/path.ts'
import type { AlgorithmPolicy } from '../../model/policy.ts'
import { algorithmFailure, keyFitsScheme } from './algorithms.ts'
import { isNssKey } from './nss-key.ts'

/**
 * CERT_VerifySignedDataWithPublicKey (lib/certhigh/certvfy.c, NSS 3.87): what policy forbids or checkKeyParams finds unfit is a disabled
 * algorithm (`ca-digest-weak`, `ca-key-weak`), what cannot be computed a bad signature; `issuer-key-unreadable`: there is no key to
 * begin with. `null`: the signature is good.
 */
export function nssSignatureFailure(
  child: Certificate,
  issuer: Certificate,
  algorithms: AlgorithmPolicy,
  { signed }: PathGraph,
): 'issuer-key-unreadable' | 'signature-invalid' | 'ca-digest-weak' | 'ca-key-weak' | null {
  const key = issuer.subjectPublicKeyInfo
  if (!isNssKey(key)) return 'issuer-key-unreadable'
  const { kind } = child.signatureScheme
  if (!algorithms.schemes.includes(kind)) return 'signature-invalid'
  const code = algorithmFailure(child, key, algorithms)
  if (code === 'ca-digest-weak') return code
  // A point that is none is a bad one only when it is used.
  if (key.key.kind === 'malformed' && kind === 'ecdsa') return 'signature-invalid'
  if (code !== null || !keyFitsScheme(child, key)) return 'ca-key-weak'
  return signed(child, issuer) === 'valid' ? null : 'signature-invalid'
}
