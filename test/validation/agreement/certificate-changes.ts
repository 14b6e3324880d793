import { seconds } from '../../../src/model/time.ts'
import { oid, sequence, tlv } from '../../../src/lab/der-writer.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  extKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../../src/lab/extensions.ts'
import { type LabKey, withExplicitParameters } from '../../../src/lab/key.ts'
import { fixedKey } from '../../oracle/cases/fixed-key.ts'
import { type Draft, host, oids } from './draft.ts'
import {
  akidBySerial,
  altNames,
  type AnyGeneralName,
  at,
  constraints,
  drop,
  generalName,
  type Plan,
  put,
  serialOf,
  skidOf,
} from './plan.ts'
import type { Random } from './random.ts'

const purposes = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  code: '1.3.6.1.5.5.7.3.3',
  any: '2.5.29.37.0',
  netscape: '2.16.840.1.113730.4.1',
  microsoft: '1.3.6.1.4.1.311.10.3.3',
  own: '1.3.6.1.4.1.55555.7',
} as const

const subtrees: readonly AnyGeneralName[] = [
  { dns: 'agree.test' },
  { dns: '.agree.test' },
  { dns: 'www.agree.test' },
  { dns: 'other.test' },
  { dns: '' },
  { dns: 'AGREE.test' },
  { ip: [10, 0, 0, 0, 255, 0, 0, 0] },
  { ip: [127, 0, 0, 1, 255, 255, 255, 255] },
  { ip: [0, 0, 0, 0, 0, 0, 0, 0] },
  { ip: Array<number>(32).fill(0) },
  { email: 'agree.test' },
  { email: '.agree.test' },
  { email: 'a@agree.test' },
  { uri: 'agree.test' },
  { uri: '.agree.test' },
  { directory: 'Tier 1' },
  { directory: 'www.agree.test' },
  { directory: '' },
  { directory: 'Else' },
  { rid: '1.2.3.4' },
]

const alternativeNames: readonly (readonly AnyGeneralName[])[] = [
  [{ dns: '*.agree.test' }],
  [{ dns: 'w*.agree.test' }],
  [{ dns: '*.test' }],
  [{ dns: '*.*.test' }],
  [{ dns: 'www.*.test' }],
  [{ dns: '*' }],
  [{ dns: 'WWW.Agree.Test' }],
  [{ dns: 'www.agree.test.' }],
  [{ dns: '' }],
  [{ dns: '.agree.test' }],
  [{ dns: 'other.test' }, { dns: host }],
  [{ ip: [127, 0, 0, 1] }],
  [{ ip: [127, 0, 0, 1] }, { dns: host }],
  [{ ip: [10, 1, 2, 3] }, { ip: [...Array<number>(15).fill(0), 1] }],
  [{ email: 'a@agree.test' }],
  [{ email: 'a@agree.test' }, { dns: host }],
  [{ email: 'b@sub.agree.test' }, { dns: host }],
  [{ uri: 'https://www.agree.test/x' }, { dns: host }],
  [{ uri: 'https://agree.test' }],
  [{ directory: 'Else' }, { dns: host }],
  [{ directory: 'Else' }],
  [{ rid: '1.2.3.4' }, { dns: host }],
  [],
]

/** What can be wrong with one certificate, and how it is done. */
export type CertificateChange = readonly [string, (p: Plan, r: Random, d: Draft) => void]

const critical = (id: string, value: Uint8Array): CertificateChange => [
  `critical ${id}`,
  (p, r) => put(p, { oid: id, critical: !r.once(6), value }),
]

