import { oidText } from '../der/oid.ts'
import { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'

/** What a file or a block holds, for telling it to the reader. */
export type DerKind =
  | 'certificate'
  | 'PKCS#7 file'
  | 'PKCS#12 file'
  | 'certificate revocation list'
  | 'certificate request'
  | 'private key'
  | 'encrypted private key'
  | 'public key'
  | 'OCSP response'
  | 'Java key store'
  | 'unknown'

/** What the octets are, by the shape of their first elements. A certificate need not be sound: its outer shape decides. */
export function derKind(bytes: Uint8Array): DerKind {
  if (bytes[0] === 0xfe && bytes[1] === 0xed && bytes[2] === 0xfe && bytes[3] === 0xed) return 'Java key store'
  if (bytes[0] === 0xce && bytes[1] === 0xce && bytes[2] === 0xce && bytes[3] === 0xce) return 'Java key store'
  const r = new DerReader(bytes)
  if (!r.readTag(tag.sequence, 0, bytes.length)) return 'unknown'
  const first = elements(r, 3)
  const [a, b, c] = first
  if (a === undefined) return 'unknown'
  switch (a.tag) {
    case tag.oid:
      return contentType(oidText(bytes, a.start, a.end))
    case 0x0a: // ENUMERATED
      return b?.tag === 0xa0 && c === undefined ? 'OCSP response' : 'unknown'
    case tag.integer:
      return keyOrStore(bytes, a, b, c)
    case tag.sequence:
      return b?.tag === tag.sequence ? signed(r, a) : ofSequence(r, a, b)
    default:
      return 'unknown'
  }
}

interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
}

/** Up to `count` elements in the content of the element that was just read. */
function elements(r: DerReader, count: number): Element[] {
  const { end } = r
  const found: Element[] = []
  for (let pos = r.start; pos < end && found.length < count && r.read(pos, end); pos = r.next) {
    found.push({ tag: r.tag, start: r.start, end: r.end })
  }
  return found
}

const contentType = (oid: string): DerKind => (oid === '1.2.840.113549.1.7.2' ? 'PKCS#7 file' : 'unknown')

/** SEQUENCE that begins with a version: PFX (RFC 7292 §4), PrivateKeyInfo (RFC 5208 §5), RSAPrivateKey (RFC 8017 §A.1.2), ECPrivateKey (RFC 5915 §3). */
function keyOrStore(bytes: Uint8Array, a: Element, b: Element | undefined, c: Element | undefined): DerKind {
  const version = a.end - a.start === 1 ? bytes[a.start] : -1
  if (b?.tag === tag.sequence) {
    if (version === 3) return 'PKCS#12 file'
    return c?.tag === tag.octetString ? 'private key' : 'unknown'
  }
  if (b?.tag === tag.octetString && version === 1) return 'private key'
  return b?.tag === tag.integer && c?.tag === tag.integer && version === 0 ? 'private key' : 'unknown'
}

/** SEQUENCE { AlgorithmIdentifier, BIT STRING or OCTET STRING }: a public key, or an encrypted private one (RFC 5208 §6). */
function ofSequence(r: DerReader, a: Element, b: Element | undefined): DerKind {
  const inside = r.read(a.start, a.end) ? r.tag : 0
  if (inside === tag.oid && b?.tag === tag.bitString) return 'public key'
  if (inside === tag.oid && b?.tag === tag.octetString) return 'encrypted private key'
  // Cut behind the signed part: what was there decides.
  return b === undefined ? signed(r, a) : 'unknown'
}

/** What is signed: a certificate (RFC 5280 §4.1), a CRL (§5.1) or a request (RFC 2986 §4.2). */
function signed(r: DerReader, body: Element): DerKind {
  if (!r.read(body.start, body.end)) return 'unknown'
  if (r.tag === 0xa0) return 'certificate'
  const hasVersion = r.tag === tag.integer
  let pos = hasVersion ? r.next : body.start
  const tags: number[] = []
  while (tags.length < 4 && r.read(pos, body.end)) {
    tags.push(r.tag)
    pos = r.next
  }
  const isTime = (t: number | undefined): boolean => t === tag.utcTime || t === tag.generalizedTime
  // A CRL has a time where a certificate has its validity, and a request has two fields before its attributes.
  if (tags[0] === tag.sequence && tags[1] === tag.sequence && isTime(tags[2])) return 'certificate revocation list'
  if (hasVersion && tags[0] === tag.sequence && tags[1] === tag.sequence && tags[2] === 0xa0) return 'certificate request'
  if (hasVersion && tags.length === 4 && tags.every((t) => t === tag.sequence)) return 'certificate'
  return 'unknown'
}
