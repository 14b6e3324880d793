import type { Certificate } from './model/certificate.ts'
import type { ClientProfile } from './model/client.ts'
import type { Evidence, SignatureRecord, StoreEvidence } from './model/evidence.ts'
import type { Finding } from './model/finding.ts'
import type { PathGraph } from './model/path.ts'
import type { ChainReport, Report, StoreReport } from './model/report.ts'
import type { SignatureVerifier } from './model/signature.ts'
import { fidelityOf } from './clients/fidelity.ts'
import { relatives, resolveClient } from './clients/resolve.ts'
import { assumptions } from './diagnosis/assumptions.ts'
import { certificateSummary } from './diagnosis/certificate-summary.ts'
import { clientResult } from './diagnosis/client-result.ts'
import { onPlatform } from './diagnosis/on-platform.ts'
import { pathTree } from './diagnosis/path-tree.ts'
import { predictionWrong } from './diagnosis/prediction-wrong.ts'
import { requireEvidence } from './diagnosis/require-evidence.ts'
import { seenAt } from './diagnosis/seen-at.ts'
import { findingRules } from './findings/index.ts'
import { incidentFindings } from './incidents/index.ts'
import { keyIdentifierFit } from './graph/issuers.ts'
import { issuerPairs } from './graph/path-graph.ts'
import { signatureBudget } from './graph/signature-budget.ts'
import { type ObservedChain, recordedSignatures, type Workshop, workshop, type World, world as worldOf } from './graph/world.ts'
import { remedies } from './remedies/index.ts'
import type { Seat } from './validation/judge.ts'
import { situation, type Situation } from './validation/proof.ts'
import { separations } from './validation/separation.ts'

/** How to diagnose. Without a verifier only the signatures that the evidence records are known. */
export interface DiagnoseOptions {
  /** Settles signatures: `nodeSignatureVerifier()` on Node. `recordedSignatures` when absent. */
  readonly verify?: SignatureVerifier
  /** What was read before of the same certificates: `sealEvidence` and `diagnose` of one evidence share it. With that verifier. */
  readonly shop?: Workshop
}

/**
 * Everything that follows from the evidence at its clock: a pure function. It does not fail: a client without a profile
 * is left out (the command line refuses it before), what cannot be read or computed makes verdicts undetermined.
 * What is no evidence at all is refused with a `RootcauseError` of kind `input`.
 */
export function diagnose(
  evidence: Evidence,
  { verify = recordedSignatures, shop = workshop(verify) }: DiagnoseOptions = {},
): Report {
  requireEvidence(evidence)
  const now = situationOf(evidence, shop)
  const { world } = now
  const results = now.judgements.map((j) => clientResult(now, j))
  const isRejected = results.some(({ verdict }) => verdict.kind === 'rejected')
  const report: Report = {
    schema: 1,
    target: evidence.target,
    observedAt: evidence.at,
    clock: evidence.clock,
    certificates: Object.fromEntries(relevant(world).map((c) => [c.sha256, certificateSummary(c)])),
    chains: world.chains.map(chainReport),
    sends: evidence.sends,
    stores: evidence.stores.map(storeReport),
    results,
    trees: world.chains.flatMap((chain) => pathTree(world, chain) ?? []),
    findings: byCode([...findingRules.flatMap((rule) => rule(now)), ...predictionWrong(results)]),
    separations: isRejected ? separations(now) : [],
    remedies: isRejected ? remedies(now) : [],
    assumptions: assumptions(evidence, results, fidelityOf),
    contacted: evidence.contacted,
    options: evidence.options,
  }
  // An incident is told by what it makes fail.
  if (!isRejected) return report
  return { ...report, findings: byCode([...report.findings, ...incidentFindings(report, evidence.authorities)]) }
}

/** What every client of the evidence says at its clock, ready to be changed and judged again. */
export function situationOf(evidence: Evidence, shop: Workshop): Situation {
  const own = seats(evidence)
  return situation(worldOf(evidence, shop), own, { shop, relatives: relativesOf(own) })
}

const byCode = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))

