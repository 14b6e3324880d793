import { oidText } from '../der/oid.ts'
import { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'
import { readTime } from '../der/time.ts'
import type { Oid } from '../model/oid.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { toHex } from './hex.ts'

/**
 * Microsoft's certificate trust list: which certificates, named by a hash, are trusted or disallowed (wincrypt.h: CTL_INFO). The
 * signature over it is NOT verified: what it says is only as good as the place that it was read from.
 */
export interface CertificateTrustList {
  /** What the list is for: 1.3.6.1.4.1.311.10.3.9 for the roots of the programme, 1.3.6.1.4.1.311.10.3.30 for the disallowed ones. */
  readonly usages: readonly Oid[]
  /** In hexadecimal, as encoded; it grows with every list. Empty: none. */
  readonly sequenceNumber: string
  /** `null`: cannot be read. */
  readonly thisUpdate: UnixSeconds | null
  /** `null`: none is announced. */
  readonly nextUpdate: UnixSeconds | null
  /** Which hash names a certificate: that of SHA-1, or Windows' property of that number (`certificateProperty`). Empty: cannot be read. */
  readonly subjectAlgorithm: Oid
  readonly entries: readonly TrustListEntry[]
}

export interface TrustListEntry {
  /** The hash, in lower-case hexadecimal. */
  readonly id: string
  /** By the number of Windows' certificate property; the octets of the value. */
  readonly properties: ReadonlyMap<number, Uint8Array>
}

const signedData = '1.2.840.113549.1.7.2'
const trustList = '1.3.6.1.4.1.311.10.1'
/** Attributes that are certificate properties end in its number (wincrypt.h: szOID_CERT_PROP_ID_PREFIX). */
const propertyPrefix = '1.3.6.1.4.1.311.10.11.'

/** Number of the certificate property that an identifier stands for; `null`: it stands for none. */
export function certificateProperty(oid: Oid): number | null {
  const number = oid.startsWith(propertyPrefix) ? Number(oid.slice(propertyPrefix.length)) : Number.NaN
  return Number.isInteger(number) ? number : null
}

/** Reads a CTL inside a PKCS #7 SignedData (`authroot.stl`, the registry's EncodedCtl). `null`: it is none, or is cut or malformed. */
export function readCertificateTrustList(der: Uint8Array): CertificateTrustList | null {
  const r = new DerReader(der)
  if (!enter(r, tag.sequence, 0, der.length)) return null
  const { end: last } = r
  if (!r.readTag(tag.oid, r.start, last) || oidText(der, r.start, r.end) !== signedData) return null
  if (!enter(r, 0xa0, r.next, last) || !enter(r, tag.sequence, r.start, r.end)) return null
  // version, digestAlgorithms, contentInfo
  const { end: outer } = r
  if (!r.readTag(tag.integer, r.start, outer) || !r.readTag(tag.set, r.next, outer)) return null
  if (!enter(r, tag.sequence, r.next, outer)) return null
  const { end: inner } = r
  if (!r.readTag(tag.oid, r.start, inner) || oidText(der, r.start, r.end) !== trustList) return null
  if (!enter(r, 0xa0, r.next, inner) || !enter(r, tag.sequence, r.start, r.end)) return null
  const list = readList(r)
  return r.breaks > 0 ? null : list
}

const enter = (r: DerReader, wanted: number, start: number, end: number): boolean => r.readTag(wanted, start, end)

/** The list that the reader stands on: SEQUENCE { version DEFAULT, usages, listIdentifier?, sequenceNumber?, thisUpdate, nextUpdate?, algorithm, subjects? }. */
function readList(r: DerReader): CertificateTrustList | null {
  const { end, bytes } = r
  let pos = r.start
  if (r.readTag(tag.integer, pos, end)) pos = r.next
  if (!enter(r, tag.sequence, pos, end)) return null
  pos = r.next
  const usages = readOids(r)
  if (r.readTag(tag.octetString, pos, end)) pos = r.next
  let sequenceNumber = ''
  if (r.readTag(tag.integer, pos, end)) {
    pos = r.next
    sequenceNumber = toHex(r.slice(r.start, r.end))
  }
  const times: (UnixSeconds | null)[] = []
  while (times.length < 2 && r.read(pos, end) && (r.tag === tag.utcTime || r.tag === tag.generalizedTime)) {
    pos = r.next
    const time = readTime(r, r.tag, r.start, r.end)
    times.push(Number.isNaN(time) ? null : seconds(time))
  }
  const [thisUpdate, nextUpdate = null] = times
  if (thisUpdate === undefined || !enter(r, tag.sequence, pos, end)) return null
  pos = r.next
  const subjectAlgorithm = r.readTag(tag.oid, r.start, r.end) ? oidText(bytes, r.start, r.end) : ''
  const entries = enter(r, tag.sequence, pos, end) ? readEntries(r) : []
  return entries === null ? null : { usages, sequenceNumber, thisUpdate, nextUpdate, subjectAlgorithm, entries }
}

function readOids(r: DerReader): readonly Oid[] {
  const { end } = r
  const oids: Oid[] = []
  for (let pos = r.start; pos < end && r.readTag(tag.oid, pos, end); pos = r.next) oids.push(oidText(r.bytes, r.start, r.end))
  return oids
}

/** SEQUENCE OF SEQUENCE { subjectIdentifier OCTET STRING, SET OF Attribute OPTIONAL }. `null`: malformed; half a list is none. */
function readEntries(r: DerReader): readonly TrustListEntry[] | null {
  const { end } = r
  const entries: TrustListEntry[] = []
  for (let pos = r.start; pos < end; ) {
    if (!enter(r, tag.sequence, pos, end)) return null
    const { end: to, next } = r
    pos = next
    if (!r.readTag(tag.octetString, r.start, to)) return null
    const id = toHex(r.slice(r.start, r.end))
    entries.push({ id, properties: r.readTag(tag.set, r.next, to) ? readProperties(r) : new Map() })
  }
  return entries
}

/** SET OF SEQUENCE { type, SET OF value }, where the one value is an OCTET STRING. Other attributes are passed over. */
function readProperties(r: DerReader): ReadonlyMap<number, Uint8Array> {
  const { end } = r
  const properties = new Map<number, Uint8Array>()
  for (let pos = r.start; pos < end && enter(r, tag.sequence, pos, end); ) {
    const { end: to, next } = r
    pos = next
    if (!r.readTag(tag.oid, r.start, to)) continue
    const number = certificateProperty(oidText(r.bytes, r.start, r.end))
    if (number === null || !r.readTag(tag.set, r.next, to) || !r.readTag(tag.octetString, r.start, r.end)) continue
    properties.set(number, r.slice(r.start, r.end))
  }
  return properties
}
