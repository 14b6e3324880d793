import { authorityKeyIdentifier, basicConstraints, keyUsage, subjectKeyIdentifier } from '../../../src/lab/extensions.ts'
import { seconds } from '../../../src/model/time.ts'
import { fixedKey } from '../../oracle/cases/fixed-key.ts'
import { type Draft, oids, unrelated } from './draft.ts'
import { at, drop, type Plan, plan, put, serialOf } from './plan.ts'

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

/** What can be odd about what is sent and what is trusted. */
export const layoutChanges: readonly (readonly [string, (d: Draft) => void])[] = [
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
      const k = fixedKey(ca.key.kind === 'rsa-2048' && d.r.once(2) ? 'rsa-2048' : 'p-256', 'namesake')
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
      const k = fixedKey('p-256', 'namesake')
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
      const other = fixedKey('p-256', 'other root')
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
      const k = fixedKey('p-256', 'loop')
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
      const k = fixedKey('p-256', 'loop')
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
      const k = fixedKey('p-256', 'rollover')
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
      root.signer = fixedKey('p-256', 'beyond')
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
    const k = fixedKey('p-256', `long ${i}`)
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
