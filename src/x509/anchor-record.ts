import { noOctets } from '../der/reader.ts'
import type { Anomaly, AnomalyCode } from '../model/anomaly.ts'
import type { Sha256 } from '../model/sha256.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { fromHex, toHex } from './hex.ts'

/**
 * What is kept of a trust anchor: name, key, key identifiers and constraints (RFC 5914 §2), with the further fields of its
 * certificate that verifiers read. There is no certificate in it: the signature and the extensions that bind nobody are gone.
 */
export interface AnchorRecord {
  /** Of the certificate that the anchor was taken from. */
  readonly sha256: Sha256
  /** Whether the issuer is the subject; otherwise the issuer's name stands among the fields. */
  readonly selfIssued: boolean
  /** What the reader found in that certificate, offsets into its DER. */
  readonly anomalies: readonly Anomaly[]
  /**
   * DER of version, serialNumber, signature, issuer (unless self-issued), validity, subject, subjectPublicKeyInfo and the kept
   * extensions, in the order of RFC 5280 §4.1.2.
   */
  readonly fields: Uint8Array
}

/** Octets of a SHA-256 at the start of a packed record. */
const hashLength = 32
/** Marks a fragment, or itself, in a packed record. */
const mark = 0xff

const flag = { selfIssued: 1, anomalies: 2 } as const

/** The identity in a packed record, without the rest of it. */
export const packedSha256 = (packed: string): Sha256 =>
  toHex(decodeBase64(packed.slice(0, 44)).bytes.subarray(0, hashLength)) as Sha256

/**
 * Reads a line of the table: base64 of the SHA-256 and the body, in which the octet ff stands before the number of a fragment
 * (from 1), or before 0 for itself.
 */
export function unpackAnchor(packed: string, fragments: readonly Uint8Array[]): AnchorRecord {
  const { bytes } = decodeBase64(packed)
  return readBody(toHex(bytes.subarray(0, hashLength)) as Sha256, expand(bytes.subarray(hashLength), fragments))
}

function expand(body: Uint8Array, fragments: readonly Uint8Array[]): Uint8Array {
  const piece = (number: number): Uint8Array => fragments[number - 1] ?? noOctets
  let size = 0
  for (let i = 0; i < body.length; i++) {
    if (body[i] !== mark) size++
    else size += body[++i] === 0 ? 1 : piece(body[i] ?? 0).length
  }
  const out = new Uint8Array(size)
  let to = 0
  for (let i = 0; i < body.length; i++) {
    const octet = body[i] ?? 0
    if (octet !== mark || body[++i] === 0) {
      out[to++] = octet
      continue
    }
    const fragment = piece(body[i] ?? 0)
    out.set(fragment, to)
    to += fragment.length
  }
  return out
}

/** Flags; where there are anomalies, their length in two octets and their text; the fields. */
function readBody(sha256: Sha256, body: Uint8Array): AnchorRecord {
  const flags = body[0] ?? 0
  const selfIssued = (flags & flag.selfIssued) !== 0
  if ((flags & flag.anomalies) === 0) return { sha256, selfIssued, anomalies: [], fields: body.subarray(1) }
  const end = 3 + ((body[1] ?? 0) << 8) + (body[2] ?? 0)
  const text = String.fromCharCode(...body.subarray(3, end))
  return { sha256, selfIssued, anomalies: text.split(';').map(readAnomaly), fields: body.subarray(end) }
}

function readAnomaly(text: string): Anomaly {
  const [code, offset, about] = text.split(',')
  const anomaly = { code: code as AnomalyCode, offset: Number(offset) }
  return about === undefined ? anomaly : { ...anomaly, about }
}

/** The body of a record before fragments are put in: what `unpackAnchor` reads. */
export function anchorBody({ selfIssued, anomalies, fields }: Omit<AnchorRecord, 'sha256'>): Uint8Array {
  const text = anomalies
    .map(({ code, offset, about }) => [code, offset, ...(about === undefined ? [] : [about])].join())
    .join(';')
  const flags = (selfIssued ? flag.selfIssued : 0) | (text === '' ? 0 : flag.anomalies)
  const head = text === '' ? [flags] : [flags, text.length >> 8, text.length & 0xff, ...Array.from(text, (c) => c.charCodeAt(0))]
  const body = new Uint8Array(head.length + fields.length)
  body.set(head)
  body.set(fields, head.length)
  return body
}

/**
 * One anchor as text that needs no table: `unpackAnchor(text, [])` reads it. So a saved case can hold the anchors that it was judged
 * with, and replays the same when the table has changed.
 */
export function packAnchor(record: AnchorRecord): string {
  const body = anchorBody(record)
  const octets = [...(fromHex(record.sha256) ?? [])]
  for (const octet of body) {
    octets.push(octet)
    if (octet === mark) octets.push(0)
  }
  return encodeBase64(new Uint8Array(octets))
}
