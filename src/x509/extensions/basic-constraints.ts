import { readBoolean } from '../../der/boolean.ts'
import { readCount } from '../../der/integer.ts'
import { DerReader } from '../../der/reader.ts'
import { tag } from '../../der/tag.ts'
import type { BasicConstraints } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.9: SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }. */
export const basicConstraints: ExtensionDecoder<BasicConstraints> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { end } = r
  let pos = r.start
  let cA: boolean | null = false
  let pathLenConstraint: number | null = null
  if (r.readTag(tag.boolean, pos, end)) {
    pos = r.next
    cA = readBoolean(r, r.start, r.end, e.oid)
    if (cA === null) return null
    if (!cA) r.note('default-encoded', r.at, e.oid)
  }
  if (r.readTag(tag.integer, pos, end)) {
    pos = r.next
    pathLenConstraint = readCount(r, r.start, r.end, e.oid)
    if (pathLenConstraint === null) return null
  }
  if (pos < end) return null
  return { critical: e.critical, cA, pathLenConstraint }
}

/**
 * The value of the extension where only a pathLenConstraint below zero keeps it from being read, as if that were no limit; `null`:
 * it is another value. Some verifiers read the number with its sign.
 */
export function negativePathLength(value: Uint8Array, critical: boolean): BasicConstraints | null {
  const r = new DerReader(value)
  if (!r.readTag(tag.sequence, 0, value.length) || r.next < value.length) return null
  const { end } = r
  let pos = r.start
  let cA: boolean | null = false
  if (r.readTag(tag.boolean, pos, end)) {
    pos = r.next
    cA = readBoolean(r, r.start, r.end, '2.5.29.19')
  }
  if (cA === null || !r.readTag(tag.integer, pos, end) || r.next < end) return null
  return r.start < r.end && (value[r.start] ?? 0) >= 0x80 ? { critical, cA, pathLenConstraint: null } : null
}

/**
 * The value of the extension by the members that stand where they should, whatever follows them in the SEQUENCE; a
 * pathLenConstraint below zero is none. `null`: not even these can be read. Go reads it so (crypto/x509/parser.go at 1.19,
 * parseBasicConstraintsExtension).
 */
export function leadingBasicConstraints(value: Uint8Array, critical: boolean): BasicConstraints | null {
  const r = new DerReader(value)
  if (!r.readTag(tag.sequence, 0, value.length)) return null
  const { end } = r
  let pos = r.start
  let cA: boolean | null = false
  if (r.readTag(tag.boolean, pos, end)) {
    pos = r.next
    cA = readBoolean(r, r.start, r.end, '2.5.29.19')
  }
  let pathLenConstraint: number | null = null
  if (r.readTag(tag.integer, pos, end)) {
    if (r.start === r.end) return null
    pathLenConstraint = readCount(r, r.start, r.end, '2.5.29.19')
  }
  return cA === null || r.breaks > 0 || r.anomalies.length > 0 ? null : { critical, cA, pathLenConstraint }
}
