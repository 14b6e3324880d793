import type { Oid } from './oid.ts'

/** An X.501 distinguished name as RFC 5280 §4.1.2.4 carries it. */
export interface Name {
  /** The whole SEQUENCE as encoded. */
  readonly der: Uint8Array
  /** Equal for two names exactly when their encodings are equal. Go and webpki compare so. */
  readonly raw: string
  /** Equal for two names exactly when they match by RFC 5280 §7.1: string types folded, case ignored, white space collapsed. OpenSSL, Java and NSS compare so, up to details. */
  readonly canonical: string
  /** In encoded order; the empty name has none. */
  readonly rdns: readonly RelativeDistinguishedName[]
}

export type RelativeDistinguishedName = readonly AttributeTypeAndValue[]

export interface AttributeTypeAndValue {
  readonly type: Oid
  /** The text; for a value that is no string type, its DER in hexadecimal behind `#` (RFC 4514 §2.4). */
  readonly value: string
  /** The tag of the value: 12 UTF8String, 19 PrintableString, 20 TeletexString, 22 IA5String, 28 UniversalString, 30 BMPString. */
  readonly tag: number
}
