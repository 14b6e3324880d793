import type { SignatureScheme, SubjectPublicKeyInfo } from '../../model/algorithm.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { AlgorithmPolicy } from '../../model/policy.ts'
import { digestLength } from './strength.ts'

/**
 * Whether a verifier would compute this signature with this key at all: the kind of signature, its digest, the
 * kind and size of the key. The fact whether it fits is `PathGraph.signed`.
 */
export function algorithmFailure(
  child: Certificate,
  issuerKey: SubjectPublicKeyInfo,
  policy: AlgorithmPolicy,
): Extract<FailureCode, 'signature-unsupported' | 'ca-digest-weak' | 'ca-key-weak'> | null {
  const { kind, hash } = child.signatureScheme
  if (!policy.schemes.includes(kind) || isUnknown(child.signatureScheme, policy)) return 'signature-unsupported'
  if (hash !== null && policy.refusedDigests.includes(hash)) return 'ca-digest-weak'
  const { key } = issuerKey
  const uncomputed = key.kind === 'ec' && key.curve !== null ? policy.uncomputed?.[key.curve] : undefined
  if (hash !== null && uncomputed?.includes(hash) === true) return 'signature-unsupported'
  return keyFailure(issuerKey, policy)
}

function isUnknown(scheme: SignatureScheme, { unknownDigests, pssDigests }: AlgorithmPolicy): boolean {
  if (scheme.hash !== null && unknownDigests?.includes(scheme.hash) === true) return true
  if (scheme.kind !== 'rsa-pss' || pssDigests === undefined) return false
  return !pssDigests.includes(scheme.hash) || scheme.saltLength !== digestLength[scheme.hash] / 8
}

/** Whether a verifier would compute any signature with this key: its size and its curve. */
export function keyFailure(
  { key }: SubjectPublicKeyInfo,
  policy: AlgorithmPolicy,
): 'ca-key-weak' | 'signature-unsupported' | null {
  if (key.kind === 'rsa') return key.bits < policy.minRsaBits || key.bits > policy.maxRsaBits ? 'ca-key-weak' : null
  if (key.kind !== 'ec') return null
  if (policy.curves !== null && (key.curve === null || !policy.curves.includes(key.curve))) return 'signature-unsupported'
  return key.bits < policy.minEcBits ? 'ca-key-weak' : null
}

const kindsOfScheme: Readonly<Record<SignatureScheme['kind'], readonly string[]>> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa'],
  ecdsa: ['ec'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
  unknown: [],
}

/**
 * Whether the algorithm of the child's signature is one for that kind of key at all: OpenSSL's check_sig_alg_match
 * (crypto/x509/v3_purp.c), webpki's verify_signature (src/signed_data.rs).
 */
export function keyFitsScheme(child: Certificate, issuerKey: SubjectPublicKeyInfo): boolean {
  return keyFits(child.signatureScheme, issuerKey)
}

/** As `keyFitsScheme`, for one of the two algorithms that a certificate names. */
export const keyFits = ({ kind }: SignatureScheme, { key }: SubjectPublicKeyInfo): boolean =>
  kindsOfScheme[kind].includes(key.kind)
