import type { Certificate } from '../../model/certificate.ts'
import type { ClientId } from '../../model/client.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Severity } from '../../model/finding.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Judgement } from '../../validation/judge.ts'
import type { Situation } from '../../validation/proof.ts'

/** A judgement that ended in a rejection. */
export interface Rejection {
  readonly judgement: Judgement
  readonly verdict: Extract<Verdict, { readonly kind: 'rejected' }>
}

/** Every rejection of the situation, in the order of its judgements. */
export function rejections({ judgements }: Situation): readonly Rejection[] {
  return judgements.flatMap((judgement) =>
    judgement.verdict.kind === 'rejected' ? [{ judgement, verdict: judgement.verdict }] : [],
  )
}

/** Verifiers that try several paths: their trace holds the failures of paths that were given up, which explain nothing. */
const searching: ReadonlySet<string> = new Set(['depth-first', 'all-paths', 'scored', 'anchors-first'])

/** The failures that stand between the client and an acceptance: what it tells, and all else on the one path that it judged. */
export function failuresOf({ judgement, verdict }: Rejection): readonly Failure[] {
  return searching.has(judgement.seat.profile.verifier.strategy) ? [verdict.told] : [verdict.told, ...verdict.trace]
}

/** Rejections with one of these failures, by the certificate that fails (`null`: no single one), in the order first met. */
export function blamed(
  situation: Situation,
  codes: readonly FailureCode[],
): ReadonlyMap<Certificate | null, readonly Rejection[]> {
  const found = new Map<Certificate | null, Rejection[]>()
  for (const rejection of rejections(situation)) {
    for (const { code, certificate } of failuresOf(rejection)) {
      if (!codes.includes(code)) continue
      const known = found.get(certificate)
      if (known === undefined) found.set(certificate, [rejection])
      else if (!known.includes(rejection)) known.push(rejection)
    }
  }
  return found
}

/** Whether a certificate stands on the path that was judged, its anchor included. */
export const isOnPath = ({ verdict: { path } }: Rejection, certificate: Certificate): boolean =>
  path.anchor === certificate || path.certificates.includes(certificate)

/** The part of a finding that tells whom it concerns. */
export interface Concern {
  readonly severity: Severity
  readonly clients: readonly ClientId[]
}

/** `error` when a client that was asked for is among them, `warning` when only others are, and `otherwise` when nobody is. */
export function concern(explained: readonly Rejection[], otherwise: Severity = 'notice'): Concern {
  const entries = explained.map((r) => r.judgement.seat.entry)
  const clients = [...new Set(entries.map((e) => e.id))]
  if (clients.length === 0) return { severity: otherwise, clients }
  return { severity: entries.some((e) => e.asked) ? 'error' : 'warning', clients }
}
