import { readCount } from '../../der/integer.ts'
import { tag } from '../../der/tag.ts'
import type { InhibitAnyPolicy } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.14: INTEGER (0..MAX). */
export const inhibitAnyPolicy: ExtensionDecoder<InhibitAnyPolicy> = (r, e) => {
  if (!r.readOnly(tag.integer, e.start, e.end, e.oid)) return null
  const skipCerts = readCount(r, r.start, r.end, e.oid)
  return skipCerts === null ? null : { critical: e.critical, skipCerts }
}
