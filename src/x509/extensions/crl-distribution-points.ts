import { readNamedBits } from '../../der/bit-string.ts'
import type { DerReader } from '../../der/reader.ts'
import { tag } from '../../der/tag.ts'
import type { DistributionPoint, GeneralName } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import type { ExtensionDecoder } from './extension-value.ts'
import { readGeneralNames } from './general-name.ts'

/** RFC 5280 §4.2.1.13: SEQUENCE SIZE (1..MAX) OF DistributionPoint. A name relative to the CRL issuer is left out: nobody fetches by it. */
export const crlDistributionPoints: ExtensionDecoder<readonly DistributionPoint[]> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  const points: DistributionPoint[] = []
  for (let pos = start; pos < end; ) {
    if (!r.readTag(tag.sequence, pos, end)) return null
    pos = r.next
    const point = readPoint(r, e.oid)
    if (point === null) return null
    points.push(point)
  }
  return points
}

/** DistributionPoint: SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }, each optional. */
function readPoint(r: DerReader, about: Oid): DistributionPoint | null {
  const { end } = r
  let pos = r.start
  let fullName: readonly GeneralName[] | null = []
  let cRLIssuer: readonly GeneralName[] | null = []
  let reasons: number | null = null
  if (r.readTag(0xa0, pos, end)) {
    pos = r.next
    // DistributionPointName is a CHOICE, so its tag is explicit: fullName [0] or nameRelativeToCRLIssuer [1].
    if (!r.read(r.start, r.end) || (r.tag !== 0xa0 && r.tag !== 0xa1)) return null
    if (r.tag === 0xa0) fullName = readGeneralNames(r, r.start, r.end, about)
  }
  if (r.readTag(0x81, pos, end)) {
    pos = r.next
    reasons = readNamedBits(r, r.start, r.end, about)
    if (reasons === null) return null
  }
  if (r.readTag(0xa2, pos, end)) {
    pos = r.next
    cRLIssuer = readGeneralNames(r, r.start, r.end, about)
  }
  return pos < end || fullName === null || cRLIssuer === null ? null : { fullName, cRLIssuer, reasons }
}
