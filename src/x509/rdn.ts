import { readOid } from '../der/oid.ts'
import type { DerReader } from '../der/reader.ts'
import { decodeString, isStringTag } from '../der/string.ts'
import { tag } from '../der/tag.ts'
import type { AttributeTypeAndValue, RelativeDistinguishedName } from '../model/name.ts'
import { toHex } from './hex.ts'

/** The parts of a name as far as they could be read. `sound` is false when a part or a character was lost. */
export interface ReadRdns {
  readonly rdns: readonly RelativeDistinguishedName[]
  readonly sound: boolean
}

/** RFC 5280 §4.1.2.4: content of the SEQUENCE of a Name. */
export function readRdns(r: DerReader, start: number, end: number): ReadRdns {
  const rdns: RelativeDistinguishedName[] = []
  const breaks = r.breaks
  let sound = true
  for (let pos = start; pos < end; ) {
    if (!r.read(pos, end)) break
    pos = r.next
    const { at } = r
    const rdn = r.tag === tag.set ? readRdn(r, r.start, r.end) : null
    if (rdn === null) {
      r.note('name-malformed', at)
      sound = false
    } else {
      rdns.push(rdn.attributes)
      if (!rdn.sound) sound = false
    }
  }
  if (r.breaks !== breaks) {
    r.note('name-malformed', start)
    sound = false
  }
  return { rdns, sound }
}

/** Content of the SET of one RelativeDistinguishedName. `null`: it has no attribute, or one of them is none. */
function readRdn(r: DerReader, start: number, end: number): { attributes: AttributeTypeAndValue[]; sound: boolean } | null {
  const attributes: AttributeTypeAndValue[] = []
  let sound = true
  let before = -1
  for (let pos = start; pos < end; ) {
    if (!r.readTag(tag.sequence, pos, end)) return null
    const at = r.at
    pos = r.next
    // X.690 §11.6: the elements of a SET OF stand in the order of their encodings.
    if (before >= 0 && compare(r.bytes, before, at, at, pos) > 0) r.note('set-not-sorted', at)
    before = at
    const { start: from, end: to } = r
    if (!r.readTag(tag.oid, from, to)) return null
    const type = readOid(r, r.start, r.end)
    if (type === '') sound = false
    if (!r.read(r.next, to)) return null
    if (r.next < to) r.note('trailing-data', r.next, type)
    if (isStringTag(r.tag)) {
      const { text, sound: whole } = decodeString(r.bytes, r.tag, r.start, r.end)
      if (!whole) r.note('string-malformed', r.start, type)
      if (text.includes('\ufffd')) sound = false
      attributes.push({ type, value: text, tag: r.tag })
    } else attributes.push({ type, value: `#${toHex(r.slice(r.at, r.next))}`, tag: r.tag })
  }
  return attributes.length === 0 ? null : { attributes, sound }
}

/** Order of two stretches of octets; a shorter one that is the beginning of the other comes first. */
function compare(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): number {
  for (; a < aEnd && b < bEnd; a++, b++) {
    const difference = bytes[a]! - bytes[b]!
    if (difference !== 0) return difference
  }
  return aEnd - a - (bEnd - b)
}
