import { readOid } from '../../der/oid.ts'
import { tag } from '../../der/tag.ts'
import type { Oid } from '../../model/oid.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** [MS-WCCE] §2.2.2.7.7.2, szOID_CERTIFICATE_TEMPLATE: SEQUENCE { templateID, majorVersion, minorVersion OPTIONAL }; the versions are not told. */
export const microsoftTemplateId: ExtensionDecoder<Oid> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid) || !r.readTag(tag.oid, r.start, r.end)) return null
  return readOid(r, r.start, r.end, e.oid) || null
}
