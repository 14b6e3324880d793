import { readOid } from '../../der/oid.ts'
import { tag } from '../../der/tag.ts'
import type { AccessDescription } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'
import { readGeneralName } from './general-name.ts'

/** RFC 5280 §4.2.2.1: SEQUENCE SIZE (1..MAX) OF SEQUENCE { accessMethod, accessLocation }. */
export const authorityInfoAccess: ExtensionDecoder<readonly AccessDescription[]> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  const accesses: AccessDescription[] = []
  for (let pos = start; pos < end; ) {
    if (!r.readTag(tag.sequence, pos, end)) return null
    const to = r.end
    pos = r.next
    if (!r.readTag(tag.oid, r.start, to)) return null
    const method = readOid(r, r.start, r.end, e.oid)
    if (!r.read(r.next, to)) return null
    if (r.next < to) r.note('trailing-data', r.next, e.oid)
    accesses.push({ method, location: readGeneralName(r, e.oid) })
  }
  return accesses
}
