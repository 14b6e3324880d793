import type { Certificate } from '../model/certificate.ts'
import type { Delta } from '../model/delta.ts'
import type { SearchBound } from '../model/found.ts'
import type { Proof } from '../model/remedy.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seatKey } from '../model/seat-key.ts'
import { isSelfIssued, namesChain } from '../graph/issuers.ts'
import { isBudgeted, signatureBudget } from '../graph/signature-budget.ts'
import { takesAnchors } from '../graph/takes-anchors.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { prove, type Situation } from '../validation/proof.ts'

/** Certificates that together make clients accept, with the proof. */
export interface Candidate {
  /** Anchors that stores of rejecting clients lack; at most one. */
  readonly anchors: readonly Certificate[]
  /** What the server does not send; nearest to the target first. */
  readonly sent: readonly Certificate[]
  readonly deltas: readonly Delta[]
  readonly proof: Proof
}

/** What came of the search. */
export interface Searched {
  readonly candidates: readonly Candidate[]
  readonly bounds: readonly SearchBound[]
}

/** Bounds of our own: paths above one chain, steps to find them, and candidates that are proved. */
const mostPaths = 24
const mostSteps = 2_000
const mostProofs = 40

/**
 * What is missing: every path from a rejected chain through certificates of the evidence to a root, as what its store lacks and its
 * server does not send; of these the fewest that cure, each proved by evaluating every client again. The evidence must hold what was
 * found (`candidate-pool.ts`), in a store that nobody asks. `own`: the root that the user names, which is tried first. None: nobody rejects, or nothing that was found cures anybody.
 */
export function candidates(situation: Situation, own: Sha256 | null = null): Searched {
  const met = new Map<SearchBound['kind'], number>()
  const open = new Map<string, Omit<Candidate, 'proof'>>()
  const { world } = situation
  const rejected = situation.judgements.filter((j) => j.verdict.kind === 'rejected')
  for (const chain of new Set(rejected.flatMap((j) => j.chain ?? []))) {
    const stores = [...new Set(rejected.filter((j) => j.chain === chain).map((j) => j.seat.entry.store))]
    for (const path of pathsAbove(world, chain, own, (kind, most) => met.set(kind, most))) {
      for (const proposal of proposals(world, chain, path, stores)) {
        const key = JSON.stringify(proposal.deltas)
        if (open.has(key)) continue
        if (open.size < mostProofs) open.set(key, proposal)
        else met.set('proofs', mostProofs)
      }
    }
  }
  const proved = [...open.values()].map((c): Candidate => ({ ...c, proof: prove(situation, c.deltas) }))
  const cures = proved.filter((c) => c.proof.cures.length > 0)
  const unknown = proved.filter(({ proof }) => proof.cures.length + proof.stillRejects.length < rejecting(situation)).length
  if (unknown > 0) met.set('verdicts', unknown)
  return {
    candidates: cures.filter((c) => !cures.some((other) => other !== c && isPartOf(other, c))).toSorted(better),
    bounds: [...met].map(([kind, most]) => ({ kind, most })),
  }
}

/** Clients on stores that reject: a proof tells of each whether it is cured or rejects still, or neither. */
const rejecting = ({ judgements }: Situation): number =>
  new Set(judgements.flatMap((j) => (j.verdict.kind === 'rejected' ? [j.seat.entry] : []))).size

/** The path's own lacks: what must be sent, what must be trusted, and both where it takes both. */
function proposals(
  world: World,
  chain: ObservedChain,
  path: readonly Certificate[],
  stores: readonly string[],
): readonly Omit<Candidate, 'proof'>[] {
  const root = path.at(-1)
  if (root === undefined) return []
  const sent = path.slice(1, -1).filter((c) => !chain.sent.includes(c))
  const order = [...new Set([...path.slice(0, -1), ...chain.sent])].map((c) => c.sha256)
  const serve: readonly Delta[] = sent.length === 0 ? [] : [{ kind: 'set-sent', chain: order }]
  const add = stores
    .filter((id) => takesAnchors(world.evidence, id) && world.stores.get(id)?.bySha256.has(root.sha256) === false)
    .map((store): Delta => ({ kind: 'add-anchor', store, cert: root.sha256 }))
  return [
    ...(serve.length === 0 ? [] : [{ anchors: [], sent, deltas: serve }]),
    ...(add.length === 0 ? [] : [{ anchors: [root], sent: [], deltas: add }]),
    ...(serve.length === 0 || add.length === 0 ? [] : [{ anchors: [root], sent, deltas: [...serve, ...add] }]),
  ]
}

/** Shortest first; a path has no certificate twice, and ends at a root. Expired ones are left out: they cure nobody at this clock. */
function pathsAbove(
  world: World,
  chain: ObservedChain,
  own: Sha256 | null,
  meets: (kind: SearchBound['kind'], most: number) => void,
): readonly (readonly Certificate[])[] {
  const [target] = chain.sent
  if (target === undefined) return []
  const graph = world.graph(chain)
  const { clock } = world.evidence
  const isCurrent = (c: Certificate): boolean => clock >= c.notBefore && clock <= c.notAfter
  const issuers = graph.certificates.toSorted((a, b) => Number(b.sha256 === own) - Number(a.sha256 === own))
  const found: (readonly Certificate[])[] = []
  const open: (readonly Certificate[])[] = [[target]]
  for (let step = 0; step < mostSteps && found.length < mostPaths; step++) {
    const path = open.shift()
    const last = path?.at(-1)
    if (path === undefined || last === undefined) break
    for (const issuer of issuers) {
      if (path.includes(issuer) || !isCurrent(issuer) || !namesChain(last, issuer, 'canonical')) continue
      // A fact that nobody can compute does not speak against it: the proof will.
      if (graph.signed(last, issuer) === 'invalid') continue
      if (isSelfIssued(issuer)) found.push([...path, issuer])
      else open.push([...path, issuer])
    }
  }
  if (found.length > mostPaths || (found.length === mostPaths && open.length > 0)) meets('paths', mostPaths)
  else if (open.length > 0) meets('steps', mostSteps)
  if (isBudgeted(graph) && graph.isSpent()) meets('signatures', signatureBudget)
  return found.slice(0, mostPaths)
}

/** Cures as much, breaks no more, and asks for less of the same. */
function isPartOf(less: Candidate, more: Candidate): boolean {
  const cured = new Set(less.proof.cures.map(seatKey))
  const needs = (c: Candidate): number => c.anchors.length + c.sent.length
  return (
    needs(less) < needs(more) &&
    [...less.anchors, ...less.sent].every((c) => more.anchors.includes(c) || more.sent.includes(c)) &&
    more.proof.cures.every((c) => cured.has(seatKey(c))) &&
    less.proof.breaks.length <= more.proof.breaks.length
  )
}

/** The server's own omission first, for its cure reaches everybody; then who cures more, breaks less and needs less. */
const better = (a: Candidate, b: Candidate): number =>
  a.anchors.length - b.anchors.length ||
  b.proof.cures.length - a.proof.cures.length ||
  a.proof.breaks.length - b.proof.breaks.length ||
  a.sent.length - b.sent.length
