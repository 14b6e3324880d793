import { oidText } from '../der/oid.ts'
import { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'
import type { Oid } from '../model/oid.ts'
import { type DerElement, derElements } from './der-elements.ts'

/** A SignedData (RFC 5652 §5.1; PKCS #7, RFC 2315 §9.1, before it) with what a verifier of its signatures needs. Nothing is verified here. */
export interface SignedData {
  /** What kind of content is signed. */
  readonly contentType: Oid
  /**
   * The octets that are digested: the value of the content, without its tag and length (RFC 5652 §5.4; RFC 2315 §9.3 for contents that
   * are no OCTET STRING).
   */
  readonly content: Uint8Array
  /** The certificates that it carries, in the order of the encoding. */
  readonly certificates: readonly Uint8Array[]
  readonly signers: readonly SignerInfo[]
}

/** RFC 5652 §5.3, of a signer that is named by issuer and serial number. */
export interface SignerInfo {
  /** The issuer's name as encoded. */
  readonly issuer: Uint8Array
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  readonly digestAlgorithm: Oid
  /** The signed attributes as they are digested: re-encoded with the tag of SET OF in place of [0] (RFC 5652 §5.4). `null`: there are none. */
  readonly signedAttributes: Uint8Array | null
  /** Values of each signed attribute, as encoded. */
  readonly attributes: ReadonlyMap<Oid, readonly Uint8Array[]>
  readonly signatureAlgorithm: Oid
  readonly signature: Uint8Array
}

/** Reads it. `null`: it is none, is malformed, has no content or no signer, names one otherwise, or something follows it. */
export function readSignedData(der: Uint8Array): SignedData | null {
  const outer = only(der, 0, der.length, tag.sequence)
  if (outer === null) return null
  const [type, wrapped, ...more] = members(der, outer)
  if (more.length > 0 || !isOid(der, type, signedData)) return null
  const body = explicit(der, wrapped, tag.sequence)
  if (body === null) return null
  const [version, digests, encapsulated, ...rest] = members(der, body)
  if (version?.tag !== tag.integer || digests?.tag !== tag.set || encapsulated?.tag !== tag.sequence) return null
  const [contentType, content, ...others] = members(der, encapsulated)
  if (contentType?.tag !== tag.oid || others.length > 0) return null
  const value = explicit(der, content, null)
  if (value === null) return null
  // certificates [0], crls [1], signerInfos
  const signers = rest.at(-1)
  if (signers?.tag !== tag.set) return null
  const held = rest.slice(0, -1)
  if (held.some((e) => e.tag !== 0xa0 && e.tag !== 0xa1) || new Set(held.map((e) => e.tag)).size < held.length) return null
  const certificates = held.filter((e) => e.tag === 0xa0).flatMap((e) => members(der, e))
  const read = members(der, signers).map((e) => readSigner(der, e))
  const sound = read.filter((s) => s !== null)
  if (sound.length === 0 || sound.length < read.length) return null
  return {
    contentType: oidText(der, contentType.start, contentType.end),
    content: der.subarray(value.start, value.end),
    certificates: certificates.filter((e) => e.tag === tag.sequence).map((e) => der.subarray(e.at, e.end)),
    signers: sound,
  }
}

const signedData = '1.2.840.113549.1.7.2'

function readSigner(der: Uint8Array, signer: DerElement): SignerInfo | null {
  if (signer.tag !== tag.sequence) return null
  const [version, name, digestAlgorithm, ...rest] = members(der, signer)
  if (version?.tag !== tag.integer || name?.tag !== tag.sequence) return null
  const [issuer, serial, ...more] = members(der, name)
  if (issuer?.tag !== tag.sequence || serial?.tag !== tag.integer || more.length > 0) return null
  const signed = rest[0]?.tag === 0xa0 ? rest[0] : null
  const [algorithm, signature, ...unsigned] = signed === null ? rest : rest.slice(1)
  if (signature?.tag !== tag.octetString || unsigned.length > 1) return null
  const attributes = signed === null ? new Map<Oid, readonly Uint8Array[]>() : readAttributes(der, signed)
  const digestOid = algorithmOid(der, digestAlgorithm)
  const signatureOid = algorithmOid(der, algorithm)
  if (attributes === null || digestOid === null || signatureOid === null) return null
  return {
    issuer: der.subarray(issuer.at, issuer.end),
    serialNumber: der.subarray(serial.start, serial.end),
    digestAlgorithm: digestOid,
    signedAttributes: signed === null ? null : asSet(der.subarray(signed.at, signed.end)),
    attributes,
    signatureAlgorithm: signatureOid,
    signature: der.subarray(signature.start, signature.end),
  }
}

/** A copy with the tag of SET OF. The length is the same. */
function asSet(octets: Uint8Array): Uint8Array {
  // Not `slice`: that of a Buffer of Node shares its memory.
  const copy = Uint8Array.from(octets)
  copy[0] = tag.set
  return copy
}

/** SET OF SEQUENCE { type, SET OF value }. `null`: malformed, or one type stands twice (RFC 5652 §5.3 forbids it). */
function readAttributes(der: Uint8Array, set: DerElement): ReadonlyMap<Oid, readonly Uint8Array[]> | null {
  const attributes = new Map<Oid, readonly Uint8Array[]>()
  for (const attribute of members(der, set)) {
    const [type, values] = attribute.tag === tag.sequence ? members(der, attribute) : []
    if (type?.tag !== tag.oid || values?.tag !== tag.set) return null
    const oid = oidText(der, type.start, type.end)
    if (attributes.has(oid)) return null
    attributes.set(
      oid,
      members(der, values).map((v) => der.subarray(v.at, v.end)),
    )
  }
  return attributes
}

/** What stands inside; empty where it is malformed, which no caller takes for sound. */
const members = (der: Uint8Array, element: DerElement): readonly DerElement[] =>
  derElements(der, element.start, element.end) ?? []

/** The one element of that tag that fills a stretch, by the definite lengths of DER. */
function only(der: Uint8Array, start: number, end: number, wanted: number | null): DerElement | null {
  const [first, ...more] = derElements(der, start, end) ?? []
  return first === undefined || more.length > 0 || first.end !== end || (wanted !== null && first.tag !== wanted) ? null : first
}

/** The one element inside [0] EXPLICIT. */
const explicit = (der: Uint8Array, wrapper: DerElement | undefined, wanted: number | null): DerElement | null =>
  wrapper?.tag === 0xa0 ? only(der, wrapper.start, wrapper.end, wanted) : null

const isOid = (der: Uint8Array, element: DerElement | undefined, oid: Oid): boolean =>
  element?.tag === tag.oid && oidText(der, element.start, element.end) === oid

function algorithmOid(der: Uint8Array, algorithm: DerElement | undefined): Oid | null {
  if (algorithm?.tag !== tag.sequence) return null
  const r = new DerReader(der)
  return r.readTag(tag.oid, algorithm.start, algorithm.end) ? oidText(der, r.start, r.end) : null
}
