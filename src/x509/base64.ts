import { noOctets } from '../der/reader.ts'

/** What base64 text holds. */
export interface DecodedBase64 {
  /** The octets before the first fault, or all. */
  readonly bytes: Uint8Array
  /** Index of the first character that does not belong; the length of the text when it ends too early; `null` when it is sound. */
  readonly invalidAt: number | null
}

/** Octets of base64 text (RFC 4648 §4). White space is ignored anywhere; padding is wanted, but what lacks it is decoded. Bits left over are not looked at. */
export function decodeBase64(text: string): DecodedBase64 {
  const octets = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    octets[i] = code < 0x80 ? code : 0
  }
  return decodeBase64Octets(octets, 0, octets.length)
}

/** As `decodeBase64`, of ASCII octets from `start` to `end`; `invalidAt` counts from the first octet of `source`. */
export function decodeBase64Octets(source: Uint8Array, start: number, end: number): DecodedBase64 {
  const bytes = new Uint8Array((((end - start) * 3) >> 2) + 3)
  let size = 0
  let bits = 0
  let count = 0
  let pos = start
  while (pos < end) {
    // Four characters at once, the case of nearly all.
    while (count === 0 && pos + 4 <= end) {
      const a = values[source[pos]!]!
      const b = values[source[pos + 1]!]!
      const c = values[source[pos + 2]!]!
      const d = values[source[pos + 3]!]!
      if ((a | b | c | d) > 63) break
      bytes[size] = (a << 2) | (b >> 4)
      bytes[size + 1] = (b << 4) | (c >> 2)
      bytes[size + 2] = (c << 6) | d
      size += 3
      pos += 4
    }
    if (pos >= end) break
    const value = values[source[pos]!]!
    if (value === space) {
      pos++
      continue
    }
    if (value > 63) break
    bits = (bits << 6) | value
    pos++
    if (++count === 4) {
      bytes[size++] = bits >> 16
      bytes[size++] = bits >> 8
      bytes[size++] = bits
      bits = 0
      count = 0
    }
  }
  if (count === 3) {
    bytes[size++] = bits >> 10
    bytes[size++] = bits >> 2
  } else if (count === 2) bytes[size++] = bits >> 4
  return { bytes: size === 0 ? noOctets : bytes.subarray(0, size), invalidAt: paddingFault(source, pos, end, count) }
}

/** Where the text from `pos` is not the padding that `count` characters of an unfinished group need. */
function paddingFault(source: Uint8Array, pos: number, end: number, count: number): number | null {
  let wanted = count === 0 ? 0 : 4 - count
  // One character alone holds no octet.
  if (count === 1) wanted = -1
  for (; pos < end; pos++) {
    const value = values[source[pos]!]!
    if (value === space) continue
    if (value !== padding || wanted <= 0) return pos
    wanted--
  }
  return wanted === 0 ? null : end
}

const space = 64
const padding = 65
const invalid = 128
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The value of each character; `space`, `padding` or `invalid`, which are above 63. */
const values = new Uint8Array(256).fill(invalid)
for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i
for (const c of ' \t\n\v\f\r') values[c.charCodeAt(0)] = space
values['='.charCodeAt(0)] = padding

/** Octets as base64 with padding, in one line. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63)
    text += i + 1 < bytes.length ? alphabet.charAt((group >> 6) & 63) : '='
    text += i + 2 < bytes.length ? alphabet.charAt(group & 63) : '='
  }
  return text
}
