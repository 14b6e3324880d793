/** Encodes DER by hand, so that a test can put any fault anywhere. */

const concat = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((p) => [...p]))

/** Octets from hexadecimal; white space is ignored. */
export const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16))

/** Octets of a text, one for each character. */
export const text = (value: string): Uint8Array => Uint8Array.from(value, (c) => c.charCodeAt(0))

/** One element: identifier octet, length in its shortest form, content. */
export function tlv(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concat(content)
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return concat([Uint8Array.from([tag, ...length]), body])
}

export const join = (...parts: readonly Uint8Array[]): Uint8Array => concat(parts)
export const seq = (...content: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...content)
export const set = (...content: readonly Uint8Array[]): Uint8Array => tlv(0x31, ...content)
export const int = (...octets: readonly number[]): Uint8Array => tlv(0x02, Uint8Array.from(octets))
export const octets = (...content: readonly Uint8Array[]): Uint8Array => tlv(0x04, ...content)
export const bits = (unused: number, ...content: readonly Uint8Array[]): Uint8Array =>
  tlv(0x03, Uint8Array.from([unused]), ...content)
export const nothing = new Uint8Array(0)
export const asn1Null = hex('0500')
export const yes = hex('0101ff')
export const no = hex('010100')

/** OBJECT IDENTIFIER from its dotted form (X.690 §8.19). */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const encoded = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128]
    for (let n = Math.floor(arc / 128); n > 0; n = Math.floor(n / 128)) groups.unshift((n % 128) | 0x80)
    return groups
  })
  return tlv(0x06, Uint8Array.from(encoded))
}

export const utcTime = (value: string): Uint8Array => tlv(0x17, text(value))
export const generalizedTime = (value: string): Uint8Array => tlv(0x18, text(value))

/** One attribute; a string is a UTF8String of ASCII. */
export const attribute = (type: string, value: string | Uint8Array): Uint8Array =>
  seq(oid(type), typeof value === 'string' ? tlv(0x0c, text(value)) : value)
/** A name of single-valued RDNs. */
export const name = (...attributes: readonly Uint8Array[]): Uint8Array => seq(...attributes.map((a) => set(a)))

/** An extension; `critical` is left out when false. */
export const extension = (type: string, value: Uint8Array, critical = false): Uint8Array =>
  seq(oid(type), critical ? yes : nothing, octets(value))

export const sha256WithRsa = seq(oid('1.2.840.113549.1.1.11'), asn1Null)
export const rsaKey = (
  modulus: Uint8Array = join(hex('00c1'), new Uint8Array(126).fill(0x5a), hex('0b')),
  exponent = int(1, 0, 1),
): Uint8Array => seq(seq(oid('1.2.840.113549.1.1.1'), asn1Null), bits(0, seq(tlv(0x02, modulus), exponent)))

/** The parts of a certificate, each as its whole encoding. */
export interface Parts {
  readonly version: Uint8Array
  readonly serial: Uint8Array
  readonly signature: Uint8Array
  readonly issuer: Uint8Array
  readonly validity: Uint8Array
  readonly subject: Uint8Array
  readonly key: Uint8Array
  /** What stands behind the key: unique identifiers, and [3] with the extensions. */
  readonly optional: Uint8Array
  readonly signatureAlgorithm: Uint8Array
  readonly signatureValue: Uint8Array
}

export const version = (encoded: number): Uint8Array => tlv(0xa0, int(encoded))
export const extensions = (...all: readonly Uint8Array[]): Uint8Array => tlv(0xa3, seq(...all))
export const validity = (notBefore = utcTime('200101000000Z'), notAfter = utcTime('300101000000Z')): Uint8Array =>
  seq(notBefore, notAfter)

/** basicConstraints of a CA: an extension that is sound in every certificate. */
export const caConstraints = extension('2.5.29.19', seq(yes), true)

export const soundParts: Parts = {
  version: version(2),
  serial: int(0x2a),
  signature: sha256WithRsa,
  issuer: name(attribute('2.5.4.3', 'Issuer')),
  validity: validity(),
  subject: name(attribute('2.5.4.3', 'Subject')),
  key: rsaKey(),
  optional: extensions(caConstraints),
  signatureAlgorithm: sha256WithRsa,
  signatureValue: bits(0, hex('0102030405060708')),
}

/** The signed part of a certificate that is sound but for what is given. */
export function tbsCertificate(odd: Partial<Parts> = {}): Uint8Array {
  const p = { ...soundParts, ...odd }
  return seq(p.version, p.serial, p.signature, p.issuer, p.validity, p.subject, p.key, p.optional)
}

/** A certificate that is sound but for what is given. */
export function certificate(odd: Partial<Parts> = {}): Uint8Array {
  const p = { ...soundParts, ...odd }
  return seq(tbsCertificate(odd), p.signatureAlgorithm, p.signatureValue)
}

/** A certificate that has one extension besides basicConstraints, or in its stead. */
export const withExtension = (type: string, value: Uint8Array, critical = false): Uint8Array =>
  certificate({ optional: extensions(extension(type, value, critical)) })

/** Offset of `part` in `whole`; -1 when it is not there. */
export function offsetOf(whole: Uint8Array, part: Uint8Array): number {
  for (let i = 0; i + part.length <= whole.length; i++) if (part.every((octet, j) => whole[i + j] === octet)) return i
  return -1
}
