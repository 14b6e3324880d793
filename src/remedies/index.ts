import type { Delta } from '../model/delta.ts'
import type { ClientOnStore, Owner, Remedy } from '../model/remedy.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { prove, type Situation } from '../validation/proof.ts'
import { addAnchor } from './add-anchor.ts'
import { addAnchorAndDropExpired } from './add-anchor-and-drop-expired.ts'
import { correctClock } from './correct-clock.ts'
import { dropAnchor } from './drop-anchor.ts'
import { newlyTrusted } from './facts/newly-trusted.ts'
import { rejected } from './facts/rejected.ts'
import { newerClient } from './newer-client.ts'
import { otherStore } from './other-store.ts'
import { workOf } from './facts/work.ts'
import type { RemedyRule } from './rule.ts'
import { serveInOrder } from './serve-in-order.ts'
import { servePath } from './serve-path.ts'
import { serveWithIntermediate } from './serve-with-intermediate.ts'
import { serveWithout } from './serve-without.ts'

/** Every rule. Of two that propose the same, the earlier one gives its name. A new rule is one file and one line here. */
export const remedyRules: readonly RemedyRule[] = [
  serveInOrder,
  serveWithIntermediate,
  serveWithout,
  servePath,
  dropAnchor,
  addAnchor,
  addAnchorAndDropExpired,
  otherStore,
  newerClient,
  correctClock,
]

/** Candidates that are proved at most, of one rule and of all: each costs every verdict once more. */
const mostOfRule = 12
const mostOfAll = 60

/** Steps (`workOf`) that all proofs together may take: half a second. One candidate is always proved. */
const mostWork = 100_000

const owners: readonly Owner[] = ['server-operator', 'operating-system', 'runtime', 'project', 'user']

/**
 * The cures of a situation, each proved: who can do it nearest to the cause first, then what breaks least, cures most and
 * exchanges least. Empty when nobody rejects or nothing that was tried cures anybody.
 */
export function remedies(situation: Situation): readonly Remedy[] {
  let known = curesBySituation.get(situation)
  if (known === undefined) curesBySituation.set(situation, (known = curesOf(situation)))
  return known
}

/** Each proof costs every verdict once more: a situation is asked once. */
const curesBySituation = new WeakMap<Situation, readonly Remedy[]>()

function curesOf(situation: Situation): readonly Remedy[] {
  if (rejected(situation).length === 0) return []
  const proved = candidates(situation).map((c) => ({ ...c, proof: prove(situation, c.deltas) }))
  const cures = proved
    .filter((r) => r.proof.cures.length > 0)
    .map((r): Remedy => ({ ...r, trusts: newlyTrusted(situation, r.deltas) }))
  return cures.filter((r, i) => !cures.some((other, at) => at !== i && isNeedless(r, other, at < i))).toSorted(compare)
}

type Candidate = Omit<Remedy, 'proof' | 'trusts'>

/** What is proved: the first candidate of each rule, then the second of each, and so on, as far as the bounds go. */
function candidates(situation: Situation): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  const byRule = remedyRules.map(({ name, owner, propose }) => {
    const own: Candidate[] = []
    for (const deltas of propose(situation)) {
      const key = deltas.map(keyOf).toSorted().join()
      if (found.has(key) || !deltas.every((d) => isServable(situation.world, d))) continue
      if (own.length === mostOfRule) break
      const candidate = { rule: name, owner, deltas }
      found.set(key, candidate)
      own.push(candidate)
    }
    return own
  })
  const inTurn = Array.from({ length: mostOfRule }, (_, turn) => byRule.flatMap((own) => own[turn] ?? [])).flat()
  return inTurn.slice(0, Math.max(1, Math.min(mostOfAll, Math.floor(mostWork / workOf(situation)))))
}

/**
 * `set-sent` gives every hello the same chain: nonsense where a server chooses between an RSA and an ECDSA certificate,
 * but for what it sends of its RSA one already: every client takes RSA signatures (RFC 5246 §9, RFC 8446 §9.1).
 */
function isServable({ chains }: World, delta: Delta): boolean {
  if (delta.kind !== 'set-sent') return true
  const kindOf = ({ sent }: ObservedChain) => sent[0]?.subjectPublicKeyInfo.key.kind
  if (new Set(chains.flatMap((c) => kindOf(c) ?? [])).size < 2) return true
  return chains.some(
    (c) =>
      kindOf(c) === 'rsa' &&
      delta.chain[0] === c.sent[0]?.sha256 &&
      delta.chain.every((id) => c.sent.some((s) => s.sha256 === id)),
  )
}

const keyOf = (delta: Delta): string => JSON.stringify(delta)

/**
 * A remedy is needless beside one that cures as much and breaks no more, when that one does part of it, or is of the
 * same rule and better, or of the same rule and was proposed earlier.
 */
function isNeedless(remedy: Remedy, other: Remedy, isEarlier: boolean): boolean {
  if (!includes(other.proof.cures, remedy.proof.cures) || !includes(remedy.proof.breaks, other.proof.breaks)) return false
  const own = new Set(remedy.deltas.map(keyOf))
  if (other.deltas.length < remedy.deltas.length && other.deltas.every((d) => own.has(keyOf(d)))) return true
  const order = compare(other, remedy)
  return remedy.rule === other.rule && (order < 0 || (order === 0 && isEarlier))
}

const includes = (all: readonly ClientOnStore[], some: readonly ClientOnStore[]): boolean =>
  some.every((s) => all.some((a) => a.client === s.client && a.store === s.store))

function compare(a: Remedy, b: Remedy): number {
  return (
    owners.indexOf(a.owner) - owners.indexOf(b.owner) ||
    a.proof.breaks.length - b.proof.breaks.length ||
    b.proof.cures.length - a.proof.cures.length ||
    a.deltas.length - b.deltas.length
  )
}
