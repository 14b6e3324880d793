import type { Oid } from '../model/oid.ts'
import type { DerReader } from './reader.ts'

/** Numbers beyond this are held at it: no count in a certificate means anything there. */
export const largestCount = 0x7fffffff

/** Notes `integer-not-minimal` when the first nine bits are equal (X.690 §8.3.2). */
export function checkInteger(r: DerReader, start: number, end: number, about: Oid = ''): void {
  if (end - start < 2) return
  const first = r.bytes[start]
  const sign = r.bytes[start + 1]! & 0x80
  if ((first === 0 && sign === 0) || (first === 0xff && sign !== 0)) r.note('integer-not-minimal', start, about)
}

/** A count: INTEGER content that is not negative. `null`: empty or negative. */
export function readCount(r: DerReader, start: number, end: number, about: Oid = ''): number | null {
  if (start >= end || r.bytes[start]! > 0x7f) return null
  checkInteger(r, start, end, about)
  let value = 0
  for (let i = start; i < end; i++) {
    value = value * 256 + r.bytes[i]!
    if (value > largestCount) return largestCount
  }
  return value
}

/** First octet of a positive INTEGER that is not zero: where its unsigned form begins. `end` when the number is zero; -1 when it is empty or negative. */
export function unsignedStart(r: DerReader, start: number, end: number): number {
  if (start >= end || r.bytes[start]! > 0x7f) return -1
  let first = start
  while (first < end && r.bytes[first] === 0) first++
  return first
}

/** Size in bits of the unsigned number in `start` to `end`, which begins with an octet that is not zero. 0 for no octets. */
export function bitLength(bytes: Uint8Array, start: number, end: number): number {
  return start >= end ? 0 : (end - start) * 8 - (Math.clz32(bytes[start]!) - 24)
}
