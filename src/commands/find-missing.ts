import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import { situationOf } from '../diagnose.ts'
import { type Workshop, world as worldOf } from '../graph/world.ts'
import type { Certificate } from '../model/certificate.ts'
import type { ClientEvidence, Evidence } from '../model/evidence.ts'
import type { FoundCandidate, FoundReport, NeededCertificate } from '../model/found.ts'
import { programmeData } from '../programmes/cached-content.ts'
import { authenticate } from '../roots/authenticity/authenticate.ts'
import { notBeforeRelease } from '../roots/authenticity/freshness.ts'
import { ownFingerprint as asFingerprint } from '../roots/authenticity/own-fingerprint.ts'
import type { Knowledge } from '../roots/authenticity/knowledge.ts'
import { above, candidatePool, type CandidatePool, mostAbove, type PoolSource } from '../roots/candidate-pool.ts'
import { isUsable } from '../report/found/refused.ts'
import { type Candidate, candidates } from '../roots/candidates.ts'
import { loadRoots } from '../roots/load.ts'
import type { RootTable } from '../roots/table.ts'
import type { Situation } from '../validation/proof.ts'
import {
  type CertificateReader,
  fileSource,
  certificateReader,
  evidenceSources,
  machineSources,
  poolWithTable,
  publishedSources,
  type StoreSource,
  withCandidates,
} from './candidate-sources.ts'
import { cachedSources } from './cached-sources.ts'
import type { Context } from './context.ts'
import { knowledgeOf, knownStore } from './knowledge.ts'

/** What was looked for and found, with what a plan needs to go on. */
export interface Missing {
  readonly report: FoundReport
  /** Of the evidence together with what was found. */
  readonly situation: Situation
  /** In the order of the report's candidates. */
  readonly candidates: readonly Candidate[]
  readonly pool: CandidatePool
  /** A certificate as an anchor, with what vouches for it. */
  readonly weigh: (certificate: Certificate) => NeededCertificate
}

/** Where candidates are looked for on this machine, and what programmes publish: gathered once. */
export interface Places {
  readonly table: RootTable
  readonly published: Awaited<ReturnType<typeof programmeData>>
  readonly stores: readonly StoreSource[]
  readonly read: CertificateReader
  /** Files that the user names: they may hold what is missing, and vouch for nothing. */
  readonly files: readonly PoolSource[]
  /** What was had from others, now or before, and is kept in the user's cache; it vouches for nothing. */
  readonly located: readonly PoolSource[]
  /** Who was asked to locate something: `locator host:port`. */
  readonly contacted: readonly string[]
}

/** Gathers them: the stores of this machine, the user's cache of what programmes publish, the product's own table. */
export async function lookThrough({ host, now }: Pick<Context, 'host' | 'now'>, files: readonly string[] = []): Promise<Places> {
  const read = certificateReader()
  return {
    files: files.map((path) => fileSource(host, path, read)),
    read,
    table: await loadRoots(),
    published: await programmeData(host, now),
    stores: await machineSources(host, read),
    located: cachedSources(host, read),
    contacted: [],
  }
}

/** Everything that could be what is missing, wherever it lies. */
export const sourcesOf = ({ published, stores, read, files, located }: Places): readonly PoolSource[] => [
  ...files,
  ...stores,
  ...publishedSources(published, read),
  ...located,
]

