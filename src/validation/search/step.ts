import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'

/**
 * One thing that a verifier meets on a path, in its order: a failure at any time, or the place where it looks at the dates
 * of a certificate. What does not hang on the time is found once for each path.
 */
export type Step = Failure | Dated

export interface Dated {
  readonly code: 'dated'
  /** Index in the path: 0 = target. */
  readonly at: number
  readonly certificate: Certificate
}
