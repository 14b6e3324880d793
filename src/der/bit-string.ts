import type { Oid } from '../model/oid.ts'
import type { DerReader } from './reader.ts'

/**
 * Number of unused bits at the end of a BIT STRING's content (X.690 §8.6); -1 when there is no such octet, or it is impossible.
 * Unused bits that are not zero are `bit-string-padding` (§11.2.1).
 */
export function unusedBits(r: DerReader, start: number, end: number, about: Oid = ''): number {
  if (start >= end) return -1
  const unused = r.bytes[start]!
  if (unused === 0) return 0
  if (unused > 7 || end - start === 1) return -1
  if ((r.bytes[end - 1]! & ((1 << unused) - 1)) !== 0) r.note('bit-string-padding', start, about)
  return unused
}

/**
 * A named bit list as a number: the first bit of the string is bit 0. Bits past the 31st are dropped. `null`: malformed.
 * Zero bits at the end, which X.690 §11.2.2 does not allow, are common and not reported.
 */
export function readNamedBits(r: DerReader, start: number, end: number, about: Oid = ''): number | null {
  const unused = unusedBits(r, start, end, about)
  if (unused < 0) return null
  const count = Math.min((end - start - 1) * 8 - unused, 31)
  let bits = 0
  for (let i = 0; i < count; i++) {
    if ((r.bytes[start + 1 + (i >> 3)]! & (0x80 >> (i & 7))) !== 0) bits |= 1 << i
  }
  return bits
}
