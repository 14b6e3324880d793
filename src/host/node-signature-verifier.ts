import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { SubjectPublicKeyInfo } from '../model/algorithm.ts'
import type { Certificate } from '../model/certificate.ts'
import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'

/**
 * Settles signatures with Node's OpenSSL: RSA (PKCS #1 v1.5 and PSS), ECDSA, DSA, Ed25519 and Ed448, over MD5, SHA-1 and
 * SHA-2. What this OpenSSL cannot compute is `unsupported`. Facts are kept for the life of the verifier, so that a new
 * target under known authorities costs one verification.
 */
export function nodeSignatureVerifier(): SignatureVerifier {
  const facts = new Map<string, SignatureFact>()
  const keys = new Map<string, KeyObject | null>()
  const keyOf = (spki: SubjectPublicKeyInfo): KeyObject | null => {
    let key = keys.get(spki.raw)
    if (key === undefined) keys.set(spki.raw, (key = importKey(spki)))
    return key
  }
  return (child, issuerKey) => {
    const pair = `${child.sha256}${issuerKey.raw}`
    let fact = facts.get(pair)
    if (fact === undefined) {
      const key = keyOf(issuerKey)
      facts.set(pair, (fact = key === null ? 'unsupported' : settle(child, key)))
    }
    return fact
  }
}

/** RSA and Ed25519 keys go in as JWK: twenty times cheaper than the SubjectPublicKeyInfo decoder of OpenSSL 3. */
function importKey(spki: SubjectPublicKeyInfo): KeyObject | null {
  try {
    const { key } = spki
    if (key.kind === 'rsa' && !key.pss) {
      return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: base64url(key.modulus), e: base64url(key.exponent) } })
    }
    if (key.kind === 'ed25519') {
      return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(spki.subjectPublicKey) } })
    }
    return createPublicKey({ format: 'der', type: 'spki', key: Buffer.from(spki.der) })
  } catch {
    return null
  }
}

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
