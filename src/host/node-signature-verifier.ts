import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { SubjectPublicKeyInfo } from '../model/algorithm.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Oid } from '../model/oid.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'

/**
 * Settles signatures with Node's OpenSSL: RSA (PKCS #1 v1.5 and PSS), ECDSA, DSA, Ed25519 and Ed448, over MD5, SHA-1 and
 * SHA-2. What this OpenSSL cannot compute is `unsupported`. Facts are kept for the life of the verifier, so that a new
 * target under known authorities costs one verification.
 */
export function nodeSignatureVerifier(): SignatureVerifier {
  const facts = new Map<string, Map<Sha256, SignatureFact>>()
  const keys = new Map<string, KeyObject | null>()
  const keyOf = (spki: SubjectPublicKeyInfo): KeyObject | null => {
    let key = keys.get(spki.raw)
    if (key === undefined) keys.set(spki.raw, (key = importKey(spki)))
    return key
  }
  return (child, issuerKey) => {
    let ofKey = facts.get(issuerKey.raw)
    if (ofKey === undefined) facts.set(issuerKey.raw, (ofKey = new Map()))
    let fact = ofKey.get(child.sha256)
    if (fact === undefined) {
      const key = keyOf(issuerKey)
      ofKey.set(child.sha256, (fact = key === null ? 'unsupported' : settle(child, key)))
    }
    return fact
  }
}

/**
 * Keys go in as JWK where there is one: the SubjectPublicKeyInfo decoder of OpenSSL 3 takes twenty times as long for RSA and Ed25519, and
 * twice as long for the curves.
 */
function importKey(spki: SubjectPublicKeyInfo): KeyObject | null {
  try {
    const { key } = spki
    if (key.kind === 'rsa' && !key.pss) {
      return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: base64url(key.modulus), e: base64url(key.exponent) } })
    }
    if (key.kind === 'ed25519') {
      return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(spki.subjectPublicKey) } })
    }
    const point = spki.subjectPublicKey
    const crv = key.kind === 'ec' && key.curve !== null ? curves.get(key.curve) : undefined
    const octets = Math.ceil(key.bits / 8)
    // SEC 1 §2.3.3: 04 and both coordinates. A compressed point is left to OpenSSL.
    if (crv !== undefined && point[0] === 4 && point.length === 1 + 2 * octets) {
      const x = coordinate(point.subarray(1, 1 + octets))
      const y = coordinate(point.subarray(1 + octets))
      return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv, x, y } })
    }
    return createPublicKey({ format: 'der', type: 'spki', key: Buffer.from(spki.der) })
  } catch {
    return null
  }
}

/** RFC 7518 §6.2.1.1: the curves that JWK has. */
const curves: ReadonlyMap<Oid, string> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
])

/** RFC 7518 §6.2.1.2: as long as the field, with leading zeros. */
const coordinate = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')

/** A number without leading zeros. */
const base64url = (bytes: Uint8Array): string => {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start).toString('base64url')
}

function settle(child: Certificate, key: KeyObject): SignatureFact {
  const { signatureScheme: scheme, tbsCertificate, signatureValue } = child
  const type = key.asymmetricKeyType
  try {
    switch (scheme.kind) {
      case 'rsa-pkcs1':
        if (type !== 'rsa') return 'invalid'
        return verdict(verify(scheme.hash, tbsCertificate, { key, padding: constants.RSA_PKCS1_PADDING }, signatureValue))
      case 'rsa-pss':
        if (type !== 'rsa' && type !== 'rsa-pss') return 'invalid'
        return verdict(
          verify(
            scheme.hash,
            tbsCertificate,
            { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength },
            signatureValue,
          ),
        )
      case 'ecdsa':
        return type === 'ec' ? verdict(verify(scheme.hash, tbsCertificate, key, signatureValue)) : 'invalid'
      case 'dsa':
        return type === 'dsa' ? verdict(verify(scheme.hash, tbsCertificate, key, signatureValue)) : 'invalid'
      case 'ed25519':
      case 'ed448':
        return type === scheme.kind ? verdict(verify(null, tbsCertificate, key, signatureValue)) : 'invalid'
      default:
        return 'unsupported'
    }
  } catch {
    // A digest or curve that this OpenSSL was built without.
    return 'unsupported'
  }
}

const verdict = (ok: boolean): SignatureFact => (ok ? 'valid' : 'invalid')
