import type { Oid } from './oid.ts'

/** RFC 5280 §4.1.1.2. */
export interface AlgorithmIdentifier {
  readonly oid: Oid
  /** The DER of the parameters; `null` when the field is absent (an ASN.1 NULL is two octets). */
  readonly parameters: Uint8Array | null
  /** The whole SEQUENCE as encoded. */
  readonly der: Uint8Array
}

export type HashName = 'md2' | 'md4' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'

/** What a signature algorithm identifier means. `unknown` is data, not an error: clients treat it as unsupported. */
export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1' | 'ecdsa' | 'dsa'; readonly hash: HashName }
  | { readonly kind: 'rsa-pss'; readonly hash: HashName; readonly saltLength: number }
  | { readonly kind: 'ed25519' | 'ed448' | 'unknown'; readonly hash: null }

/** RFC 5280 §4.1.2.7 and RFC 3279, 5480, 8410. */
export interface SubjectPublicKeyInfo {
  readonly der: Uint8Array
  /** Equal for two keys exactly when their encodings are equal: the identity of a key in the path graph. */
  readonly raw: string
  readonly algorithm: AlgorithmIdentifier
  /** Content of the BIT STRING without the octet that counts unused bits. */
  readonly subjectPublicKey: Uint8Array
  readonly key: PublicKey
}

export type PublicKey =
  | {
      readonly kind: 'rsa'
      readonly bits: number
      readonly modulus: Uint8Array
      readonly exponent: Uint8Array
      readonly pss: boolean
    }
  /** `curve` is the named curve's identifier; `null` for explicit parameters. `bits` is the size of the field; 0 when not known. */
  | { readonly kind: 'ec'; readonly bits: number; readonly curve: Oid | null }
  | { readonly kind: 'dsa'; readonly bits: number }
  | { readonly kind: 'ed25519' | 'ed448' | 'x25519' | 'x448'; readonly bits: number }
  | { readonly kind: 'unknown' | 'malformed'; readonly bits: 0 }
