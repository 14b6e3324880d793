import { readOid } from '../der/oid.ts'
import { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'

/**
 * The certificates of a SignedData (RFC 5652 §5.1; PKCS #7 before it), in the order of the encoding, which is not that of a chain.
 * Attribute certificates and other forms are left out. BER's indefinite lengths are followed. `null`: not a SignedData, or cut.
 */
export function readPkcs7(der: Uint8Array): readonly Uint8Array[] | null {
  const r = new DerReader(der)
  if (!r.readTag(tag.sequence, 0, der.length)) return null
  const { end } = r
  if (!r.readTag(tag.oid, r.start, end) || readOid(r, r.start, r.end) !== signedData) return null
  if (!r.readTag(0xa0, r.next, end) || !r.readTag(tag.sequence, r.start, r.end)) return null
  const { end: to } = r
  // version, digestAlgorithms, encapContentInfo, then certificates [0] IMPLICIT OPTIONAL
  if (!r.readTag(tag.integer, r.start, to) || !r.readTag(tag.set, r.next, to) || !r.readTag(tag.sequence, r.next, to)) return null
  const certificates: Uint8Array[] = []
  if (r.readTag(0xa0, r.next, to)) {
    const { end: last } = r
    for (let pos = r.start; pos < last && r.read(pos, last); pos = r.next) {
      if (r.tag === tag.sequence) certificates.push(r.slice(r.at, r.next))
    }
  }
  return r.breaks > 0 ? null : certificates
}

const signedData = '1.2.840.113549.1.7.2'