/** What would make the rejecting clients of this evidence accept, each proved, with what vouches for it. */
export function findMissing(
  asked: string,
  evidence: Evidence,
  places: Places,
  {
    now,
    shop,
    ownFingerprint,
  }: { readonly now: FoundReport['at']; readonly shop: Workshop; readonly ownFingerprint: string | null },
): Missing {
  const { table, published, stores } = places
  const own = ownFingerprint === null ? null : asFingerprint(ownFingerprint)
  const bare = worldOf(evidence, shop)
  const below = bare.chains.flatMap((chain) => chain.sent)
  const pool = poolWithTable([...evidenceSources(evidence, places.read), ...sourcesOf(places)], table, below)
  const upward = above(pool, below, own)
  const situation = situationOf(withCandidates(evidence, upward, table), shop)
  const searched = candidates(situation, own)
  const bounds = [...(upward.length < mostAbove ? [] : [{ kind: 'certificates', most: mostAbove } as const]), ...searched.bounds]
  const knowledge = knowledgeOf({ now, table, published, pool, stores: stores.map(knownStore), ownFingerprint })
  const weighed = searched.candidates.map((candidate) => ({ candidate, ...shown(candidate, pool, knowledge) }))
  const found = weighed.toSorted(usableFirst)
  // Who is shown for comparison alone is nobody's trouble where nothing was found for him.
  const isTrouble = ({ asked: counts }: ClientEvidence): boolean => counts || found.length > 0
  const rejecting = situation.judgements.flatMap(({ verdict, seat }) => (verdict.kind === 'rejected' ? [seat.entry] : []))
  const rejects = new Set(rejecting.filter(isTrouble)).size
  return {
    situation,
    candidates: found.map(({ candidate }) => candidate),
    pool,
    weigh: (certificate) => anchor(certificate, pool, knowledge),
    report: {
      schema: 1,
      at: notBeforeRelease(now),
      asked,
      target: evidence.target,
      rejects,
      candidates: found.map(({ needed: own, proof }) => ({ needed: own, proof })),
      publications: published.publications,
      unusable: published.unusable,
      open: openIn(situation),
      ...(bounds.length === 0 ? {} : { bounds }),
      ...unfetchedOf(evidence),
      contacted: [...evidence.contacted, ...places.contacted],
    },
  }
}

/** Each address once, whichever certificates name it. */
function unfetchedOf({ unfetched = [] }: Evidence): Pick<FoundReport, 'unfetched'> {
  if (unfetched.length === 0) return {}
  const each = new Map(unfetched.map(({ by: _by, ...one }) => [one.from, one]))
  return { unfetched: [...each.values()] }
}

/** What may be taken stands before what the evidence refuses; otherwise as it was ranked. */
const usableFirst = (a: FoundCandidate, b: FoundCandidate): number => Number(isUsable(b)) - Number(isUsable(a))

function openIn({ judgements }: Situation): FoundReport['open'] {
  const isOpen = ({ kind }: Situation['judgements'][number]['verdict']): boolean => kind === 'undetermined' || kind === 'hangs'
  return [...new Set(judgements.flatMap((j) => (j.seat.entry.asked && isOpen(j.verdict) ? [j.seat.entry.id] : [])))]
}

function shown({ anchors, sent, proof }: Candidate, pool: CandidatePool, knowledge: Knowledge): FoundCandidate {
  return {
    needed: [
      ...anchors.map((c) => anchor(c, pool, knowledge)),
      ...sent.map((c): NeededCertificate => ({ ...needed(c, pool), as: 'sent', sheet: null })),
    ],
    proof,
  }
}

/** A certificate that a store would have to trust, with its evidence. */
const anchor = (certificate: Certificate, pool: CandidatePool, knowledge: Knowledge): NeededCertificate => ({
  ...needed(certificate, pool),
  as: 'anchor',
  sheet: authenticate(certificate, knowledge),
})

function needed(certificate: Certificate, pool: CandidatePool): Pick<NeededCertificate, 'certificate' | 'where' | 'isHeld'> {
  const { where = [], isHeld = true } = pool.bySha256.get(certificate.sha256) ?? {}
  return { certificate: certificateSummary(certificate), where, isHeld }
}

/** Certificates of this name (any part of it, in any case) or of this SHA-256, with what vouches for each as an anchor. */
export function findCertificates(
  asked: string,
  isMeant: (certificate: Certificate) => boolean,
  places: Places,
  now: FoundReport['at'],
): FoundReport {
  const { table, published, stores } = places
  const all = Array.from({ length: table.size }, (_, place) => table.anchorAt(place).certificate())
  const pool = candidatePool([...sourcesOf(places), { where: 'the table of this program', certificates: all, isHeld: false }])
  const knowledge = knowledgeOf({ now, table, published, pool, stores: stores.map(knownStore), ownFingerprint: null })
  const meant = [...pool.bySha256.values()].map((p) => p.certificate).filter(isMeant)
  return {
    schema: 1,
    at: notBeforeRelease(now),
    asked,
    target: null,
    rejects: 0,
    candidates: meant.map((c) => ({ needed: [anchor(c, pool, knowledge)], proof: null })).toSorted(usableFirst),
    publications: published.publications,
    unusable: published.unusable,
    open: [],
    contacted: places.contacted,
  }
}
