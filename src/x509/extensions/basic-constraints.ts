import { readBoolean } from '../../der/boolean.ts'
import { readCount } from '../../der/integer.ts'
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
