import { noIssuerCodes } from '../model/failure.ts'
import type { ChainAuthority } from '../model/evidence.ts'
import type { ClientResult, PathTreeNode, Report, VerdictSummary } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { IncidentFact } from './fact.ts'
import type { Incident, IncidentMatch } from './incident.ts'

/** What a rejection must look like to belong to an incident. */
export interface Signs {
  readonly from: UnixSeconds
  /** First second at which the same rejection is another matter; absent: none is known. */
  readonly before?: UnixSeconds
  /** A certificate that fails is told, or met on the way, as expired. */
  readonly expired?: true
  /** No way up is found, and a certificate of these parts stands in the chain, in the path, or above the chain: in some store, or nowhere here. */
  readonly unanchored?: readonly IncidentFact['part'][]
  /** The path ends at a certificate that fails, and the programme's rules or the store refuse it. */
  readonly distrusted?: true
  /**
   * Only on a store with so many roots that it is one of the public ones: a bundle that somebody made for one server lacks any root for
   * reasons of its own.
   */
  readonly onPublicStore?: true
}

/** Roots that the smallest public bundle of the last fifteen years had, and no hand-made one has. */
const publicStore = 50

/** Looks for the signs in every rejection of a report. */
export const matching =
  (of: readonly IncidentFact[], signs: Signs): Incident['matches'] =>
  (report, authorities = []) => {
    if (report.clock < signs.from || report.clock >= (signs.before ?? Infinity)) return null
    const found = report.results.flatMap((result) => {
      const about = shownBy(report, authorities, result, of, signs)
      return about.length === 0 ? [] : [{ result, about }]
    })
    return found.length === 0 ? null : merged(found)
  }

interface Shown {
  readonly result: ClientResult
  readonly about: readonly Sha256[]
}

const merged = (found: readonly Shown[]): IncidentMatch => ({
  clients: [...new Set(found.map(({ result }) => result.client))],
  asked: found.some(({ result }) => result.asked),
  about: [...new Set(found.flatMap(({ about }) => about))],
})

/** The certificates of the incident that explain this verdict; empty: it has another cause. */
function shownBy(
  report: Report,
  authorities: readonly ChainAuthority[],
  result: ClientResult,
  of: readonly IncidentFact[],
  signs: Signs,
): readonly Sha256[] {
  const { verdict } = result
  if (verdict.kind !== 'rejected') return []
  const fails = setOf(of, ['fails'])
  const isUnanchored = noIssuerCodes.includes(verdict.code)
  if (signs.expired === true && (verdict.code === 'expired' || isUnanchored)) {
    const expired = expiredIn(verdict).filter((c) => fails.has(c))
    if (expired.length > 0) return expired
  }
  if (isUnanchored && signs.unanchored !== undefined && (signs.onPublicStore !== true || isPublic(report, result))) {
    const parts = setOf(of, signs.unanchored)
    const all = involved(report, result)
    const below = authorities.flatMap(({ top, roots = [] }) =>
      roots.some((root) => parts.has(root)) && all.includes(top) ? [top] : [],
    )
    return [...all.filter((c) => parts.has(c)), ...below]
  }
  if (signs.distrusted === true && (verdict.code === 'distrusted' || verdict.code === 'anchor-rejected'))
    return verdict.path.filter((c) => fails.has(c))
  return []
}

const setOf = (of: readonly IncidentFact[], parts: readonly IncidentFact['part'][]): ReadonlySet<Sha256> =>
  new Set(of.filter(({ part }) => parts.includes(part)).map(({ sha256 }) => sha256))

type Rejected = Extract<VerdictSummary, { kind: 'rejected' }>

const expiredIn = ({ code, certificate, trace }: Rejected): readonly Sha256[] => [
  ...new Set(
    [{ code, certificate }, ...trace].flatMap((f) => (f.code === 'expired' && f.certificate !== null ? [f.certificate] : [])),
  ),
]

const isPublic = ({ stores }: Report, { store }: ClientResult): boolean =>
  stores.some(({ id, size }) => id === store && size >= publicStore)

/** What was sent, what was tried, and what stands above it in any of the stores. */
function involved({ chains, trees }: Report, { chain, verdict }: ClientResult): readonly Sha256[] {
  const above = (node: PathTreeNode): readonly Sha256[] => [node.certificate, ...node.issuers.flatMap(above)]
  return [
    ...new Set([
      ...chains.filter(({ id }) => id === chain).flatMap(({ certificates }) => certificates),
      ...(verdict.kind === 'rejected' ? verdict.path : []),
      ...trees.filter((tree) => tree.chain === chain).flatMap(({ root }) => above(root)),
    ]),
  ]
}
