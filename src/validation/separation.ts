import type { ClientOnStore } from '../model/remedy.ts'
import type { Certificate } from '../model/certificate.ts'
import type { ClientProfile } from '../model/client.ts'
import type { Delta } from '../model/delta.ts'
import type { SeparatingFact, Separation } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Verifier } from '../model/verifier.ts'
import { seconds } from '../model/time.ts'
import { asShown, type Judgement } from './judge.ts'
import { prove, type Situation } from './proof.ts'

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
  const scenario = asShown(situation.world, profile, fails.chain, store)
  const accepts = (client: ClientProfile): boolean =>
    situation.ask(scenario, client).at(situation.world.evidence.clock).kind === 'accepted'
  const { newer, older } = situation.means.relatives(profile)
  for (const other of [works.seat.profile, ...newer, ...older]) {
    // What it was sent is given: versions that it does not speak are no reason to pass it over.
    if (!accepts(other) && !accepts({ ...other, versions: profile.versions })) continue
    for (const [name, client] of exchanged(profile, other)) {
      if (!accepts(client)) continue
      const worker = other === works.seat.profile ? works.seat.entry.id : other.id
      const params = { works: worker, fails: fails.seat.entry.id, switch: name }
      return {
        works: { client: worker, store: store.id },
        fails: who(fails),
        facts: [{ kind: 'client', certificate: null, params }],
      }
    }
  }
  const pair = { works: works.seat.entry.id, fails: fails.seat.entry.id }
  const anchor = expiredAnchor(works, fails)
  // A second before the anchor's last one: for every client it is still valid then.
  const isItAlone = anchor !== null && situation.ask(scenario, profile).at(seconds(anchor.notAfter - 1)).kind === 'accepted'
  const params = isItAlone ? { ...pair, switch: 'anchorDates' } : pair
  return { works: who(works), fails: who(fails), facts: [{ kind: 'client', certificate: null, params }] }
}

/**
 * The expired certificate of the store under which one client accepts and of which the other complains. RFC 5280 §6.1.1 (d)
 * takes no validity from an anchor. No switch says so: it belongs to the strategy.
 */
function expiredAnchor({ verdict: accepted }: Judgement, { verdict: rejected }: Judgement): Certificate | null {
  if (accepted.kind !== 'accepted' || rejected.kind !== 'rejected' || rejected.told.code !== 'expired') return null
  const { anchor } = accepted.path
  return anchor !== null && anchor === rejected.told.certificate ? anchor : null
}

/** The failing client with one switch at a time taken from the working one: of its verifier first, then of the program. */
function* exchanged(fails: ClientProfile, works: ClientProfile): Generator<readonly [string, ClientProfile]> {
  for (const [name, verifier] of exchangedVerifiers(fails.verifier, works.verifier)) yield [name, { ...fails, verifier }]
  const { identity, refuses, versions } = works
  if (!isAlike(identity.dialect, fails.identity.dialect)) {
    yield ['dialect', { ...fails, identity: { ...fails.identity, dialect: identity.dialect } }]
  }
  if (identity.when !== fails.identity.when) {
    yield ['identity', { ...fails, identity: { ...fails.identity, when: identity.when } }]
  }
  if (!isAlike(refuses, fails.refuses)) yield ['refuses', { ...fails, refuses }]
  if (!isAlike(versions, fails.versions)) yield ['versions', { ...fails, versions }]
}

/** Within one strategy every switch; between two, those that mean the same in both. */
function* exchangedVerifiers(fails: Verifier, works: Verifier): Generator<readonly [string, Verifier]> {
  const own = new Map<string, unknown>(Object.entries(fails))
  const theirs = new Map<string, unknown>(Object.entries(works))
  const isShared = (name: string): boolean =>
    fails.strategy === works.strategy ||
    (common.includes(name) && theirs.has(name) && own.get(name) !== null && theirs.get(name) !== null)
  for (const name of [...own.keys()].toSorted((a, b) => place(a) - place(b))) {
    if (!isShared(name) || isAlike(own.get(name), theirs.get(name))) continue
    // The switch has the same type on both sides: one member of the union, or one of `common`.
    yield [name, { ...fails, [name]: theirs.get(name) } as Verifier]
  }
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Switches with one type and one meaning in every strategy that has them. */
const common = ['algorithms', 'purpose', 'names', 'knownExtensions', 'notAfter']

/** Switches of path building first: they are what a reader can understand as one fact. */
const first = ['first', 'alternatePaths', 'secondAttemptAfter', 'prefer', 'partialChain', 'strict', 'level']
const place = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length)
