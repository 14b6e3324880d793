import type { SubjectPublicKeyInfo } from '../../model/algorithm.ts'
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
  // RSASSA-PSS without parameters is with SHA-1 (RFC 4055 §3.1).
  if (child.signatureAlgorithm.oid === rsassaPss && child.signatureAlgorithm.parameters === null) return 'ca-digest-weak'
  if (!algorithms.schemes.includes(kind)) return 'signature-invalid'
  const code = algorithmFailure(child, key, algorithms)
  if (code === 'ca-digest-weak') return code
  // A point that is none is a bad one only when it is used.
  if (key.key.kind === 'malformed' && kind === 'ecdsa') return 'signature-invalid'
  // Nor is one in compressed form used (SEC 1 §2.3.3).
  if (key.key.kind === 'ec' && kind === 'ecdsa' && key.subjectPublicKey[0] !== 4) return 'signature-invalid'
  if (!keyFitsScheme(child, key)) return 'ca-key-weak'
  if (code === 'signature-unsupported' && isListedCurve(key)) return 'signature-invalid'
  if (code !== null) return 'ca-key-weak'
  return signed(child, issuer) === 'valid' ? null : 'signature-invalid'
}

const rsassaPss = '1.2.840.113549.1.1.10'

/**
 * lib/util/secoid.c has the curves of SEC 2 and X9.62 and no others: checkKeyParams passes these, and softoken then computes with fewer.
 */
const isListedCurve = ({ key }: SubjectPublicKeyInfo): boolean =>
  key.kind === 'ec' && key.curve !== null && /^(?:1\.3\.132\.0|1\.2\.840\.10045\.3)\./.test(key.curve)
