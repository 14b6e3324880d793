import type { KeyObject } from 'node:crypto'
import type { UnixSeconds } from '../../../src/model/time.ts'
import { certificateChanges } from './certificate-changes.ts'
import { type Draft, host, key, unrelated } from './draft.ts'
import { layoutChanges } from './layout-changes.ts'
import { type AnyGeneralName, at, minted, type Plan, plan } from './plan.ts'
import { type Random, random } from './random.ts'

/** A server, a store and a question, as any client can be asked. */
export interface Case {
  readonly id: string
  /** What was done to a good chain, for the reader. */
  readonly done: readonly string[]
  readonly sent: readonly Uint8Array[]
  readonly store: readonly Uint8Array[]
  readonly host: string
  readonly at: UnixSeconds
  /** Private key of `sent[0]`; `null` where nobody holds one. */
  readonly key: KeyObject | null
}

/** One case of a series: `seed` and `index` determine it but for the keys. */
export function randomCase(seed: number, index: number): Case {
  const r = random(Math.imul(seed, 1_000_003) + index)
  const done: string[] = []
  const tiers = r.pick([0, 1, 1, 1, 1, 2, 2, 2, 3])
  const draft: Draft = { r, done, ...goodChain(r, tiers), host, at }
  const faults = r.pick([0, 1, 1, 1, 2, 2, 2, 3, 3, 5])
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
  if (r.once(5)) {
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
    at: draft.at,
    key: target.key.privateKey,
  }
}

export function goodChain(r: Random, tiers: number): Pick<Draft, 'chain' | 'sent' | 'store'> {
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

export const hosts = [
  'other.agree.test',
  'agree.test',
  'WWW.AGREE.TEST',
  '127.0.0.1',
  '10.1.2.3',
  '::1',
  'a.b.agree.test',
  'wxw.agree.test',
] as const
