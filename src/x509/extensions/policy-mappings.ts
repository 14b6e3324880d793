import { readOid } from '../../der/oid.ts'
import { tag } from '../../der/tag.ts'
import type { PolicyMappings } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.5: SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }. */
export const policyMappings: ExtensionDecoder<PolicyMappings> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  const mappings: PolicyMappings['mappings'][number][] = []
  for (let pos = start; pos < end; ) {
    if (!r.readTag(tag.sequence, pos, end)) return null
    const to = r.end
    pos = r.next
    if (!r.readTag(tag.oid, r.start, to)) return null
    const issuerDomainPolicy = readOid(r, r.start, r.end, e.oid)
    if (!r.readOnly(tag.oid, r.next, to, e.oid)) return null
    mappings.push({ issuerDomainPolicy, subjectDomainPolicy: readOid(r, r.start, r.end, e.oid) })
  }
  return { critical: e.critical, mappings }
}
