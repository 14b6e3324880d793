import type { KeyObject } from 'node:crypto'
import { seconds } from '../../../src/model/time.ts'
import { oid, sequence, tlv } from '../../../src/lab/der-writer.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  extKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../../src/lab/extensions.ts'
import { type LabKey, labKey, withExplicitParameters } from '../../../src/lab/key.ts'
import {
  akidBySerial,
  altNames,
  type AnyGeneralName,
  at,
  constraints,
  drop,
  minted,
  type Plan,
  plan,
  put,
  serialOf,
  skidOf,
} from './plan.ts'
import { type Random, random } from './random.ts'

/** A server, a store and a question, as any client can be asked. */
export interface Case {
  readonly id: string
  /** What was done to a good chain, for the reader. */
  readonly done: readonly string[]
  readonly sent: readonly Uint8Array[]
  readonly store: readonly Uint8Array[]
  readonly host: string
  /** Private key of `sent[0]`. */
  readonly key: KeyObject
}

const host = 'www.agree.test'
const oids = {
  bc: '2.5.29.19',
  ku: '2.5.29.15',
  eku: '2.5.29.37',
  akid: '2.5.29.35',
  skid: '2.5.29.14',
  san: '2.5.29.17',
} as const

/** Keys are few and shared: names tell entities apart, so that wrong keys under right names come up by themselves. */
const key = (r: Random, role: string): LabKey =>
  labKey(r.once(6) ? r.pick(['rsa-2048', 'p-384', 'ed25519'] as const) : 'p-256', `${role} ${r.below(2)}`)

interface Draft {
  readonly r: Random
  readonly done: string[]
  /** Target first, root last. */
  chain: Plan[]
  sent: Plan[]
  store: Plan[]
  host: string
}

/** One case of a series: `seed` and `index` determine it but for the keys. */
export function randomCase(seed: number, index: number): Case {
  const r = random(Math.imul(seed, 1_000_003) + index)
  const done: string[] = []
  const tiers = r.pick([0, 1, 1, 1, 1, 2, 2, 2, 3])
  const draft: Draft = { r, done, ...goodChain(r, tiers), host }
  const faults = r.pick([0, 1, 1, 1, 2, 2, 2, 3, 3])
  for (let i = 0; i < faults; i++) {
    const p = r.pick(draft.chain)
    const [name, change] = r.pick(certificateChanges)
    done.push(`${name}@${draft.chain.indexOf(p)}`)
    change(p, r, draft)
  }
  const moves = r.pick([0, 0, 0, 1, 1, 2])
  for (let i = 0; i < moves; i++) {
    const [name, change] = r.pick(layoutChanges)
    done.push(name)
    change(draft)
  }
  if (r.once(8)) {
    draft.host = r.pick(hosts)
    done.push(`host ${draft.host}`)
  }
  const [target] = draft.sent
  if (target === undefined) throw new Error('a case sends a target')
  if (draft.store.length === 0) draft.store = [unrelated(r)]
  const written = new Map<Plan, Uint8Array>()
  const write = (p: Plan): Uint8Array => {
    const known = written.get(p) ?? minted(p)
    written.set(p, known)
    return known
  }
  return {
    id: `${seed}/${index}`,
    done,
    sent: draft.sent.map(write),
    store: draft.store.map(write),
    host: draft.host,
    key: target.key.privateKey,
  }
}

function goodChain(r: Random, tiers: number): Pick<Draft, 'chain' | 'sent' | 'store'> {
  const rootKey = key(r, 'root')
  const names: AnyGeneralName[] = [{ dns: host }]
  const cas = Array.from({ length: tiers }, (_, i) => ({ name: `Tier ${i + 1}`, key: key(r, `tier ${i + 1}`) }))
  const issuerOf = (i: number) => cas[i] ?? { name: 'Root A', key: rootKey }
  const root = plan('root', 'Root A', rootKey, 'Root A', rootKey)
  const chain = [
    plan('leaf', host, key(r, 'leaf'), issuerOf(0).name, issuerOf(0).key, names),
    ...cas.map((ca, i) => plan('intermediate', ca.name, ca.key, issuerOf(i + 1).name, issuerOf(i + 1).key)),
    root,
  ]
  return { chain, sent: chain.slice(0, -1), store: [root] }
}

const unrelated = (r: Random): Plan => {
  const k = key(r, 'unrelated')
  return plan('root', 'Unrelated Root', k, 'Unrelated Root', k)
}

const hosts = [
  'other.agree.test',
  'agree.test',
  'WWW.AGREE.TEST',
  '127.0.0.1',
  '10.1.2.3',
  '::1',
  'a.b.agree.test',
  'wxw.agree.test',
] as const

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

type CertificateChange = readonly [string, (p: Plan, r: Random, d: Draft) => void]

