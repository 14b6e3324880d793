import type { Oid } from '../model/oid.ts'
import type { UnixSeconds } from '../model/time.ts'

/** Joins octets; without parts, no octets. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Octets from hexadecimal text; white space is skipped. Throws on an odd number of digits or another character. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new TypeError(`not hexadecimal: ${text}`)
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** X.690 §8.1.3 and §10.1: the fewest length octets. Lengths up to 2^32 - 1. */
export function length(n: number): Uint8Array {
  if (n < 0x80) return Uint8Array.of(n)
  const octets = unsigned(BigInt(n))
  return concat(Uint8Array.of(0x80 | octets.length), octets)
}

/** The long form of a length in exactly `count` octets behind the first: BER allows it, DER does not where `length` is shorter. */
export function longLength(n: number, count: number): Uint8Array {
  const octets = new Uint8Array(count + 1)
  octets[0] = 0x80 | count
  for (let i = count, rest = n; i > 0; i--, rest = Math.floor(rest / 256)) octets[i] = rest % 256
  return octets
}

/** One value: identifier octet, minimal length, contents. Contents are taken as they are, so they may be anything. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concat(...contents)
  return concat(Uint8Array.of(tag), length(content.length), content)
}

/** One value whose length octets are given, true or not; `Uint8Array.of(0x80)` is the indefinite form. */
export function tlvWithLength(tag: number, lengthOctets: Uint8Array, ...contents: readonly Uint8Array[]): Uint8Array {
  return concat(Uint8Array.of(tag), lengthOctets, ...contents)
}

/** X.690 §8.9. */
export const sequence = (...contents: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...contents)

/** X.690 §11.6: SET OF with its elements in ascending order of their encodings. For another order: `tlv(0x31, ...)`. */
export const setOf = (...elements: readonly Uint8Array[]): Uint8Array =>
  tlv(0x31, ...[...elements].sort((a, b) => Buffer.compare(a, b)))

/** X.690 §8.3: two's complement in the fewest octets. */
export const integer = (value: bigint | number): Uint8Array => tlv(0x02, signed(BigInt(value)))

/** X.690 §11.1: TRUE is 0xff. */
export const boolean = (value: boolean): Uint8Array => tlv(0x01, Uint8Array.of(value ? 0xff : 0))

/** X.690 §8.8. */
export const nullValue = (): Uint8Array => tlv(0x05)

/** X.690 §8.7. */
export const octetString = (...contents: readonly Uint8Array[]): Uint8Array => tlv(0x04, ...contents)

/** X.690 §8.6: `unused` counts the bits at the end that mean nothing; it is written even where it is wrong. */
export const bitString = (content: Uint8Array, unused = 0): Uint8Array => tlv(0x03, Uint8Array.of(unused), content)

/** X.690 §11.2.2: a BIT STRING of named bits, bit 0 of `bits` first, without zero bits at the end. */
export function namedBits(bits: number): Uint8Array {
  const size = 32 - Math.clz32(bits)
  const content = new Uint8Array(Math.ceil(size / 8))
  for (let bit = 0; bit < size; bit++) {
    const octet = bit >> 3
    if ((bits >>> bit) & 1) content[octet] = (content[octet] ?? 0) | (0x80 >> (bit & 7))
  }
  return bitString(content, content.length * 8 - size)
}

/** X.690 §8.19. Throws when the text is no dotted identifier of at least two arcs. */
export function oid(text: Oid): Uint8Array {
  const [first, second, ...rest] = text.split('.').map((arc) => BigInt(arc))
  if (first === undefined || second === undefined) throw new TypeError(`not an object identifier: ${text}`)
  return tlv(0x06, ...[first * 40n + second, ...rest].map(base128))
}

/** X.690 §8.21: UTF8String. */
export const utf8String = (text: string): Uint8Array => tlv(0x0c, Buffer.from(text, 'utf8'))

/** PrintableString. The characters are not checked. */
export const printableString = (text: string): Uint8Array => tlv(0x13, Buffer.from(text, 'latin1'))

/** IA5String. The characters are not checked. */
export const ia5String = (text: string): Uint8Array => tlv(0x16, Buffer.from(text, 'latin1'))

/** BMPString: UTF-16, big endian. */
export const bmpString = (text: string): Uint8Array => tlv(0x1e, Buffer.from(text, 'utf16le').swap16())

/** UTCTime as RFC 5280 §4.1.2.5.1 wants it: `YYMMDDHHMMSSZ`. The century is lost: 1950 to 2049. */
export const utcTime = (at: UnixSeconds): Uint8Array => tlv(0x17, Buffer.from(digits(at).slice(2)))

/** GeneralizedTime as RFC 5280 §4.1.2.5.2 wants it: `YYYYMMDDHHMMSSZ`. */
export const generalizedTime = (at: UnixSeconds): Uint8Array => tlv(0x18, Buffer.from(digits(at)))

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 (and before 1950, which UTCTime cannot say). */
export function time(at: UnixSeconds): Uint8Array {
  const year = Number(digits(at).slice(0, 4))
  return year >= 1950 && year < 2050 ? utcTime(at) : generalizedTime(at)
}

/** X.690 §8.14: a context tag around a whole value. */
export const explicit = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | tag, ...contents)

/** A context tag in the place of a primitive value's own tag; `content` is the content alone. */
export const implicit = (tag: number, content: Uint8Array): Uint8Array => tlv(0x80 | tag, content)

function digits(at: UnixSeconds): string {
  return `${new Date(at * 1000)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')}Z`
}

function unsigned(value: bigint): Uint8Array {
  const text = value.toString(16)
  return hex(text.length % 2 ? `0${text}` : text)
}

function signed(value: bigint): Uint8Array {
  let count = 1
  while (BigInt.asIntN(8 * count, value) !== value) count++
  return hex(
    BigInt.asUintN(8 * count, value)
      .toString(16)
      .padStart(2 * count, '0'),
  )
}

function base128(value: bigint): Uint8Array {
  const octets = [Number(value & 0x7fn)]
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80)
  return Uint8Array.from(octets)
}
