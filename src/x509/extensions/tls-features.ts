import { readCount } from '../../der/integer.ts'
import { tag } from '../../der/tag.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 7633 §4.1: SEQUENCE OF INTEGER. */
export const tlsFeatures: ExtensionDecoder<readonly number[]> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { end } = r
  const features: number[] = []
  for (let pos = r.start; pos < end; pos = r.next) {
    if (!r.readTag(tag.integer, pos, end)) return null
    const feature = readCount(r, r.start, r.end, e.oid)
    if (feature === null) return null
    features.push(feature)
  }
  return features
}