/** Every such change that a case may draw. */
export const certificateChanges: readonly CertificateChange[] = [
  ['bc absent', (p) => drop(p, oids.bc)],
  ['bc not critical', (p) => put(p, basicConstraints(p.role !== 'leaf', null, false))],
  ['bc turned', (p) => put(p, basicConstraints(p.role === 'leaf'))],
  ['path length', (p, r) => put(p, basicConstraints(true, r.below(3)))],
  ['path length', (p, r) => p.role !== 'leaf' && put(p, basicConstraints(true, r.below(2)))],
  ['path length of no CA', (p, r) => put(p, basicConstraints(false, r.below(2)))],
  ['ku absent', (p) => drop(p, oids.ku)],
  ['ku without certSign', (p, r) => put(p, keyUsage(r.pick([0x40, 0x01, 0x05, 0x02]), !r.once(3)))],
  ['ku odd', (p, r) => put(p, keyUsage(r.pick([0x10, 0x04, 0x02, 0x08, 0x20, 0x21, 0x60, 0x180, 0x40])))],
  ['ku empty', (p) => put(p, keyUsage(0))],
  ['eku absent', (p) => drop(p, oids.eku)],
  ['eku', (p, r) => put(p, extKeyUsage(...r.pick(purposeLists)))],
  ['eku', (p, r) => put(p, { ...extKeyUsage(...r.pick(purposeLists)), critical: true })],
  ['skid absent', (p) => drop(p, oids.skid)],
  ['akid absent', (p) => drop(p, oids.akid)],
  ['no key identifiers', (p) => (drop(p, oids.skid), drop(p, oids.akid))],
  ['skid other', (p) => put(p, skidOf(Uint8Array.of(1, 2, 3)))],
  ['akid other', (p, r) => put(p, authorityKeyIdentifier(fixedKey('p-256', `other ${r.below(2)}`)))],
  ['akid without key', (p, r, d) => put(p, akidOf(p, r, d))],
  ['akid critical', (p) => put(p, { ...authorityKeyIdentifier(p.signer), critical: true })],
  ['skid critical', (p) => put(p, { ...subjectKeyIdentifier(p.key), critical: true })],
  ['bad signature', (p) => (p.isSpoiled = true)],
  ['wrong signer', (p) => (p.signer = fixedKey(p.signer.kind, 'wrong signer'))],
  ['signer of another kind', (p) => (p.signer = fixedKey(p.signer.kind === 'p-256' ? 'rsa-2048' : 'p-256', 'wrong signer'))],
  ['digest', (p, r) => (p.digest = r.pick(['sha1', 'sha1', 'md5', 'sha384', 'sha512']))],
  ['rsa-1024', rekey('rsa-1024')],
  ['rsa-2048', rekey('rsa-2048')],
  ['ed25519', rekey('ed25519')],
  ['explicit curve', (p, _r, d) => rekeyed(p, d, withExplicitParameters(fixedKey('p-256', 'explicit')))],
  ['expired', (p, r) => (p.notAfter = seconds(at - r.pick([1, 1, 5, 86400])))],
  ['expired', (p, r) => (p.notAfter = seconds(at - r.pick([1, 1, 5, 86400])))],
  ['ends now', (p) => (p.notAfter = at)],
  ['ends soon', (p) => (p.notAfter = seconds(at + 1))],
  ['begins now', (p) => (p.notBefore = at)],
  ['not yet valid', (p, r) => (p.notBefore = seconds(at + r.pick([1, 86400])))],
  ['version 1', (p) => ((p.version = 1), (p.extensions = []))],
  ['no extensions', (p) => (p.extensions = [])],
  ['version 2 with extensions', (p) => (p.version = 2)],
  ['names', (p, r) => put(p, altNames(r.pick(alternativeNames), r.once(4)))],
  ['names', (p, r, d) => put(d.chain[0] ?? p, altNames(r.pick(alternativeNames)))],
  ['no names', (p, _r, d) => drop(d.chain[0] ?? p, oids.san)],
  [
    'common name',
    (p, r, d) => renamed(p, d, `${p.subject}\n${r.pick(['agree.test', host, 'A B', 'a_b.agree.test', '*.agree.test'])}`),
  ],
  ['email in subject', (p, r, d) => renamed(p, d, `${p.subject}|${r.pick(['a@agree.test', 'x@else.test', 'nonsense'])}`)],
  ['subject empty', (p, _r, d) => renamed(p, d, '')],
  ['self-issued', (p, _r, d) => renamed(p, d, p.issuer)],
  ['same name as root', (p, _r, d) => renamed(p, d, d.chain.at(-1)?.subject ?? '')],
  ['permitted', (p, r) => put(p, constraints([r.pick(subtrees)], [], !r.once(3)))],
  ['permitted two', (p, r) => put(p, constraints([r.pick(subtrees), r.pick(subtrees)], []))],
  ['excluded', (p, r) => put(p, constraints([], [r.pick(subtrees)], !r.once(3)))],
  ['both', (p, r) => put(p, constraints([r.pick(subtrees)], [r.pick(subtrees)]))],
  ['permitted dns', (p, r) => put(p, constraints([r.pick(subtrees.slice(0, 6))], []))],
  critical('1.3.6.1.4.1.55555.1', tlv(0x05)),
  critical('2.5.29.54', tlv(0x02, Uint8Array.of(0))),
  critical('2.5.29.36', sequence(tlv(0x80, Uint8Array.of(3)))),
  critical('2.5.29.33', sequence(sequence(oid('1.2.3.4'), oid('1.2.3.5')))),
  critical('2.5.29.32', sequence(sequence(oid('2.5.29.32.0')))),
  critical('2.5.29.18', sequence(tlv(0x82, Buffer.from('issuer.test')))),
  critical('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from('http://crl.test/'))))))),
  critical('2.5.29.46', sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from('http://crl.test/'))))))),
  critical('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), tlv(0x86, Buffer.from('http://ocsp.test/'))))),
  critical('1.3.6.1.5.5.7.1.11', sequence(sequence(oid('1.3.6.1.5.5.7.48.5'), tlv(0x86, Buffer.from('http://sia.test/'))))),
  critical('1.3.6.1.5.5.7.1.24', sequence(tlv(0x02, Uint8Array.of(5)))),
  critical('1.3.6.1.5.5.7.48.1.5', tlv(0x05)),
  critical('2.16.840.1.113730.1.13', tlv(0x16, Buffer.from('comment'))),
  critical('1.3.6.1.4.1.11129.2.4.3', tlv(0x05)),
  ['garbled extension', (p, r) => put(p, { oid: r.pick(Object.values(oids)), critical: r.once(3), value: r.pick(garbage) })],
  ['garbled constraints', (p, r) => put(p, { oid: '2.5.29.30', critical: r.once(2), value: r.pick(garbage) })],
  ['garbled CRL points', (p, r) => put(p, { oid: '2.5.29.31', critical: false, value: r.pick(garbage) })],
  ['garbled policies', (p, r) => put(p, { oid: '2.5.29.32', critical: r.once(2), value: r.pick(garbage) })],
  ['extension twice', (p, r) => p.extensions.length > 0 && p.extensions.push(r.pick(p.extensions))],
  ['other algorithm outside', (p) => (p.outerDigest = 'sha512')],
  ['constraint with minimum', (p, r) => put(p, bounded(r.pick(subtrees.slice(0, 6)), r.once(2)))],
  ['names with octets', (p, r, d) => put(d.chain[0] ?? p, altNames(r.pick(oddNames)))],
  [
    'negative path length',
    (p) => put(p, { ...basicConstraints(true), value: sequence(tlv(0x01, Uint8Array.of(255)), tlv(0x02, Uint8Array.of(255))) }),
  ],
  ['purpose of nobody', (p, r) => put(p, extKeyUsage(...r.pick(purposeLists), '1.3.6.1.5.5.7.3.9'))],
  [
    'netscape type',
    (p, r) =>
      put(p, {
        oid: '2.16.840.1.113730.1.1',
        critical: r.once(2),
        value: r.pick([0x40, 0x80, 0x04, 0x02, 0x44]) === 0x40 ? netscapeType(0x40) : netscapeType(r.pick([0x80, 0x04, 0x02])),
      }),
  ],
]

