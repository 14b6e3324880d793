import type { ClientOnStore } from '../model/remedy.ts'
import type { Delta } from '../model/delta.ts'
import type { SeparatingFact, Separation } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { GreedyVerifier, Verifier } from '../model/policy.ts'
import { evaluate } from './evaluate.ts'
import type { Judgement } from './judge.ts'
import { prove, type Situation } from './proof.ts'

/**
 * For each client that rejects, why another one does not: one input at a time is exchanged, and the first exchange
 * that turns the verdict is the fact. The same client on another store is the nearest other one; then another
 * client on the same store; then another chain.
 */
export function separations(situation: Situation): readonly Separation[] {
  const { judgements } = situation
  const works = judgements.filter((j) => j.verdict.kind === 'accepted')
  const found: Separation[] = []
  for (const fails of judgements) {
    if (fails.verdict.kind !== 'rejected') continue
    const other = nearest(fails, works)
    if (other === null) continue
    const fact = separate(situation, other, fails)
    if (fact !== null) found.push({ works: who(other), fails: who(fails), facts: [fact] })
  }
  return found
}

const who = ({ seat: { entry } }: Judgement): ClientOnStore => ({ client: entry.id, store: entry.store })

/** The accepting judgement that has most in common with the failing one. */
function nearest(fails: Judgement, works: readonly Judgement[]): Judgement | null {
  const { entry, profile } = fails.seat
  const common = (j: Judgement): number =>
    (j.seat.entry.id === entry.id ? 4 : 0) +
    (j.seat.entry.store === entry.store ? 2 : 0) +
    (j.chain === fails.chain ? 1 : 0) +
    (j.seat.profile.verifier.strategy === profile.verifier.strategy ? 1 : 0)
  let best: Judgement | null = null
  for (const j of works) if (best === null || common(j) > common(best)) best = j
  return best !== null && common(best) >= 2 ? best : null
}

function separate(situation: Situation, works: Judgement, fails: Judgement): SeparatingFact | null {
  if (works.seat.entry.store !== fails.seat.entry.store && works.seat.profile.verifier === fails.seat.profile.verifier) {
    return byStore(situation, works, fails)
  }
  if (works.seat.profile !== fails.seat.profile && works.seat.entry.store === fails.seat.entry.store) {
    return byClient(situation, works, fails)
  }
  return works.chain === fails.chain
    ? null
    : { kind: 'chain', certificate: null, params: { works: works.chain?.id ?? '', fails: fails.chain?.id ?? '' } }
}

/** One anchor of the working store more, or one of the failing store less; or else the store as a whole. */
function byStore(situation: Situation, works: Judgement, fails: Judgement): SeparatingFact {
  const { world } = situation
  const [has, lacks] = [world.stores.get(works.seat.entry.store), world.stores.get(fails.seat.entry.store)]
  const reachable = works.chain === null || has === undefined ? [] : world.graph(works.chain).certificates
  const turns = (delta: Delta): boolean => {
    const { client, store } = who(fails)
    return prove(situation, [delta]).cures.some((c) => c.client === client && c.store === store)
  }
  const store = fails.seat.entry.store
  for (const { sha256 } of reachable) {
    if (has?.bySha256.has(sha256) !== true || lacks?.bySha256.has(sha256) === true) continue
    if (turns({ kind: 'add-anchor', store, cert: sha256 })) return anchorFact('anchor-missing', sha256, store)
  }
  for (const { sha256 } of reachable) {
    if (lacks?.bySha256.has(sha256) !== true || has?.bySha256.has(sha256) === true) continue
    if (turns({ kind: 'drop-anchor', store, cert: sha256 })) return anchorFact('anchor-present', sha256, store)
  }
  return { kind: 'store', certificate: null, params: { works: works.seat.entry.store, fails: store } }
}

const anchorFact = (kind: 'anchor-missing' | 'anchor-present', certificate: Sha256, store: string): SeparatingFact => ({
  kind,
  certificate,
  params: { store },
})

/** One switch of the failing client set as in the working one; or else the client as a whole. */
function byClient(situation: Situation, works: Judgement, fails: Judgement): SeparatingFact {
  const names = { works: works.seat.entry.id, fails: fails.seat.entry.id }
  const store = situation.world.stores.get(fails.seat.entry.store)
  if (fails.chain !== null && store !== undefined) {
    const scenario = situation.world.scenario(fails.chain, store, fails.seat.profile.hello)
    for (const [name, verifier] of exchanged(fails.seat.profile.verifier, works.seat.profile.verifier)) {
      const verdict = evaluate(scenario, { ...fails.seat.profile, verifier }, situation.world.evidence.clock)
      if (verdict.kind === 'accepted') return { kind: 'client', certificate: null, params: { ...names, switch: name } }
    }
  }
  return { kind: 'client', certificate: null, params: names }
}

/** The failing verifier with one switch at a time taken from the working one; only within one strategy. */
function* exchanged(fails: Verifier, works: Verifier): Generator<readonly [string, Verifier]> {
  if (fails.strategy !== 'greedy' || works.strategy !== 'greedy') return
  for (const name of switches) if (fails[name] !== works[name]) yield [name, { ...fails, [name]: works[name] }]
}

/** Switches of path building first: they are what a reader can understand as one fact. */
const switches = [
  'first',
  'alternatePaths',
  'prefer',
  'partialChain',
  'strict',
  'level',
  'extensions',
  'pathLength',
  'issuerKeyUsage',
  'matchKeyKind',
  'selfSignedNeedsCertSign',
  'refuseExplicitCurves',
  'digestBits',
  'names',
] as const satisfies readonly (keyof GreedyVerifier)[]
