import { readOid } from '../../der/oid.ts'
import type { DerReader } from '../../der/reader.ts'
import { decodeString } from '../../der/string.ts'
import { tag } from '../../der/tag.ts'
import type { GeneralName } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import { readNameAt } from '../name.ts'

/**
 * RFC 5280 §4.2.1.6: the GeneralName that the reader has just read; the reader moves. Every element gives a name: another tag is `field-unexpected`
 * and `unknown`, a known tag with impossible content `field-malformed` and `unknown`. An `other` name's value is the DER inside its
 * explicit tag; the values of `x400`, `edi-party` and `unknown` are the whole element. `addressSize`: 4, or 8 for address and mask.
 */
export function readGeneralName(r: DerReader, about: Oid, addressSize: 4 | 8 = 4): GeneralName {
  const { at, start, end, next } = r
  switch (r.tag) {
    case 0x82:
      return { kind: 'dns', value: ia5(r, about) }
    case 0x81:
      return { kind: 'email', value: ia5(r, about) }
    case 0x86:
      return { kind: 'uri', value: ia5(r, about) }
    case 0x87: {
      const size = end - start
      // RFC 5280 §4.2.1.6, §4.2.1.10: IPv4 or IPv6, with a mask in name constraints.
      if (size !== addressSize && size !== addressSize * 4) r.note('field-malformed', at, about)
      return { kind: 'ip', value: r.slice(start, end) }
    }
    case 0xa4: {
      if (!r.readOnly(tag.sequence, start, end, about)) break
      const value = readNameAt(r)
      // Reading its parts now notes what is wrong in them.
      void value.rdns
      return { kind: 'directory', value }
    }
    case 0x88:
      return { kind: 'registered-id', value: readOid(r, start, end, about) }
    case 0xa0: {
      const other = readOtherName(r, about)
      if (other !== null) return other
      break
    }
    case 0xa3:
      return { kind: 'x400', value: r.slice(at, next) }
    case 0xa5:
      return { kind: 'edi-party', value: r.slice(at, next) }
    default:
      r.note('field-unexpected', at, about)
      return { kind: 'unknown', value: r.slice(at, next) }
  }
  r.note('field-malformed', at, about)
  return { kind: 'unknown', value: r.slice(at, next) }
}

/** The GeneralNames from `start` to `end`; `null` when one cannot be followed to its end. */
export function readGeneralNames(r: DerReader, start: number, end: number, about: Oid): GeneralName[] | null {
  const names: GeneralName[] = []
  for (let pos = start; pos < end; ) {
    if (!r.read(pos, end)) return null
    pos = r.next
    names.push(readGeneralName(r, about))
  }
  return names
}

function ia5(r: DerReader, about: Oid): string {
  const { text, sound } = decodeString(r.bytes, tag.ia5String, r.start, r.end)
  if (!sound) r.note('string-malformed', r.start, about)
  return text
}

/** OtherName: SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }. */
function readOtherName(r: DerReader, about: Oid): GeneralName | null {
  const { end } = r
  if (!r.readTag(tag.oid, r.start, end)) return null
  const type = readOid(r, r.start, r.end, about)
  if (!r.readOnly(0xa0, r.next, end, about)) return null
  return { kind: 'other', type, value: r.slice(r.start, r.end) }
}
