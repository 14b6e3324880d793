import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { Verifier } from '../../model/policy.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { allPaths } from './all-paths.ts'
import { depthFirst } from './depth-first.ts'
import { greedy } from './greedy.ts'
import { scored } from './scored.ts'
import { sentThenBuild } from './sent-then-build.ts'
import { sortThenVerify } from './sort-then-verify.ts'

/** Runs the search that the verifier names. Each strategy is one file; this is their registry. */
export function search(scenario: Scenario, verifier: Verifier, identity: () => Failure | null, at: UnixSeconds): Verdict {
  switch (verifier.strategy) {
    case 'greedy':
      return greedy(scenario, verifier, identity, at)
    case 'depth-first':
      return depthFirst(scenario, verifier, identity, at)
    case 'all-paths':
      return allPaths(scenario, verifier, identity, at)
    case 'sent-then-build':
      return sentThenBuild(scenario, verifier, identity, at)
    case 'sort-then-verify':
      return sortThenVerify(scenario, verifier, identity, at)
    case 'scored':
      return scored(scenario, verifier, identity, at)
  }
}
