import { tag } from '../../der/tag.ts'
import type { SubjectKeyIdentifier } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.2: OCTET STRING. No octets are `extension-empty`. */
export const subjectKeyIdentifier: ExtensionDecoder<SubjectKeyIdentifier> = (r, e) => {
  if (!r.readOnly(tag.octetString, e.start, e.end, e.oid)) return null
  if (r.start === r.end) r.note('extension-empty', e.offset, e.oid)
  return { critical: e.critical, keyIdentifier: r.slice(r.start, r.end) }
}