const garbage: readonly Uint8Array[] = [
  new Uint8Array(),
  Uint8Array.of(0x30),
  Uint8Array.of(0x05, 0x00),
  Uint8Array.of(0x30, 0x03, 0x02, 0x01),
  sequence(tlv(0x02, Uint8Array.of(1)), tlv(0x05)),
  Uint8Array.of(0x03, 0x02, 0x09, 0x80),
]

/** A permitted subtree with a minimum or a maximum (RFC 5280 §4.2.1.10 wants neither). */
const bounded = (base: AnyGeneralName, isMaximum: boolean): ReturnType<typeof altNames> => ({
  oid: '2.5.29.30',
  critical: true,
  value: sequence(tlv(0xa0, sequence(generalName(base), tlv(isMaximum ? 0x81 : 0x80, Uint8Array.of(1))))),
})

const oddNames: readonly (readonly AnyGeneralName[])[] = [
  [{ ip: [1, 2, 3] }, { dns: host }],
  [{ dns: `${host}\0.evil.test` }],
  [{ dns: 'www.agree.test ' }],
  [{ dns: 'w\u00fcw.agree.test' }, { dns: host }],
  [{ dns: 'w_w.agree.test' }, { dns: host }],
  [{ email: 'not an address' }, { dns: host }],
  [{ uri: 'no uri' }, { dns: host }],
  [{ uri: 'https://10.1.2.3/' }, { dns: host }],
  [{ dns: '-www.agree.test' }, { dns: '*.agree.test' }],
  [{ dns: 'xn--*.agree.test' }],
  [{ dns: '*www.agree.test' }],
  [{ dns: 'www*.agree.test' }, { dns: 'ww*w.agree.test' }],
]

