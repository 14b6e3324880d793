import { readCount } from '../../der/integer.ts'
import { tag } from '../../der/tag.ts'
import type { PolicyConstraints } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.11: SEQUENCE { requireExplicitPolicy [0] OPTIONAL, inhibitPolicyMapping [1] OPTIONAL }, not both absent. */
export const policyConstraints: ExtensionDecoder<PolicyConstraints> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  let pos = start
  let requireExplicitPolicy: number | null = null
  let inhibitPolicyMapping: number | null = null
  if (r.readTag(0x80, pos, end)) {
    pos = r.next
    requireExplicitPolicy = readCount(r, r.start, r.end, e.oid)
    if (requireExplicitPolicy === null) return null
  }
  if (r.readTag(0x81, pos, end)) {
    pos = r.next
    inhibitPolicyMapping = readCount(r, r.start, r.end, e.oid)
    if (inhibitPolicyMapping === null) return null
  }
  return pos < end ? null : { critical: e.critical, requireExplicitPolicy, inhibitPolicyMapping }
}
