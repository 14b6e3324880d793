import { unusedBits } from '../der/bit-string.ts'
import { readBoolean } from '../der/boolean.ts'
import { checkInteger, readCount } from '../der/integer.ts'
import { readOid } from '../der/oid.ts'
import type { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'
import { readTime } from '../der/time.ts'
import type { AlgorithmIdentifier, SubjectPublicKeyInfo } from '../model/algorithm.ts'
import type { AnomalyCode } from '../model/anomaly.ts'
import type { DateAnomalies } from '../model/certificate.ts'
import type { Oid } from '../model/oid.ts'
import type { Name } from '../model/name.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { LazyAlgorithm, noAlgorithm, readAlgorithmAt } from './algorithm.ts'
import { ExtensionValue } from './extensions/extension-value.ts'
import { emptyName, readNameAt } from './name.ts'
import { noPublicKey, readPublicKeyInfoAt } from './spki.ts'

/** The fields of one certificate, octets as offsets into the reader's bytes. What could not be read is empty. */
export interface CertificateFields {
  tbsAt: number
  tbsNext: number
  version: number
  serialStart: number
  serialEnd: number
  signature: AlgorithmIdentifier
  issuer: Name
  notBefore: UnixSeconds
  notAfter: UnixSeconds
  dateAnomalies: DateAnomalies
  subject: Name
  subjectPublicKeyInfo: SubjectPublicKeyInfo
  extensions: readonly ExtensionValue[]
  signatureAlgorithm: AlgorithmIdentifier
  signatureStart: number
  signatureEnd: number
}

/** The longest certificate that is read: what a TLS message can carry (RFC 8446 §4.4.2). */
export const largestCertificate = 0xffffff

/** RFC 5280 §4.1: Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }. */
export function readFields(r: DerReader): CertificateFields {
  const fields: CertificateFields = {
    tbsAt: 0,
    tbsNext: 0,
    version: 1,
    serialStart: 0,
    serialEnd: 0,
    signature: noAlgorithm,
    issuer: emptyName,
    notBefore: always,
    notAfter: never,
    dateAnomalies: soundDates,
    subject: emptyName,
    subjectPublicKeyInfo: noPublicKey,
    extensions: noExtensions,
    signatureAlgorithm: noAlgorithm,
    signatureStart: 0,
    signatureEnd: 0,
  }
  const size = r.bytes.length
  if (size > largestCertificate) {
    r.note('too-large', 0)
    r.note('unreadable', 0)
    return fields
  }
  if (!r.readTag(tag.sequence, 0, size)) {
    r.note('unreadable', 0)
    return fields
  }
  if (r.next < size) r.note('data-after-certificate', r.next)
  // Its own length says that there is more of it.
  if (r.breaks > 0) r.note('unreadable', 0)
  const { start, end } = r
  if (!r.readTag(tag.sequence, start, end)) {
    r.note('unreadable', start)
    return fields
  }
  fields.tbsAt = r.at
  const after = (fields.tbsNext = r.next)
  if (!readTbs(r, fields)) r.note('unreadable', start)
  readSignature(r, fields, after, end)
  return fields
}

const always = seconds(Number.NEGATIVE_INFINITY)
const never = seconds(Number.POSITIVE_INFINITY)
const noCodes: readonly AnomalyCode[] = []
const soundDates: DateAnomalies = { notBefore: noCodes, notAfter: noCodes }
const noExtensions: readonly ExtensionValue[] = []

/** The signed part (§4.1.2), which the reader has just read. False: it could not be followed as far as the public key. */
function readTbs(r: DerReader, fields: CertificateFields): boolean {
  const limit = r.end
  let pos = r.start
  if (r.readTag(0xa0, pos, limit)) {
    pos = r.next
    fields.version = readVersion(r)
  }
  // A serial number of another type is stepped over, unless it is the next field already.
  if (!r.read(pos, limit)) return false
  if (r.tag === tag.integer) readSerial(r, fields)
  else r.note('field-malformed', pos)
  if (r.tag !== tag.sequence) pos = r.next

  if (!r.read(pos, limit)) return false
  pos = r.next
  if (r.tag === tag.sequence) fields.signature = readAlgorithmAt(r)
  else r.note('field-malformed', r.at)

  if (!r.read(pos, limit)) return false
  pos = r.next
  if (r.tag === tag.sequence) {
    if (r.start === r.end) r.note('issuer-empty', r.at)
    fields.issuer = readNameAt(r)
  } else r.note('field-malformed', r.at)

  if (!r.read(pos, limit)) return false
  pos = r.next
  if (r.tag === tag.sequence) readValidity(r, fields)
  else r.note('field-malformed', r.at)

  if (!r.read(pos, limit)) return false
  pos = r.next
  if (r.tag === tag.sequence) fields.subject = readNameAt(r)
  else r.note('field-malformed', r.at)

  if (!r.readTag(tag.sequence, pos, limit)) return false
  pos = r.next
  fields.subjectPublicKeyInfo = readPublicKeyInfoAt(r)
  if (pos < limit) readOptional(r, fields, pos, limit)
  return true
}

/** §4.1.2.1: content of [0], an INTEGER; version 1 is the default. */
function readVersion(r: DerReader): number {
  const { at } = r
  if (!r.readOnly(tag.integer, r.start, r.end)) {
    r.note('field-malformed', at)
    return 1
  }
  const encoded = readCount(r, r.start, r.end)
  if (encoded === null || encoded > 2) r.note('version-unknown', at)
  if (encoded === 0) r.note('default-encoded', at)
  return encoded === null ? negativeVersion(r) : encoded + 1
}

/** A negative number of one octet as encoded plus one; 0 for all else. */
const negativeVersion = (r: DerReader): number => (r.end - r.start === 1 ? r.bytes[r.start]! - 255 : 0)

/** §4.1.2.2: positive, at most 20 octets. A leading zero that keeps the number positive counts. */
function readSerial(r: DerReader, fields: CertificateFields): void {
  const { at, start, end, bytes } = r
  fields.serialStart = start
  fields.serialEnd = end
  if (start === end) {
    r.note('field-malformed', at)
    return
  }
  const first = bytes[start]!
  checkInteger(r, start, end)
  if (first > 0x7f) r.note('serial-negative', at)
  else if (first === 0) {
    let zero = start
    while (zero < end && bytes[zero] === 0) zero++
    if (zero === end) r.note('serial-zero', at)
  }
  if (end - start > 20) r.note('serial-too-long', at)
}

/** §4.1.2.5: SEQUENCE { notBefore, notAfter }. */
function readValidity(r: DerReader, fields: CertificateFields): void {
  const { at, end } = r
  if (!r.read(r.start, end)) {
    r.note('field-malformed', at)
    return
  }
  const after = r.next
  const sound = r.anomalies.length
  const notBefore = readTime(r, r.tag, r.start, r.end)
  const ofNotBefore = codesFrom(r, sound)
  if (!Number.isNaN(notBefore)) fields.notBefore = seconds(notBefore)
  if (!r.read(after, end)) {
    r.note('field-malformed', at)
    return
  }
  if (r.next < end) r.note('trailing-data', r.next)
  const before = r.anomalies.length
  const notAfter = readTime(r, r.tag, r.start, r.end)
  if (r.anomalies.length > sound) fields.dateAnomalies = { notBefore: ofNotBefore, notAfter: codesFrom(r, before) }
  if (!Number.isNaN(notAfter)) fields.notAfter = seconds(notAfter)
  if (notAfter < notBefore) r.note('validity-inverted', at)
}

/** The codes of the anomalies that were noted since there were `count` of them. */
const codesFrom = ({ anomalies }: DerReader, count: number): readonly AnomalyCode[] =>
  anomalies.length === count ? noCodes : anomalies.slice(count).map(({ code }) => code)

/** What may stand behind the public key, in this order: issuerUniqueID [1], subjectUniqueID [2], extensions [3] (§4.1.2.8, §4.1.2.9). */
function readOptional(r: DerReader, fields: CertificateFields, start: number, limit: number): void {
  let last = 0
  for (let pos = start; pos < limit; ) {
    if (!r.read(pos, limit)) return
    pos = r.next
    // A unique identifier is an implicit BIT STRING: primitive, but BER may construct it.
    const field = r.tag === 0xa3 ? 3 : r.tag === 0x81 || r.tag === 0xa1 ? 1 : r.tag === 0x82 || r.tag === 0xa2 ? 2 : 0
    if (field <= last) {
      r.note('field-unexpected', r.at)
      continue
    }
    last = field
    if (field < 3) {
      if (fields.version < 2) r.note('unique-id-before-v2', r.at)
    } else {
      if (fields.version < 3) r.note('extensions-before-v3', r.at)
      fields.extensions = readExtensions(r)
    }
  }
}

/** §4.1.2.9: content of [3], a SEQUENCE SIZE (1..MAX) OF Extension. */
function readExtensions(r: DerReader): readonly ExtensionValue[] {
  const { at } = r
  if (!r.readOnly(tag.sequence, r.start, r.end)) {
    r.note('field-malformed', at)
    return noExtensions
  }
  const { end } = r
  const extensions: ExtensionValue[] = []
  const met = new Set<Oid>()
  for (let pos = r.start; pos < end; ) {
    if (!r.read(pos, end)) break
    pos = r.next
    if (r.tag === tag.sequence) extensions.push(readExtension(r, met))
    else r.note('field-unexpected', r.at)
  }
  if (extensions.length === 0) r.note('extensions-empty', at)
  return extensions
}

/** §4.2: SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }. What cannot be read is empty, and `extension-malformed`. */
function readExtension(r: DerReader, met: Set<Oid>): ExtensionValue {
  const { at, end, bytes } = r
  let pos = r.start
  let oid = ''
  let critical: boolean | null = false
  if (r.readTag(tag.oid, pos, end)) {
    pos = r.next
    oid = readOid(r, r.start, r.end)
  }
  let sound = oid !== ''
  let found = r.read(pos, end)
  if (found && r.tag === tag.boolean) {
    pos = r.next
    critical = readBoolean(r, r.start, r.end, oid)
    if (critical === null) sound = false
    else if (!critical) r.note('default-encoded', r.at, oid)
    found = r.read(pos, end)
  }
  let start = end
  let to = end
  if (found && r.tag === tag.octetString) {
    if (r.next < end) r.note('trailing-data', r.next, oid)
    start = r.start
    to = r.end
  } else sound = false
  if (!sound) r.note('extension-malformed', at, oid)
  const repeated = oid !== '' && met.has(oid)
  met.add(oid)
  if (repeated) r.note('extension-duplicate', at, oid)
  return new ExtensionValue(bytes, oid, critical === true, at, start, to, repeated)
}

/** What stands behind the signed part: signatureAlgorithm and signatureValue (§4.1.1.2, §4.1.1.3). */
function readSignature(r: DerReader, fields: CertificateFields, start: number, limit: number): void {
  let pos = start
  if (r.readTag(tag.sequence, pos, limit)) {
    pos = r.next
    const outer = readAlgorithmAt(r)
    fields.signatureAlgorithm = outer
    if (!isSame(r.bytes, fields.signature, outer)) r.note('algorithm-mismatch', outer.at)
  } else r.note('field-malformed', pos)
  if (!r.readTag(tag.bitString, pos, limit)) {
    r.note('field-malformed', pos)
    return
  }
  if (r.next < limit) r.note('trailing-data', r.next)
  const unused = unusedBits(r, r.start, r.end)
  if (unused < 0) r.note('field-malformed', r.at)
  else if (unused > 0) r.note('signature-unused-bits', r.at)
  fields.signatureStart = Math.min(r.start + 1, r.end)
  fields.signatureEnd = r.end
}

/** Whether the algorithm inside the signed part, where it was read, is encoded as the one outside. */
function isSame(bytes: Uint8Array, inner: AlgorithmIdentifier, outer: LazyAlgorithm): boolean {
  if (!(inner instanceof LazyAlgorithm)) return true
  const size = inner.next - inner.at
  if (outer.next - outer.at !== size) return false
  for (let i = 0; i < size; i++) if (bytes[inner.at + i] !== bytes[outer.at + i]) return false
  return true
}