const netscapeType = (bits: number): Uint8Array => {
  const unused = Math.clz32(bits & -bits) === 31 ? 0 : 31 - Math.clz32(bits & -bits)
  return tlv(0x03, Uint8Array.of(unused, bits))
}

const purposeLists: readonly (readonly string[])[] = [
  [purposes.client],
  [purposes.code],
  [purposes.any],
  [purposes.server],
  [purposes.client, purposes.server],
  [purposes.netscape],
  [purposes.microsoft],
  [purposes.own],
  [purposes.client, purposes.any],
  [],
]

function akidOf(p: Plan, r: Random, d: Draft): ReturnType<typeof akidBySerial> {
  const issuer = d.chain.find((c) => c.subject === p.issuer) ?? p
  const isRight = !r.once(2)
  return akidBySerial(
    r.once(2) ? p.signer : null,
    isRight || r.once(2) ? issuer.issuer : 'Else',
    isRight ? issuer.serial : serialOf('else'),
  )
}

/** Another subject; what it issued says so too. */
function renamed(p: Plan, d: Draft, subject: string): void {
  const isSelfIssued = p.issuer === p.subject
  const i = d.chain.indexOf(p)
  const below = d.chain[i - 1]
  if (below !== undefined && below.issuer === p.subject) below.issuer = subject
  p.subject = subject
  if (isSelfIssued && p.role === 'root') p.issuer = subject
}

/** Another key; what it issued is signed by that. */
function rekeyed(p: Plan, d: Draft, k: LabKey): void {
  const below = d.chain[d.chain.indexOf(p) - 1]
  if (below !== undefined && below.signer === p.key) {
    below.signer = k
    if (below.extensions.some((e) => e.oid === oids.akid)) put(below, authorityKeyIdentifier(k))
  }
  if (p.signer === p.key) p.signer = k
  p.key = k
  if (p.extensions.some((e) => e.oid === oids.skid)) put(p, subjectKeyIdentifier(k))
}

function rekey(kind: LabKey['kind']) {
  return (p: Plan, r: Random, d: Draft): void => rekeyed(p, d, fixedKey(kind, `rekeyed ${p.role} ${r.below(2)}`))
}
