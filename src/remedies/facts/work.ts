import type { Judgement } from '../../validation/judge.ts'
import type { Situation } from '../../validation/proof.ts'

/**
 * What it costs to evaluate a situation once more, in steps: certificates of paths, failures met on the way, a whole
 * budget where a search spent one, and the certificates of the evidence. A step took about 5 µs where it was measured.
 */
export function workOf({ world, judgements }: Situation): number {
  return judgements.reduce((sum, j) => sum + stepsOf(j), world.certificates.size)
}

function stepsOf({ verdict, chain, seat: { profile } }: Judgement): number {
  if (verdict.kind === 'accepted') return verdict.path.certificates.length
  if (verdict.kind === 'rejected') return verdict.path.certificates.length + verdict.trace.length
  // Undetermined over a chain that is there: most often a search that did not come to its end.
  return chain === null || chain.sent.length === 0 ? 1 : 'steps' in profile.verifier ? profile.verifier.steps : 1
}
