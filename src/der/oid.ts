import type { Oid } from '../model/oid.ts'
import type { DerReader } from './reader.ts'

/**
 * An OBJECT IDENTIFIER's content in dotted form (X.690 §8.19); '' and the anomaly `oid-malformed` when it is empty, ends inside
 * a number, or pads one. Numbers of any size are kept (2.25 holds UUIDs).
 */
export function readOid(r: DerReader, start: number, end: number, about: Oid = ''): Oid {
  const text = oidText(r.bytes, start, end)
  if (text === '') r.note('oid-malformed', start, about)
  return text
}

/** As `readOid`, without a reader to note it in. */
export function oidText(bytes: Uint8Array, start: number, end: number): Oid {
  const size = end - start
  if (size === 3 && bytes[start] === 0x55) {
    const last = bytes[start + 2]!
    if (last < 0x80) {
      const arc = bytes[start + 1]
      if (arc === 0x1d) return (certificateExtension[last] ??= `2.5.29.${last}`)
      if (arc === 0x04) return (attributeType[last] ??= `2.5.4.${last}`)
    }
  }
  if (size > longest) return decode(bytes, start, end)
  let hash = size
  for (let i = start; i < end; i++) hash = (hash * 31 + bytes[i]!) | 0
  const entry = met[hash & (slots - 1)]
  if (entry !== undefined && isSame(entry.octets, bytes, start, size)) return entry.text
  const text = decode(bytes, start, end)
  met[hash & (slots - 1)] = { octets: bytes.slice(start, end), text }
  return text
}

/** 2.5.29 and 2.5.4: nearly every identifier in a certificate is one of these. By the last number, when it was met. */
const certificateExtension: Oid[] = []
const attributeType: Oid[] = []

/** Identifiers met before, by hash; a newcomer takes the place of the old. It saves work and has no other effect. */
const slots = 512
const longest = 24
const met: { readonly octets: Uint8Array; readonly text: Oid }[] = []

function isSame(octets: Uint8Array, bytes: Uint8Array, start: number, size: number): boolean {
  if (octets.length !== size) return false
  for (let i = 0; i < size; i++) if (octets[i] !== bytes[start + i]) return false
  return true
}

function decode(bytes: Uint8Array, start: number, end: number): Oid {
  if (start >= end || bytes[end - 1]! > 0x7f) return ''
  let text = ''
  for (let pos = start; pos < end; ) {
    if (bytes[pos] === 0x80) return ''
    let number = 0
    let big: bigint | null = null
    for (;;) {
      const octet = bytes[pos++]!
      if (big === null && number >= 2 ** 45) big = BigInt(number)
      if (big === null) number = number * 128 + (octet & 0x7f)
      else big = (big << 7n) | BigInt(octet & 0x7f)
      if (octet < 0x80) break
    }
    if (text !== '') text += `.${big ?? number}`
    // X.690 §8.19.4: the first number holds two arcs.
    else if (big !== null) text = `2.${big - 80n}`
    else text = number < 40 ? `0.${number}` : number < 80 ? `1.${number - 40}` : `2.${number - 80}`
  }
  return text
}
