import { readCount } from '../../der/integer.ts'
import { tag } from '../../der/tag.ts'
import type { LegacyExtensions } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** [MS-WCCE] §2.2.2.7.5, szOID_CERTSRV_CA_VERSION: INTEGER with the certificate's index in the low 16 bits and the key's in the high 16. */
export const microsoftCaVersion: ExtensionDecoder<NonNullable<LegacyExtensions['microsoftCaVersion']>> = (r, e) => {
  if (!r.readOnly(tag.integer, e.start, e.end, e.oid)) return null
  const version = readCount(r, r.start, r.end, e.oid)
  return version === null ? null : { certificate: version & 0xffff, key: version >>> 16 }
}
