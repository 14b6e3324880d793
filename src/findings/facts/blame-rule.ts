import type { Failure, FailureCode } from '../../model/failure.ts'
import type { FindingRule } from '../rule.ts'
import { blamed, concern, failuresOf } from './rejections.ts'

/**
 * A rule for a fault that only the clients can tell: one finding for each certificate that fails with one of these
 * failures. `params` is made from the first such failure.
 */
export const blameRule =
  (
    code: string,
    failures: readonly FailureCode[],
    params: (failure: Failure) => Readonly<Record<string, string>> = () => ({}),
  ): FindingRule =>
  (situation) =>
    [...blamed(situation, failures)].flatMap(([certificate, explained]) => {
      const first = explained.flatMap(failuresOf).find((f) => f.certificate === certificate && failures.includes(f.code))
      if (first === undefined) return []
      return [
        {
          code,
          ...concern(explained),
          about: certificate === null ? [] : [certificate.sha256],
          params: { ...params(first) },
        },
      ]
    })
