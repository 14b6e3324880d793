import { readCount } from '../der/integer.ts'
import { readOid } from '../der/oid.ts'
import { DerReader, noOctets } from '../der/reader.ts'
import { tag } from '../der/tag.ts'
import type { AlgorithmIdentifier, HashName, SignatureScheme } from '../model/algorithm.ts'
import type { Oid } from '../model/oid.ts'

/** An identifier that could not be read. */
export const noAlgorithm: AlgorithmIdentifier = { oid: '', parameters: null, der: noOctets }

/** The AlgorithmIdentifier whose SEQUENCE the reader has just read (RFC 5280 §4.1.1.2). Without an identifier it is `field-malformed`, its `oid` ''. */
export function readAlgorithmAt(r: DerReader): LazyAlgorithm {
  const { at, start, end, next } = r
  if (!r.readTag(tag.oid, start, end)) {
    r.note('field-malformed', at)
    return new LazyAlgorithm(r, '', at, next, 0, 0)
  }
  const oid = readOid(r, r.start, r.end)
  const after = r.next
  if (after >= end || !r.read(after, end)) return new LazyAlgorithm(r, oid, at, next, 0, 0)
  if (r.next < end) r.note('trailing-data', r.next, oid)
  return new LazyAlgorithm(r, oid, at, next, r.at, r.next)
}

/** An identifier whose octets are sliced when first asked for: every verifier compares the two of a certificate. */
export class LazyAlgorithm implements AlgorithmIdentifier {
  readonly oid: Oid
  private readonly reader: DerReader
  /** Where the SEQUENCE stands in the reader's bytes. */
  readonly at: number
  readonly next: number
  /** Where the parameters stand; equal when there are none. */
  readonly parametersAt: number
  readonly parametersEnd: number
  private derOnce: Uint8Array | null

  constructor(reader: DerReader, oid: Oid, at: number, next: number, parametersAt: number, parametersEnd: number) {
    this.reader = reader
    this.oid = oid
    this.at = at
    this.next = next
    this.parametersAt = parametersAt
    this.parametersEnd = parametersEnd
    this.derOnce = null
  }

  get parameters(): Uint8Array | null {
    return this.parametersEnd === 0 ? null : this.reader.slice(this.parametersAt, this.parametersEnd)
  }

  get der(): Uint8Array {
    this.derOnce ??= this.reader.slice(this.at, this.next)
    return this.derOnce
  }
}

/**
 * What a signature's algorithm identifier means (RFC 3279 §2.2, RFC 4055, RFC 5758, RFC 8410). Parameters matter for RSASSA-PSS alone; there a
 * mask function with another hash than the message's, or a trailer other than 1, is `unknown`: nobody makes such signatures.
 */
export function signatureScheme(algorithm: AlgorithmIdentifier): SignatureScheme {
  if (algorithm.oid !== rsassaPss) return schemes.get(algorithm.oid) ?? unknown
  const { parameters } = algorithm
  return (parameters && readPss(new DerReader(parameters), 0, parameters.length)) ?? unknown
}

/** Notes `algorithm-parameters` where the parameters of a signature's algorithm are not those that its specification wants. */
export function checkSignatureParameters(r: DerReader, algorithm: LazyAlgorithm): void {
  const { oid, parametersAt, parametersEnd } = algorithm
  const scheme = schemes.get(oid)
  let sound = true
  if (oid === rsassaPss) sound = parametersEnd > 0 && readPss(r, parametersAt, parametersEnd) !== null
  else if (scheme?.kind === 'rsa-pkcs1') sound = isNull(r, algorithm)
  else if (scheme !== undefined) sound = parametersEnd === 0
  if (!sound) r.note('algorithm-parameters', parametersEnd === 0 ? algorithm.at : parametersAt, oid)
}

/** Whether the parameters are ASN.1 NULL, as RSA's must be (RFC 3279 §2.2.1, §2.3.1). */
export function isNull(r: DerReader, { parametersAt: at, parametersEnd: end }: LazyAlgorithm): boolean {
  return end - at === 2 && r.bytes[at] === tag.null && r.bytes[at + 1] === 0
}

export const rsassaPss = '1.2.840.113549.1.1.10'
const mgf1 = '1.2.840.113549.1.1.8'
const unknown: SignatureScheme = { kind: 'unknown', hash: null }

