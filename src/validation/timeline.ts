import type { Certificate } from '../model/certificate.ts'
import type { CertificationPath, PathGraph, Scenario } from '../model/path.ts'
import type { NotAfter } from '../model/policy.ts'
import type { Verifier } from '../model/verifier.ts'
import type { Verdict, VerdictSegment, VerdictTimeline } from '../model/verdict.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import type { VerdictAt } from './search/search.ts'
import { fetchesIssuers } from './fetches-issuers.ts'
import { programmeInstants } from './programme.ts'
import { sameBytes } from '../graph/issuers.ts'
import { bucketOf } from './search/sort-then-verify-bucket.ts'

/**
 * The exact verdict of a client for all of time, with the store as it is. `verdictAt` is what `verdicts` makes ready for it.
 *
 * Time enters validation only by comparison with finitely many instants, so the verdict is constant between
 * neighbours of that set: one evaluation in each gap is the whole answer, and nothing is sampled.
 */
export function timeline(scenario: Scenario, verifier: Verifier, verdictAt: VerdictAt): VerdictTimeline {
  const edges = instants(scenario, verifier)
  const segments: Segment[] = []
  let from = seconds(-Infinity)
  let last: Segment | null = null
  for (let i = 0; i <= edges.length; i++) {
    const until = edges[i] ?? seconds(Infinity)
    const verdict = verdictAt(i === 0 ? seconds((edges[0] ?? 1) - 1) : from)
    if (last !== null && sameVerdict(last.verdict, verdict)) last.until = until
    else segments.push((last = { from, until, verdict }))
    from = until
  }
  return segments
}

/** One that may still grow. */
interface Segment {
  readonly from: UnixSeconds
  until: UnixSeconds
  readonly verdict: Verdict
}

/**
 * Every instant at which a comparison can change its answer, ascending: the first second of each certificate and the first
 * after it, as the verifier reads notAfter. GnuTLS (`sort-then-verify`) reads it in both ways at different places, and looks
 * issuers up by a hash of their name, so that it meets anchors of other names; the others meet only what the graph holds. Beside
 * them the days from which rules of a programme hold.
 */
export function instants(scenario: Scenario, verifier: Verifier): readonly UnixSeconds[] {
  const ofRules = programmeInstants(scenario)
  const { fetched } = scenario
  const isFetching = fetched !== undefined && fetchesIssuers({ verifier })
  // What was fetched stands above what was sent: its graph has all certificates of the other.
  const edges = validityInstants(isFetching ? { ...scenario, ...fetched } : scenario, verifier)
  return ofRules.length === 0 ? edges : [...new Set([...edges, ...ofRules])].sort((a, b) => a - b)
}

function validityInstants({ graph, sent, store }: Scenario, verifier: Verifier): readonly UnixSeconds[] {
  if (verifier.strategy === 'climb' || verifier.strategy === 'filtered')
    return withSlop(kept(graph)[verifier.notAfter], graph.certificates, verifier.slop)
  if (verifier.strategy === 'store-then-sent') return kept(graph).both
  if (verifier.strategy === 'known-signers') {
    // An anchor of another name keeps one out that has its key or identifier, for as long as it is valid itself.
    const signers = store.anchors.map((a) => a.certificate).filter((c) => graph.certificates.some((met) => isSameSigner(c, met)))
    const others = signers.filter((c) => !graph.certificates.includes(c))
    return others.length === 0 ? kept(graph)[verifier.notAfter] : edgesOf([...graph.certificates, ...others], [verifier.notAfter])
  }
  if (verifier.strategy !== 'sort-then-verify') return kept(graph)[verifier.notAfter]
  const stored = sent.flatMap((c) => [...bucketOf(store, c.issuer), ...bucketOf(store, c.subject)])
  const others = stored.filter((c) => !graph.certificates.includes(c))
  return others.length === 0 ? kept(graph).both : edgesOf([...graph.certificates, ...others], bothReadings)
}

function isSameSigner(a: Certificate, b: Certificate): boolean {
  if (a.subjectPublicKeyInfo.raw === b.subjectPublicKeyInfo.raw) return true
  const [own, theirs] = [a.subjectKeyIdentifier, b.subjectKeyIdentifier]
  return own !== null && theirs !== null && sameBytes(own.keyIdentifier, theirs.keyIdentifier)
}

/** NSS takes a certificate for valid some time before it is. Its comparison of two windows with the clock (CERT_IsNewer) is at their ends. */
const withSlop = (edges: readonly UnixSeconds[], certificates: readonly Certificate[], slop: number): readonly UnixSeconds[] =>
  [...new Set([...edges, ...certificates.map((c) => seconds(c.notBefore - slop))])]
    .filter((t) => Number.isFinite(t))
    .sort((a, b) => a - b)

const bothReadings: readonly NotAfter[] = ['exclusive', 'inclusive']

type Edges = Readonly<Record<NotAfter | 'both', readonly UnixSeconds[]>>

/** All verifiers of one reading have the same instants. */
const byGraph = new WeakMap<PathGraph, Edges>()

function kept(graph: PathGraph): Edges {
  let edges = byGraph.get(graph)
  if (edges === undefined) {
    const of = (...readings: readonly NotAfter[]) => edgesOf(graph.certificates, readings)
    byGraph.set(graph, (edges = { exclusive: of('exclusive'), inclusive: of('inclusive'), both: of(...bothReadings) }))
  }
  return edges
}

function edgesOf(certificates: readonly Certificate[], readings: readonly NotAfter[]): readonly UnixSeconds[] {
  const found = new Set<UnixSeconds>()
  for (const { notBefore, notAfter } of certificates) {
    found.add(notBefore)
    for (const reading of readings) found.add(reading === 'exclusive' ? notAfter : seconds(notAfter + 1))
  }
  return [...found].filter((t) => Number.isFinite(t)).sort((a, b) => a - b)
}

/** The segment that holds `at`. */
export function segmentAt(segments: VerdictTimeline, at: UnixSeconds): VerdictSegment {
  const segment = segments.find((s) => at >= s.from && at < s.until)
  if (segment === undefined) throw new RangeError('a timeline covers all of time')
  return segment
}

/** Whether a reader would be told the same: same path, or same failure of the same certificate. */
export function sameVerdict(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'accepted') return b.kind === 'accepted' && samePath(a.path, b.path)
  if (a.kind === 'rejected') {
    return (
      b.kind === 'rejected' && a.told.code === b.told.code && a.told.at === b.told.at && a.told.certificate === b.told.certificate
    )
  }
  if (a.kind === 'undetermined') return b.kind === 'undetermined' && a.missing.join() === b.missing.join()
  return a.kind === b.kind
}

function samePath(a: CertificationPath, b: CertificationPath): boolean {
  return (
    a.anchor === b.anchor &&
    a.certificates.length === b.certificates.length &&
    a.certificates.every((c, i) => c === b.certificates[i])
  )
}
