import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { Verifier } from '../../model/policy.ts'
import { allPaths } from './all-paths.ts'
import { depthFirst } from './depth-first.ts'
import { greedy } from './greedy.ts'
import { scored } from './scored.ts'
import type { VerdictAt } from './search.ts'
import { sentThenBuild } from './sent-then-build.ts'
import { sortThenVerify } from './sort-then-verify.ts'

/** Makes the search that the verifier names ready. Each strategy is one file; this is their registry. */
export function search(scenario: Scenario, verifier: Verifier, identity: () => Failure | null): VerdictAt {
  switch (verifier.strategy) {
    case 'greedy':
      return greedy(scenario, verifier, identity)
    case 'depth-first':
      return depthFirst(scenario, verifier, identity)
    case 'all-paths':
      return allPaths(scenario, verifier, identity)
    case 'sent-then-build':
      return sentThenBuild(scenario, verifier, identity)
    case 'sort-then-verify':
      return sortThenVerify(scenario, verifier, identity)
    case 'scored':
      return scored(scenario, verifier, identity)
  }
}