/** RSASSA-PSS-params (RFC 4055 §3.1). `null`: malformed, or a combination that `SignatureScheme` cannot say. */
function readPss(r: DerReader, start: number, end: number): SignatureScheme | null {
  const breaks = r.breaks
  if (!r.readOnly(tag.sequence, start, end, rsassaPss)) return null
  const { end: to } = r
  let hash: HashName | undefined = 'sha1'
  let mask: HashName | undefined = 'sha1'
  let saltLength: number | null = 20
  let trailer: number | null = 1
  let last = 0x9f
  for (let pos = r.start; pos < to; ) {
    if (!r.read(pos, to) || r.tag <= last) return null
    pos = r.next
    last = r.tag
    const { at } = r
    if (!r.readOnly(r.tag < 0xa2 ? tag.sequence : tag.integer, r.start, r.end, rsassaPss)) return null
    let isDefault = false
    if (last === 0xa0) isDefault = (hash = readHash(r)) === 'sha1'
    else if (last === 0xa1) isDefault = (mask = readMask(r)) === 'sha1'
    else if (last === 0xa2) isDefault = (saltLength = readCount(r, r.start, r.end, rsassaPss)) === 20
    else if (last === 0xa3) isDefault = (trailer = readCount(r, r.start, r.end, rsassaPss)) === 1
    else return null
    if (isDefault) r.note('default-encoded', at, rsassaPss)
  }
  if (r.breaks !== breaks || hash === undefined || hash !== mask || saltLength === null || trailer !== 1) return null
  return { kind: 'rsa-pss', hash, saltLength }
}

/** The hash that the AlgorithmIdentifier just read names. */
function readHash(r: DerReader): HashName | undefined {
  return r.readTag(tag.oid, r.start, r.end) ? hashes.get(readOid(r, r.start, r.end)) : undefined
}

/** The hash of the mask generation function just read. */
function readMask(r: DerReader): HashName | undefined {
  const { end } = r
  if (!r.readTag(tag.oid, r.start, end) || readOid(r, r.start, r.end) !== mgf1) return undefined
  return r.readTag(tag.sequence, r.next, end) ? readHash(r) : undefined
}

const hashes: ReadonlyMap<Oid, HashName> = new Map<Oid, HashName>([
  ['1.2.840.113549.2.2', 'md2'],
  ['1.2.840.113549.2.4', 'md4'],
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

const schemes: ReadonlyMap<Oid, SignatureScheme> = new Map<Oid, SignatureScheme>([
  // RFC 3279 §2.2.1, RFC 4055 §5
  ['1.2.840.113549.1.1.2', { kind: 'rsa-pkcs1', hash: 'md2' }],
  ['1.2.840.113549.1.1.3', { kind: 'rsa-pkcs1', hash: 'md4' }],
  ['1.2.840.113549.1.1.4', { kind: 'rsa-pkcs1', hash: 'md5' }],
  ['1.2.840.113549.1.1.5', { kind: 'rsa-pkcs1', hash: 'sha1' }],
  ['1.2.840.113549.1.1.14', { kind: 'rsa-pkcs1', hash: 'sha224' }],
  ['1.2.840.113549.1.1.11', { kind: 'rsa-pkcs1', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { kind: 'rsa-pkcs1', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { kind: 'rsa-pkcs1', hash: 'sha512' }],
  // The Open Systems Environment Implementors' Workshop's older names
  ['1.3.14.3.2.2', { kind: 'rsa-pkcs1', hash: 'md4' }],
  ['1.3.14.3.2.3', { kind: 'rsa-pkcs1', hash: 'md5' }],
  ['1.3.14.3.2.4', { kind: 'rsa-pkcs1', hash: 'md4' }],
  ['1.3.14.3.2.29', { kind: 'rsa-pkcs1', hash: 'sha1' }],
  ['1.3.14.7.2.3.1', { kind: 'rsa-pkcs1', hash: 'md2' }],
  // RFC 3279 §2.2.3, RFC 5758 §3.2
  ['1.2.840.10045.4.1', { kind: 'ecdsa', hash: 'sha1' }],
  ['1.2.840.10045.4.3.1', { kind: 'ecdsa', hash: 'sha224' }],
  ['1.2.840.10045.4.3.2', { kind: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { kind: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { kind: 'ecdsa', hash: 'sha512' }],
  // RFC 3279 §2.2.2, RFC 5758 §3.1, and NIST's for the longer hashes
  ['1.2.840.10040.4.3', { kind: 'dsa', hash: 'sha1' }],
  ['1.3.14.3.2.27', { kind: 'dsa', hash: 'sha1' }],
  ['2.16.840.1.101.3.4.3.1', { kind: 'dsa', hash: 'sha224' }],
  ['2.16.840.1.101.3.4.3.2', { kind: 'dsa', hash: 'sha256' }],
  ['2.16.840.1.101.3.4.3.3', { kind: 'dsa', hash: 'sha384' }],
  ['2.16.840.1.101.3.4.3.4', { kind: 'dsa', hash: 'sha512' }],
  // RFC 8410 §3
  ['1.3.101.112', { kind: 'ed25519', hash: null }],
  ['1.3.101.113', { kind: 'ed448', hash: null }],
])
