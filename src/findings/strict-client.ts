import { policyFailures } from './facts/policy-failures.ts'
import { grouped } from './facts/grouped.ts'
import { concern, rejections } from './facts/rejections.ts'
import { keyHolder } from './facts/weak-key-culprit.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC502: a client rejects for a demand of its own which other clients with the same store and chain do not make.
 * One finding for each failure.
 * about: the certificates that fail it. clients: those that tell it. params: `failure`: the `FailureCode`; `accepts`: the
 * clients that do not mind, joined by `, `.
 */
export const strictClient: FindingRule = (situation) => {
  const strict = rejections(situation).flatMap((rejection) => {
    const { seat, chain } = rejection.judgement
    if (!policyFailures.includes(rejection.verdict.told.code)) return []
    const accepts = situation.judgements.filter(
      (j) => j.verdict.kind === 'accepted' && j.chain === chain && j.seat.entry.store === seat.entry.store,
    )
    return accepts.length > 0 ? [{ rejection, accepts: accepts.map((j) => j.seat.entry.id) }] : []
  })
  return [...grouped(strict, (s) => s.rejection.verdict.told.code)].map(([failure, own]) => ({
    code: 'RC502',
    ...concern(own.map((s) => s.rejection)),
    about: [...new Set(own.flatMap(({ rejection }) => keyHolder(rejection, rejection.verdict.told)?.sha256 ?? []))],
    params: { failure, accepts: [...new Set(own.flatMap((s) => s.accepts))].join(', ') },
  }))
}
