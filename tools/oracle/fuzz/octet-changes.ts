import { hex, oid, sequence, tlv } from '../../../src/lab/der-writer.ts'
import type { CertificateSpec } from '../../../src/lab/mint.ts'
import type { Plan } from '../../../test/validation/agreement/plan.ts'
import type { Random } from '../../../test/validation/agreement/random.ts'

/** Octets in the place of fields, as no authority would write them; the signature is made over them. */
export const octetChanges: readonly (readonly [string, (p: Plan, r: Random) => Partial<CertificateSpec>])[] = [
  ['odd notBefore', ({ notBefore }, r) => ({ notBefore: r.pick(oddTimes)(notBefore) })],
  ['odd notAfter', ({ notAfter }, r) => ({ notAfter: r.pick(oddTimes)(notAfter) })],
  ['odd serial', (_p, r) => ({ serial: r.pick(oddSerials) })],
  ['odd version', (_p, r) => ({ version: r.pick([0, 4, 5]) })],
  ['unknown signature', () => ({ innerAlgorithm: unknownAlgorithm, outerAlgorithm: unknownAlgorithm })],
  ['unknown algorithm inside', () => ({ innerAlgorithm: unknownAlgorithm })],
  ['unknown key', ({ key }) => ({ key: { ...key, spki: unknownKey } })],
  ['key that is none', ({ key }) => ({ key: { ...key, spki: noPoint } })],
  ['trailing octets inside', () => ({ trailingInside: hex('0500') })],
  ['signature of no octets', () => ({ spoilSignature: () => new Uint8Array() })],
]

const unknownAlgorithm = sequence(oid('1.3.6.1.4.1.55555.2'))
const unknownKey = sequence(unknownAlgorithm, hex('030400010203'))
/** RFC 5480 §2.2: a point that is an octet too short for P-256. */
const noPoint = sequence(
  sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
  tlv(0x03, hex('0004'), new Uint8Array(63).fill(1)),
)

const oddSerials: readonly Uint8Array[] = ['020100', '0201ff', '02020001', `0215${'7f'.repeat(21)}`, '02028000', '0200'].map(hex)

const digits = (at: number): string => new Date(at * 1000).toISOString().replaceAll(/[-:T]|\.000Z/g, '')
const utc = (text: string): Uint8Array => tlv(0x17, Buffer.from(text))
const generalized = (text: string): Uint8Array => tlv(0x18, Buffer.from(text))

/** X.690 §11.7, §11.8 and RFC 5280 §4.1.2.5 want another form of each. */
const oddTimes: readonly ((at: number) => Uint8Array)[] = [
  (at) => utc(`${digits(at).slice(2, 12)}Z`),
  (at) => utc(`${digits(at).slice(2)}+0000`),
  (at) => utc(`${digits(at).slice(2)}+0100`),
  (at) => utc(digits(at).slice(2)),
  (at) => utc(`${digits(at).slice(2, 4)}13${digits(at).slice(6)}Z`),
  (at) => generalized(`${digits(at)}Z`),
  (at) => generalized(`${digits(at)}.5Z`),
  (at) => generalized(`${digits(at)}+0000`),
  (at) => generalized(`${digits(at).slice(0, 12)}Z`),
  (at) => generalized(`${digits(at)}+0100`),
  () => utc(''),
]
