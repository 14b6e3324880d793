import { decodeString, isStringTag } from '../../der/string.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** Netscape's comment (IA5String) and Microsoft's szOID_ENROLL_CERTTYPE_EXTENSION (BMPString): one string; any string type is read. */
export const legacyString: ExtensionDecoder<string> = (r, e) => {
  if (!r.read(e.start, e.end) || !isStringTag(r.tag)) return null
  if (r.next < e.end) r.note('trailing-data', r.next, e.oid)
  const { text, sound } = decodeString(r.bytes, r.tag, r.start, r.end)
  if (!sound) r.note('string-malformed', r.start, e.oid)
  return text
}
