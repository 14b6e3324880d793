import { unusedBits } from '../der/bit-string.ts'
import { bitLength, checkInteger, unsignedStart } from '../der/integer.ts'
import { readOid } from '../der/oid.ts'
import { DerReader, noOctets } from '../der/reader.ts'
import { latin1 } from '../der/string.ts'
import { tag } from '../der/tag.ts'
import type { AlgorithmIdentifier, PublicKey, SubjectPublicKeyInfo } from '../model/algorithm.ts'
import type { Oid } from '../model/oid.ts'
import { isNull, LazyAlgorithm, noAlgorithm, readAlgorithmAt, rsassaPss } from './algorithm.ts'
import { curveBits } from './curve.ts'

const malformedKey: PublicKey = { kind: 'malformed', bits: 0 }

/** A key that could not be read. */
export const noPublicKey: SubjectPublicKeyInfo = {
  der: noOctets,
  raw: '',
  algorithm: noAlgorithm,
  subjectPublicKey: noOctets,
  key: malformedKey,
}

/** A SubjectPublicKeyInfo from its DER. Total: what cannot be read has a key of kind `malformed`. */
export function readPublicKeyInfo(der: Uint8Array): SubjectPublicKeyInfo {
  const r = new DerReader(der)
  if (r.readTag(tag.sequence, 0, der.length)) return readPublicKeyInfoAt(r)
  return { ...noPublicKey, der, raw: latin1(der, 0, der.length) }
}

/** The SubjectPublicKeyInfo whose SEQUENCE the reader has just read (RFC 5280 §4.1.2.7). */
export function readPublicKeyInfoAt(r: DerReader): SubjectPublicKeyInfo {
  const { at, end, next, breaks } = r
  let algorithm: LazyAlgorithm | null = null
  let start = 0
  let to = 0
  let key = malformedKey
  if (r.readTag(tag.sequence, r.start, end)) {
    const after = r.next
    algorithm = readAlgorithmAt(r)
    if (r.readTag(tag.bitString, after, end)) {
      if (r.next < end) r.note('trailing-data', r.next)
      start = r.start + 1
      to = r.end
      // RFC 5280 §4.1.2.7: the key is whole octets for every algorithm there is.
      if (algorithm.oid !== '' && unusedBits(r, r.start, to, algorithm.oid) === 0) key = readKey(r, algorithm, start, to)
    }
  }
  if (r.breaks !== breaks) key = malformedKey
  if (key === malformedKey) r.note('public-key-malformed', at, algorithm?.oid)
  return new LazyPublicKeyInfo(r, at, next, algorithm ?? noAlgorithm, start, to, key)
}

class LazyPublicKeyInfo implements SubjectPublicKeyInfo {
  readonly algorithm: AlgorithmIdentifier
  readonly key: PublicKey
  private readonly reader: DerReader
  private readonly at: number
  private readonly next: number
  private readonly start: number
  private readonly end: number
  private rawOnce: string | null

  constructor(
    reader: DerReader,
    at: number,
    next: number,
    algorithm: AlgorithmIdentifier,
    start: number,
    end: number,
    key: PublicKey,
  ) {
    this.reader = reader
    this.at = at
    this.next = next
    this.algorithm = algorithm
    this.start = start
    this.end = end
    this.key = key
    this.rawOnce = null
  }

  get der(): Uint8Array {
    return this.reader.slice(this.at, this.next)
  }

  get raw(): string {
    this.rawOnce ??= latin1(this.reader.bytes, this.at, this.next)
    return this.rawOnce
  }

  get subjectPublicKey(): Uint8Array {
    return this.reader.slice(this.start, this.end)
  }
}

/** RFC 3279 §2.3, RFC 4055 §1.2, RFC 5480 §2, RFC 8410 §4. `start` to `end`: the key's octets. */
function readKey(r: DerReader, algorithm: LazyAlgorithm, start: number, end: number): PublicKey {
  const { oid } = algorithm
  switch (oid) {
    case '1.2.840.113549.1.1.1':
    case '2.5.8.1.1': // X.509's own identifier for RSA
      if (!isNull(r, algorithm)) noteParameters(r, algorithm)
      return readRsa(r, oid, start, end, false)
    case rsassaPss:
      return readRsa(r, oid, start, end, true)
    case '1.2.840.10045.2.1':
      return readEc(r, algorithm, start, end)
    case '1.2.840.10040.4.1':
      return readDsa(r, algorithm, start, end)
  }
  const modern = octetKeys.get(oid)
  if (modern === undefined) return { kind: 'unknown', bits: 0 }
  if (algorithm.parametersEnd !== 0) noteParameters(r, algorithm)
  return end - start === modern.octets ? modern.key : malformedKey
}

