import type { ClientOnStore } from '../model/remedy.ts'
import type { ClientProfile } from '../model/client.ts'
import type { SeparatingFact, Separation } from '../model/report.ts'
import { asShown, type Judgement } from './judge.ts'
import type { Situation } from './proof.ts'
import { acceptsByFetching } from './by-fetching.ts'
import { switchExchanges } from './client-exchange.ts'
import { expiredAnchor } from './expired-anchor.ts'
import { sideOf, verdictOf } from './side.ts'
import { anchorExchanges } from './store-exchange.ts'

/**
 * For each judgement that rejects, why another one accepts: one input at a time is exchanged, and the first exchange
 * that turns the verdict is the fact. Two judgements are compared only where they differ in one input: the chain, the
 * store or the client; clients that were sent different chains only where the chain alone turns the verdict.
 */
export function separations(situation: Situation): readonly Separation[] {
  const { judgements } = situation
  const works = judgements.filter((j) => j.verdict.kind === 'accepted')
  return judgements.flatMap((fails) => {
    if (fails.verdict.kind !== 'rejected' || fails.chain === null) return []
    for (const other of nearest(fails, works)) {
      const separation = separate(situation, other, fails)
      if (separation !== null) return [separation]
    }
    return []
  })
}

const who = ({ seat: { entry } }: Judgement): ClientOnStore => ({ client: entry.id, store: entry.store })

/** The accepting judgements, those that have most in common with the failing one first. */
function nearest(fails: Judgement, works: readonly Judgement[]): readonly Judgement[] {
  const { entry, profile } = fails.seat
  const common = (j: Judgement): number =>
    (j.seat.entry.id === entry.id ? 4 : 0) +
    (j.seat.entry.store === entry.store ? 2 : 0) +
    (j.chain === fails.chain ? 1 : 0) +
    (j.seat.profile.verifier.strategy === profile.verifier.strategy ? 1 : 0)
  return works.toSorted((a, b) => common(b) - common(a))
}

/** The one fact between two judgements; `null`: they differ in more than one input. */
function separate(situation: Situation, works: Judgement, fails: Judgement): Separation | null {
  const pair = { works: who(works), fails: who(fails) }
  const [a, b] = [works.seat, fails.seat]
  const isSameVerifier = a.profile.verifier === b.profile.verifier
  if (works.chain !== fails.chain) {
    const isChainAlone = a.entry.store === b.entry.store && (isSameVerifier || acceptsChain(situation, fails, works.chain))
    if (!isChainAlone) return null
    const params = { works: works.chain?.id ?? '', fails: fails.chain?.id ?? '' }
    return { ...pair, facts: [{ kind: 'chain', certificate: null, params }] }
  }
  if (a.entry.store === b.entry.store) return a.profile === b.profile ? null : byClient(situation, works, fails)
  return isSameVerifier ? { ...pair, facts: [byStore(situation, works, fails)] } : null
}

/** Whether the client would accept the chain that another one was sent. */
function acceptsChain({ world, ask }: Situation, { seat: { entry, profile } }: Judgement, chain: Judgement['chain']): boolean {
  const store = world.stores.get(entry.store)
  if (chain === null || store === undefined) return false
  return ask(asShown(world, profile, chain, store), profile).at(world.evidence.clock).kind === 'accepted'
}

/** One anchor of the working store more, or one of the failing store less; or else the store as a whole. */
function byStore({ world, ask }: Situation, works: Judgement, fails: Judgement): SeparatingFact {
  const [has, lacks] = [world.stores.get(works.seat.entry.store), world.stores.get(fails.seat.entry.store)]
  const side = sideOf(world, fails)
  if (works.chain !== null && has !== undefined && lacks !== undefined) {
    for (const { fact, apply } of anchorExchanges(has, lacks, world.graph(works.chain).certificates)) {
      const { kind } = fact
      if (kind !== 'anchor-missing' && kind !== 'anchor-present') continue
      if (verdictOf(apply(side), ask).kind === 'accepted') return { ...fact, kind }
    }
  }
  return { kind: 'store', certificate: null, params: { works: works.seat.entry.store, fails: fails.seat.entry.store } }
}

/**
 * One switch of the failing client set as in another that accepts: the one at hand, or a release of the same client that
 * searches alike. Without such a switch the client as a whole is the fact.
 */
function byClient({ world, ask, means }: Situation, works: Judgement, fails: Judgement): Separation | null {
  const side = sideOf(world, fails)
  if (side.store === null || side.chain === null) return null
  const { profile } = side
  const accepts = (client: ClientProfile): boolean => verdictOf({ ...side, profile: client }, ask).kind === 'accepted'
  const { newer, older } = means.relatives(profile)
  for (const other of [works.seat.profile, ...newer, ...older]) {
    // What it was sent is given: versions that it does not speak are no reason to pass it over.
    if (!accepts(other) && !accepts({ ...other, versions: profile.versions })) continue
    for (const { name, apply } of switchExchanges(profile, other)) {
      if (!accepts(apply(profile))) continue
      const worker = other === works.seat.profile ? works.seat.entry.id : other.id
      const params = { works: worker, fails: fails.seat.entry.id, switch: name }
      return {
        works: { client: worker, store: side.store.id },
        fails: who(fails),
        facts: [{ kind: 'client', certificate: null, params }],
      }
    }
  }
  const pair = { works: works.seat.entry.id, fails: fails.seat.entry.id }
  if (acceptsByFetching(sideOf(world, works), side, ask)) {
    return {
      works: who(works),
      fails: who(fails),
      facts: [{ kind: 'client', certificate: null, params: { ...pair, switch: 'aia' } }],
    }
  }
  const isItAlone = expiredAnchor(sideOf(world, works), side, ask) !== null
  const params = isItAlone ? { ...pair, switch: 'anchorDates' } : pair
  return { works: who(works), fails: who(fails), facts: [{ kind: 'client', certificate: null, params }] }
}