const critical = (id: string, value: Uint8Array): CertificateChange => [
  `critical ${id}`,
  (p, r) => put(p, { oid: id, critical: !r.once(6), value }),
]

const certificateChanges: readonly CertificateChange[] = [
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
  ['akid other', (p, r) => put(p, authorityKeyIdentifier(labKey('p-256', `other ${r.below(2)}`)))],
  ['akid without key', (p, r, d) => put(p, akidOf(p, r, d))],
  ['akid critical', (p) => put(p, { ...authorityKeyIdentifier(p.signer), critical: true })],
  ['skid critical', (p) => put(p, { ...subjectKeyIdentifier(p.key), critical: true })],
  ['bad signature', (p) => (p.isSpoiled = true)],
  ['wrong signer', (p) => (p.signer = labKey(p.signer.kind, 'wrong signer'))],
  ['signer of another kind', (p) => (p.signer = labKey(p.signer.kind === 'p-256' ? 'rsa-2048' : 'p-256', 'wrong signer'))],
  ['digest', (p, r) => (p.digest = r.pick(['sha1', 'sha1', 'md5', 'sha384', 'sha512']))],
  ['rsa-1024', rekey('rsa-1024')],
  ['rsa-2048', rekey('rsa-2048')],
  ['ed25519', rekey('ed25519')],
  ['explicit curve', (p, _r, d) => rekeyed(p, d, withExplicitParameters(labKey('p-256', 'explicit')))],
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
  return (p: Plan, r: Random, d: Draft): void => rekeyed(p, d, labKey(kind, `rekeyed ${p.role} ${r.below(2)}`))
}

const copy = (p: Plan, change: Partial<Plan> = {}): Plan => ({
  ...p,
  extensions: [...p.extensions],
  ...change,
  serial: serialOf(`${p.serial} copy`),
})

/** Puts a plan somewhere among the sent ones behind the target. */
const insert = (d: Draft, p: Plan): void => void d.sent.splice(1 + d.r.below(d.sent.length), 0, p)

const store = (d: Draft, p: Plan): void => void d.store.splice(d.r.below(d.store.length + 1), 0, p)

const anyCa = (d: Draft): Plan | undefined => (d.chain.length < 2 ? undefined : d.r.pick(d.chain.slice(1)))

