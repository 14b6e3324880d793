import type { ClientOnStore } from '../model/remedy.ts'
import type { Delta } from '../model/delta.ts'
import type { SeparatingFact, Separation } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Verifier } from '../model/policy.ts'
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
  return judgements.flatMap((fails) => {
    const other = fails.verdict.kind === 'rejected' ? nearest(fails, works) : null
    return other === null ? [] : (separate(situation, other, fails) ?? [])
  })
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

function separate(situation: Situation, works: Judgement, fails: Judgement): Separation | null {
  const pair = { works: who(works), fails: who(fails) }
  const [a, b] = [works.seat, fails.seat]
  if (a.entry.store !== b.entry.store && a.profile.verifier === b.profile.verifier) {
    return { ...pair, facts: [byStore(situation, works, fails)] }
  }
  if (a.profile !== b.profile && a.entry.store === b.entry.store) return byClient(situation, works, fails)
  if (works.chain === fails.chain) return null
  const params = { works: works.chain?.id ?? '', fails: fails.chain?.id ?? '' }
  return { ...pair, facts: [{ kind: 'chain', certificate: null, params }] }
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

/**
 * One switch of the failing client set as in another that accepts: the one at hand, or a release of the same client that
 * searches alike. Without such a switch the client as a whole is the fact.
 */
function byClient(situation: Situation, works: Judgement, fails: Judgement): Separation | null {
  const store = situation.world.stores.get(fails.seat.entry.store)
  if (fails.chain === null || store === undefined) return null
  const { profile } = fails.seat
  const scenario = situation.world.scenario(fails.chain, store, profile.hello)
  const accepts = (verifier: Verifier): boolean =>
    evaluate(scenario, { ...profile, verifier }, situation.world.evidence.clock).kind === 'accepted'
  const { newer, older } = situation.means.relatives(profile)
  for (const other of [works.seat.profile, ...newer, ...older]) {
    if (!accepts(other.verifier)) continue
    for (const [name, verifier] of exchanged(profile.verifier, other.verifier)) {
      if (!accepts(verifier)) continue
      const worker = other === works.seat.profile ? works.seat.entry.id : other.id
      const params = { works: worker, fails: fails.seat.entry.id, switch: name }
      return {
        works: { client: worker, store: store.id },
        fails: who(fails),
        facts: [{ kind: 'client', certificate: null, params }],
      }
    }
  }
  const params = { works: works.seat.entry.id, fails: fails.seat.entry.id }
  return { works: who(works), fails: who(fails), facts: [{ kind: 'client', certificate: null, params }] }
}

/** The failing verifier with one switch at a time taken from the working one; only within one strategy. */
function* exchanged(fails: Verifier, works: Verifier): Generator<readonly [string, Verifier]> {
  if (fails.strategy !== works.strategy) return
  const own = new Map<string, unknown>(Object.entries(fails))
  const theirs = new Map<string, unknown>(Object.entries(works))
  for (const name of [...own.keys()].toSorted((a, b) => place(a) - place(b))) {
    if (JSON.stringify(own.get(name)) === JSON.stringify(theirs.get(name))) continue
    // One member of a union, with one of its own switches from another of the same member.
    yield [name, { ...fails, [name]: theirs.get(name) } as Verifier]
  }
}

/** Switches of path building first: they are what a reader can understand as one fact. */
const first = ['first', 'alternatePaths', 'secondAttemptAfter', 'prefer', 'partialChain', 'strict', 'level']
const place = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length)
