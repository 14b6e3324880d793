import { readNamedBits } from '../../der/bit-string.ts'
import { tag } from '../../der/tag.ts'
import type { KeyUsage } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 5280 §4.2.1.3: BIT STRING. No bit at all is `extension-empty`. */
export const keyUsage: ExtensionDecoder<KeyUsage> = (r, e) => {
  if (!r.readOnly(tag.bitString, e.start, e.end, e.oid)) return null
  const bits = readNamedBits(r, r.start, r.end, e.oid)
  if (bits === null) return null
  if (bits === 0) r.note('extension-empty', e.offset, e.oid)
  return { critical: e.critical, bits }
}