/** The clients of the evidence that have a profile, as they are on the platforms whose stores they ask. */
export function seats(evidence: Evidence): readonly Seat[] {
  // Seats that are the same client must have one profile: it is compared by identity.
  const kept = new Map<string, ClientProfile>()
  return evidence.clients.flatMap((entry) => {
    const resolved = resolveClient(entry.id)
    if (resolved === null) return []
    const key = JSON.stringify([resolved.profile.id, entry.store, entry.keeps])
    const profile = entry.keeps === undefined ? resolved.profile : (kept.get(key) ?? onPlatform(resolved.profile, entry))
    kept.set(key, profile)
    return [{ entry, profile }]
  })
}

/** Other releases of a client, on the platform on which it is. */
const relativesOf = (own: readonly Seat[]) => (profile: ClientProfile) => {
  const entry = own.find((seat) => seat.profile === profile)?.entry
  const { newer, older } = relatives(profile)
  const here = (other: ClientProfile): ClientProfile => (entry === undefined ? other : onPlatform(other, entry))
  return { newer: newer.map(here), older: older.map(here) }
}

/**
 * The evidence with every signature fact that any client could ask for, as far as `signatureBudget` reaches, and without the octets
 * of certificates that no path above a chain can use: what is saved as a case, so that it replays anywhere to the same report.
 */
export function sealEvidence(
  evidence: Evidence,
  { verify = recordedSignatures, shop = workshop(verify) }: DiagnoseOptions = {},
): Evidence {
  const world = worldOf(evidence, shop)
  const needed = new Set<string>()
  const records = new Map<string, SignatureRecord>()
  for (const chain of world.chains) {
    const { certificates, signed } = widest(world, chain)
    for (const { sha256 } of certificates) needed.add(sha256)
    for (const { child, issuer } of likeliestFirst(issuerPairs(certificates))) {
      const fact = signed(child, issuer)
      if (fact !== 'not-recorded') records.set(child.sha256 + issuer.sha256, { child: child.sha256, issuer: issuer.sha256, fact })
    }
  }
  const onlyNeeded = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => needed.has(id)))
  return {
    ...evidence,
    certs: onlyNeeded(evidence.certs),
    ...(evidence.anchors === undefined ? {} : { anchors: onlyNeeded(evidence.anchors) }),
    stores: evidence.stores.map((store) =>
      'platform' in store && 'settings' in store ? { ...store, settings: onlyNeeded(store.settings) } : store,
    ),
    clients: evidence.clients.map((client) =>
      client.keeps === undefined
        ? client
        : { ...client, keeps: { ...client.keeps, blocked: client.keeps.blocked.filter((id) => needed.has(id)) } },
    ),
    signatures: [...records.values()],
  }
}

/** Where the budget of signatures does not reach all of the pairs, those are settled first that key identifiers speak for. */
function likeliestFirst(pairs: ReturnType<typeof issuerPairs>): ReturnType<typeof issuerPairs> {
  if (pairs.length <= signatureBudget) return pairs
  const isLikely = ({ child, issuer }: (typeof pairs)[number]): boolean => keyIdentifierFit(child, issuer) === 'match'
  return [...pairs.filter(isLikely), ...pairs.filter((pair) => !isLikely(pair))]
}

/** Everything above one chain, what was fetched for it included. */
const widest = (world: World, chain: ObservedChain): PathGraph => world.fetched(chain)?.graph ?? world.graph(chain)

/** Certificates that a report can speak of: those of the graphs above the chains. */
const relevant = (world: World): readonly Certificate[] => [
  ...new Set(world.chains.flatMap((chain) => widest(world, chain).certificates)),
]

const chainReport = ({ id, sent, sends }: ObservedChain): ChainReport => ({
  id,
  certificates: sent.map((c) => c.sha256),
  seen: sends.map(seenAt),
})

const storeReport = (store: StoreEvidence): StoreReport => ({
  id: store.id,
  origin: store.origin,
  size: 'unreadable' in store ? 0 : new Set(store.anchors).size,
  unreadable: 'unreadable' in store ? store.unreadable : null,
})