/** RFC 8410 §4. The sizes are those that OpenSSL tells. */
const octetKeys: ReadonlyMap<Oid, { readonly octets: number; readonly key: PublicKey }> = new Map([
  ['1.3.101.110', { octets: 32, key: { kind: 'x25519', bits: 253 } }],
  ['1.3.101.111', { octets: 56, key: { kind: 'x448', bits: 448 } }],
  ['1.3.101.112', { octets: 32, key: { kind: 'ed25519', bits: 256 } }],
  ['1.3.101.113', { octets: 57, key: { kind: 'ed448', bits: 456 } }],
] as const)

function noteParameters(r: DerReader, algorithm: LazyAlgorithm): void {
  r.note('algorithm-parameters', algorithm.parametersEnd === 0 ? algorithm.at : algorithm.parametersAt, algorithm.oid)
}

/** RFC 3279 §2.3.1: SEQUENCE of modulus and exponent, both positive. They are given unsigned, without leading zeros. */
function readRsa(r: DerReader, oid: Oid, start: number, end: number, pss: boolean): PublicKey {
  if (!r.readOnly(tag.sequence, start, end, oid)) return malformedKey
  const to = r.end
  if (!r.readTag(tag.integer, r.start, to)) return malformedKey
  checkInteger(r, r.start, r.end, oid)
  const modulusEnd = r.end
  const modulusStart = unsignedStart(r, r.start, modulusEnd)
  if (!r.readTag(tag.integer, r.next, to)) return malformedKey
  checkInteger(r, r.start, r.end, oid)
  if (r.next < to) r.note('trailing-data', r.next, oid)
  const exponentStart = unsignedStart(r, r.start, r.end)
  if (modulusStart < 0 || modulusStart === modulusEnd || exponentStart < 0 || exponentStart === r.end) return malformedKey
  return {
    kind: 'rsa',
    bits: bitLength(r.bytes, modulusStart, modulusEnd),
    modulus: r.slice(modulusStart, modulusEnd),
    exponent: r.slice(exponentStart, r.end),
    pss,
  }
}

/** RFC 5480 §2.1.1 and §2.2. That the point lies on the curve is not checked. */
function readEc(r: DerReader, algorithm: LazyAlgorithm, start: number, end: number): PublicKey {
  const { oid, parametersAt, parametersEnd } = algorithm
  if (parametersEnd === 0 || !r.read(parametersAt, parametersEnd)) return malformedKey
  if (r.tag === tag.sequence) {
    r.note('ec-explicit-parameters', parametersAt, oid)
    const bits = explicitFieldBits(r)
    return bits < 0 || end === start ? malformedKey : { kind: 'ec', bits, curve: null }
  }
  if (r.tag !== tag.oid) return malformedKey
  const curve = readOid(r, r.start, r.end, oid)
  const bits = curveBits.get(curve)
  if (bits === undefined) return curve === '' ? malformedKey : { kind: 'ec', bits: 0, curve }
  const octets = Math.ceil(bits / 8)
  const form = r.bytes[start]
  const size = form === 2 || form === 3 ? 1 + octets : form === 4 ? 1 + 2 * octets : -1
  return end - start === size ? { kind: 'ec', bits, curve } : malformedKey
}

/** ECParameters (RFC 3279 §2.3.5): the size of a prime field's prime, or the degree of a binary field. -1: malformed. */
function explicitFieldBits(r: DerReader): number {
  const { end } = r
  if (!r.readTag(tag.integer, r.start, end) || !r.readTag(tag.sequence, r.next, end)) return -1
  const to = r.end
  if (!r.readTag(tag.oid, r.start, to)) return -1
  const field = readOid(r, r.start, r.end)
  if (!r.read(r.next, to)) return -1
  if (field === '1.2.840.10045.1.1' && r.tag === tag.integer) {
    const first = unsignedStart(r, r.start, r.end)
    return first < 0 ? -1 : bitLength(r.bytes, first, r.end)
  }
  if (field !== '1.2.840.10045.1.2' || !r.readTag(tag.integer, r.start, r.end) || r.end - r.start > 3) return -1
  let degree = 0
  for (let i = r.start; i < r.end; i++) degree = degree * 256 + r.bytes[i]!
  return degree
}

/** RFC 3279 §2.3.2: the key is an INTEGER; the parameters hold p, whose size is told. They may be absent: inherited, size 0. */
function readDsa(r: DerReader, algorithm: LazyAlgorithm, start: number, end: number): PublicKey {
  const { oid, parametersAt, parametersEnd } = algorithm
  if (!r.readOnly(tag.integer, start, end, oid)) return malformedKey
  if (parametersEnd === 0) return { kind: 'dsa', bits: 0 }
  if (!r.readTag(tag.sequence, parametersAt, parametersEnd) || !r.readTag(tag.integer, r.start, r.end)) return malformedKey
  const first = unsignedStart(r, r.start, r.end)
  return first < 0 || first === r.end ? malformedKey : { kind: 'dsa', bits: bitLength(r.bytes, first, r.end) }
}
