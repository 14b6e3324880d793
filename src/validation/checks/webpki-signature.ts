import { tag } from '../../der/tag.ts'
import type { HashName } from '../../model/algorithm.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'
import type { AlgorithmPolicy } from '../../model/policy.ts'
import { toHex } from '../../x509/hex.ts'
import { keyFailure } from './algorithms.ts'
import { WebpkiReader } from './webpki-der.ts'
import type { WebpkiFault } from './webpki-error.ts'

/**
 * What keeps a signature by a key from being computed, or from being any: verify_signed_data and verify_signature (rustls/webpki
 * 0.103.13: src/signed_data.rs). Algorithms are known by their very octets. `null`: the signature itself decides.
 */
export function webpkiSignatureFault(
  algorithm: Uint8Array,
  key: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  policy: AlgorithmPolicy,
): WebpkiFault | null {
  const known = signatures.get(toHex(algorithm))
  const hash = known?.[1] ?? certificate.signatureScheme.hash
  const isWeak = hash !== null && policy.refusedDigests.includes(hash)
  if (known === undefined || isWeak || !policy.schemes.includes(known[0]))
    return { error: 'UnsupportedSignatureAlgorithm', ...(isWeak && { code: 'ca-digest-weak' }) }
  const r = new WebpkiReader(key)
  const keyAlgorithm = r.expect(tag.sequence)
  if (keyAlgorithm === null) return { error: 'BadDer' }
  const bits = r.expect(tag.bitString)
  if (bits === null) return { error: 'TrailingData' }
  if (bits[0] !== 0) return { error: 'BadDer' }
  if (!r.isAtEnd) return { error: 'TrailingData' }
  if (!keysOf(known, policy).includes(toHex(keyAlgorithm)))
    return {
      error: 'UnsupportedSignatureAlgorithmForPublicKey',
      params: { keyAlgorithm: toHex(issuer.subjectPublicKeyInfo.algorithm.der) },
    }
  const weak = keyFailure(issuer.subjectPublicKeyInfo, policy)
  return weak === 'ca-key-weak' ? { error: 'InvalidSignatureForPublicKey', code: weak } : null
}

type Signature = readonly [kind: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'ed25519', hash: HashName | null]

const pss = (digest: string, salt: string): string =>
  `06092a864886f70d01010a3034a00f300d060960864801650304${digest}0500a11c301a06092a864886f70d010108300d060960864801650304${digest}0500a20302${salt}`

/**
 * Content of each AlgorithmIdentifier that is known, and of those with a digest that the policy refuses (rustls-pki-types 1.12:
 * src/data/alg-*.der; rustls/webpki 0.103.13: src/aws_lc_rs_algs.rs).
 */
const signatures: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['06082a8648ce3d040302', ['ecdsa', 'sha256']],
  ['06082a8648ce3d040303', ['ecdsa', 'sha384']],
  ['06082a8648ce3d040304', ['ecdsa', 'sha512']],
  ['06032b6570', ['ed25519', null]],
  // Without parameters too, though RFC 4055 §5 wants NULL.
  ['06092a864886f70d01010b0500', ['rsa-pkcs1', 'sha256']],
  ['06092a864886f70d01010c0500', ['rsa-pkcs1', 'sha384']],
  ['06092a864886f70d01010d0500', ['rsa-pkcs1', 'sha512']],
  ['06092a864886f70d01010b', ['rsa-pkcs1', 'sha256']],
  ['06092a864886f70d01010c', ['rsa-pkcs1', 'sha384']],
  ['06092a864886f70d01010d', ['rsa-pkcs1', 'sha512']],
  ['06072a8648ce3d0401', ['ecdsa', 'sha1']],
  ['06082a8648ce3d040301', ['ecdsa', 'sha224']],
  ['06092a864886f70d0101040500', ['rsa-pkcs1', 'md5']],
  ['06092a864886f70d0101050500', ['rsa-pkcs1', 'sha1']],
  ['06092a864886f70d01010e0500', ['rsa-pkcs1', 'sha224']],
  [pss('0201', '0120'), ['rsa-pss', 'sha256']],
  [pss('0202', '0130'), ['rsa-pss', 'sha384']],
  [pss('0203', '0140'), ['rsa-pss', 'sha512']],
])

/** Content of the AlgorithmIdentifier of each key that such a signature may be by. */
function keysOf([kind, hash]: Signature, { curves, uncomputed }: AlgorithmPolicy): readonly string[] {
  if (kind === 'ed25519') return ['06032b6570']
  if (kind !== 'ecdsa') return ['06092a864886f70d0101010500']
  return (curves ?? Object.keys(curveOctets)).flatMap((curve) =>
    hash !== null && uncomputed?.[curve]?.includes(hash) === true ? [] : [`06072a8648ce3d0201${curveOctets[curve] ?? ''}`],
  )
}

/** P-256, P-384 and P-521 as OBJECT IDENTIFIERs (RFC 5480 §2.1.1.1). */
const curveOctets: Readonly<Record<Oid, string>> = {
  '1.2.840.10045.3.1.7': '06082a8648ce3d030107',
  '1.3.132.0.34': '06052b81040022',
  '1.3.132.0.35': '06052b81040023',
}
