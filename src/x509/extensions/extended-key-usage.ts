import { readOid } from '../../der/oid.ts'
import { tag } from '../../der/tag.ts'
import type { ExtendedKeyUsage } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.12: SEQUENCE SIZE (1..MAX) OF OBJECT IDENTIFIER. */
export const extendedKeyUsage: ExtensionDecoder<ExtendedKeyUsage> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  const purposes: Oid[] = []
  for (let pos = start; pos < end; pos = r.next) {
    if (!r.readTag(tag.oid, pos, end)) return null
    purposes.push(readOid(r, r.start, r.end, e.oid))
  }
  return { critical: e.critical, purposes }
}
