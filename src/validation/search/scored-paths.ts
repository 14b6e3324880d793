import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'
import type { ScoredVerifier } from '../../model/verifier.ts'
import { isSelfIssued, sameEntity } from '../../graph/issuers.ts'

/** One way up from the target. */
export interface Candidate {
  /** Target first, the last one included whatever it is. */
  readonly chain: readonly Certificate[]
  /** `root`: ends at a self-issued certificate or an anchor; `cycle`: comes back to a name and key; `open`: no issuer is known. */
  readonly end: 'root' | 'cycle' | 'open'
  /** The last certificate is an anchor of the store. */
  readonly isTrusted: boolean
}

/**
 * Every path from the target over sent and stored certificates by name (RFC 4158 §2.3), those with a fitting order first:
 * stored issuers before sent ones. Stops at the budget: `isComplete` is false then.
 */
export function candidatePaths(
  { sent, store }: Scenario,
  { budget, anchors }: ScoredVerifier,
): { readonly paths: readonly Candidate[]; readonly isComplete: boolean } {
  const paths: Candidate[] = []
  let steps = 0
  let isComplete = true
  const climb = (chain: readonly Certificate[]): void => {
    const last = chain.at(-1)
    if (last === undefined) return
    steps += 1
    if (steps > budget.steps || chain.length > budget.depth) {
      isComplete = false
      return
    }
    const isTrusted = store.bySha256.has(last.sha256) && (anchors === 'by-entries' || isSelfIssued(last))
    if (isTrusted || isSelfIssued(last)) paths.push({ chain, end: 'root', isTrusted })
    const stored = (store.bySubject.get(last.issuer.canonical) ?? []).map((a) => a.certificate)
    const known = [...stored, ...sent.filter((c) => c.subject.canonical === last.issuer.canonical)]
    const issuers = [...new Map(known.map((c) => [c.sha256, c])).values()]
    const next = issuers.filter((issuer) => !chain.some((c) => sameEntity(c, issuer)))
    for (const issuer of next) climb([...chain, issuer])
    if (next.length === 0 && !isTrusted && !isSelfIssued(last))
      paths.push({ chain, end: issuers.length === 0 ? 'open' : 'cycle', isTrusted: false })
  }
  climb(sent.slice(0, 1))
  return { paths, isComplete }
}
