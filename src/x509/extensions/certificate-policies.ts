import { readOid } from '../../der/oid.ts'
import { tag } from '../../der/tag.ts'
import type { CertificatePolicies } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.4: SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyIdentifier, policyQualifiers OPTIONAL }. */
export const certificatePolicies: ExtensionDecoder<CertificatePolicies> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  const policies: CertificatePolicies['policies'][number][] = []
  for (let pos = start; pos < end; ) {
    if (!r.readTag(tag.sequence, pos, end)) return null
    const to = r.end
    pos = r.next
    if (!r.readTag(tag.oid, r.start, to)) return null
    const policy = readOid(r, r.start, r.end, e.oid)
    const after = r.next
    if (after < to && !r.readOnly(tag.sequence, after, to, e.oid)) return null
    policies.push({ policy, qualifiers: after < to ? r.slice(r.at, r.next) : null })
  }
  return { critical: e.critical, policies }
}
