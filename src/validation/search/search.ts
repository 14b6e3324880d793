import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'

/** The verdict of one client on one scenario, asked for any instant. What does not hang on the time is kept between two. */
export type VerdictAt = (at: UnixSeconds) => Verdict

/**
 * One search strategy: builds and judges paths as its clients do.
 * `identity` checks the name asked for on the target; a strategy that has no place of its own for it ignores it.
 */
export type Search<V> = (scenario: Scenario, verifier: V, identity: () => Failure | null) => VerdictAt