const layoutChanges: readonly (readonly [string, (d: Draft) => void])[] = [
  ['root sent', (d) => d.chain.at(-1) && insert(d, d.chain.at(-1) as Plan)],
  ['root sent alone', (d) => ((d.sent = [...d.chain]), (d.store = [unrelated(d.r)]))],
  ['shuffled', (d) => (d.sent = [...d.sent.slice(0, 1), ...d.r.shuffle(d.sent.slice(1))])],
  ['doubled', (d) => d.sent[1] && insert(d, d.sent[1])],
  ['target sent twice', (d) => d.sent[0] && insert(d, d.sent[0])],
  ['intermediate not sent', (d) => d.sent.length > 1 && d.sent.splice(1 + d.r.below(d.sent.length - 1), 1)],
  ['only target sent', (d) => (d.sent.length = 1)],
  ['store unrelated', (d) => (d.store = [unrelated(d.r)])],
  ['store beside', (d) => store(d, unrelated(d.r))],
  ['target in store', (d) => d.sent[0] && store(d, d.sent[0])],
  ['only target in store', (d) => d.sent[0] && (d.store = [d.sent[0]])],
  ['intermediate in store', (d) => d.chain[1] && store(d, d.chain[1])],
  ['only intermediate in store', (d) => d.chain[1] && (d.store = [d.chain[1]])],
  ['all in store', (d) => (d.store = [...d.r.shuffle(d.chain.slice(1))])],
  [
    'namesake in store',
    (d) => {
      const ca = d.chain.at(-1)
      if (ca === undefined) return
      const k = labKey(ca.key.kind === 'rsa-2048' && d.r.once(2) ? 'rsa-2048' : 'p-256', 'namesake')
      const twin = copy(ca, { key: k, signer: k })
      if (d.r.once(2)) {
        drop(twin, oids.skid)
        if (d.r.once(2)) drop(ca, oids.skid)
      } else put(twin, subjectKeyIdentifier(k))
      store(d, twin)
    },
  ],
  [
    'namesake sent',
    (d) => {
      const ca = d.chain[1]
      if (ca === undefined) return
      const k = labKey('p-256', 'namesake')
      const twin = copy(ca, { key: k, ...(ca.role === 'root' ? { signer: k } : {}) })
      const identifier = d.r.below(3)
      if (identifier === 0) drop(twin, oids.skid)
      if (identifier === 1) put(twin, subjectKeyIdentifier(k))
      insert(d, twin)
    },
  ],
  ['renewed in store', (d) => renew(d, (p) => store(d, p))],
  ['renewed sent', (d) => renew(d, (p) => insert(d, p))],
  [
    'cross-certificate',
    (d) => {
      const root = d.chain.at(-1)
      if (root === undefined) return
      const other = labKey('p-256', 'other root')
      const cross = plan('intermediate', root.subject, root.key, 'Root B', other)
      const otherRoot = plan('root', 'Root B', other, 'Root B', other)
      if (d.r.once(2)) cross.notAfter = seconds(at - 1)
      if (d.r.once(3)) otherRoot.notAfter = seconds(at - 1)
      if (d.r.once(2)) insert(d, cross)
      else store(d, cross)
      const where = d.r.below(4)
      if (where === 0) d.store = [otherRoot]
      else if (where === 1) store(d, otherRoot)
      else if (where === 2) insert(d, otherRoot)
    },
  ],
  [
    'loop',
    (d) => {
      const ca = d.chain[1]
      if (ca === undefined) return
      const k = labKey('p-256', 'loop')
      insert(d, plan('intermediate', 'Loop', k, ca.subject, ca.key))
      insert(d, plan('intermediate', ca.subject, ca.key, 'Loop', k))
      if (d.r.once(2)) d.store = [unrelated(d.r)]
    },
  ],
  [
    'loop in store',
    (d) => {
      const ca = d.chain[1]
      if (ca === undefined) return
      const k = labKey('p-256', 'loop')
      d.store = [
        plan('intermediate', 'Loop', k, ca.subject, ca.key),
        plan('intermediate', ca.subject, ca.key, 'Loop', k),
        ...d.store,
      ]
      if (d.r.once(2)) d.store = d.store.slice(0, 2)
      if (d.r.once(2)) d.sent.length = 1
    },
  ],
  [
    'self-issued intermediate',
    (d) => {
      const i = d.r.below(d.chain.length)
      const ca = d.chain[Math.max(1, i)]
      const below = d.chain[Math.max(1, i) - 1]
      if (ca === undefined || below === undefined || below.issuer !== ca.subject) return
      const k = labKey('p-256', 'rollover')
      const rollover = plan('intermediate', ca.subject, k, ca.subject, ca.key)
      below.signer = k
      if (below.extensions.some((e) => e.oid === oids.akid)) put(below, authorityKeyIdentifier(k))
      d.chain.splice(Math.max(1, i), 0, rollover)
      const at = d.sent.indexOf(ca)
      d.sent.splice(at === -1 ? d.sent.length : at, 0, rollover)
    },
  ],
  [
    'self-signed target',
    (d) => {
      const target = d.chain[0]
      if (target === undefined) return
      target.issuer = target.subject
      target.signer = target.key
      if (!d.r.once(3)) drop(target, oids.akid)
      else put(target, authorityKeyIdentifier(target.key))
      if (d.r.once(2)) put(target, basicConstraints(true))
      if (d.r.once(2)) put(target, keyUsage(d.r.pick([0x21, 0x01, 0x20])))
      if (d.r.once(2)) d.store = [target]
      if (d.r.once(3)) d.sent.length = 1
    },
  ],
  ['long', (d) => lengthen(d, 3 + d.r.below(6))],
  [
    'anchor not self-signed',
    (d) => {
      const root = d.chain.at(-1)
      if (root === undefined) return
      root.issuer = 'Beyond'
      root.signer = labKey('p-256', 'beyond')
      put(root, authorityKeyIdentifier(root.signer))
    },
  ],
  [
    'anchor of version 1',
    (d) => {
      const root = d.chain.at(-1)
      if (root === undefined) return
      root.version = 1
      root.extensions = []
    },
  ],
]

function renew(d: Draft, where: (p: Plan) => void): void {
  const ca = anyCa(d)
  if (ca === undefined) return
  const old = d.r.once(2)
  const twin = copy(ca, old ? { notAfter: seconds(at - d.r.pick([1, 100])) } : {})
  if (d.r.once(2)) ca.notAfter = seconds(at - d.r.pick([1, 50, 200]))
  if (d.r.once(5)) twin.notBefore = seconds(at + 10)
  where(twin)
}

function lengthen(d: Draft, by: number): void {
  const target = d.chain[0]
  const issuer = d.chain[1]
  if (target === undefined || issuer === undefined) return
  const more: Plan[] = []
  let above = issuer
  for (let i = 0; i < by; i++) {
    const k = labKey('p-256', `long ${i}`)
    const next = plan('intermediate', `Long ${i}`, k, above.subject, above.key)
    more.unshift(next)
    above = next
  }
  target.issuer = above.subject
  target.signer = above.key
  if (target.extensions.some((e) => e.oid === oids.akid)) put(target, authorityKeyIdentifier(above.key))
  d.chain.splice(1, 0, ...more)
  d.sent.splice(1, 0, ...more)
}
