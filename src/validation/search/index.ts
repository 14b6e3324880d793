import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { Verifier } from '../../model/verifier.ts'
import { allPaths } from './all-paths.ts'
import { anchorsFirst } from './anchors-first.ts'
import { depthFirst } from './depth-first.ts'
import { forwardOnly } from './forward-only.ts'
import { gathered } from './gathered.ts'
import { greedy } from './greedy.ts'
import { knownSigners } from './known-signers.ts'
import { merged } from './merged.ts'
import { mostSpecific } from './most-specific.ts'
import { climb } from './climb.ts'
import { filtered } from './filtered.ts'
import { scored } from './scored.ts'
import type { VerdictAt } from './search.ts'
import { sentThenBuild } from './sent-then-build.ts'
import { sortThenVerify } from './sort-then-verify.ts'
import { storeThenSent } from './store-then-sent.ts'
import { wholePaths } from './whole-paths.ts'
import { worstOfPath } from './worst-of-path.ts'

/** Makes the search that the verifier names ready. Each strategy is one file; this is their registry. */
export function search(scenario: Scenario, verifier: Verifier, identity: () => Failure | null): VerdictAt {
  switch (verifier.strategy) {
    case 'forward-only':
      return forwardOnly(scenario, verifier, identity)
    case 'known-signers':
      return knownSigners(scenario, verifier, identity)
    case 'store-then-sent':
      return storeThenSent(scenario, verifier, identity)
    case 'gathered':
      return gathered(scenario, verifier, identity)
    case 'worst-of-path':
      return worstOfPath(scenario, verifier, identity)
    case 'greedy':
      return greedy(scenario, verifier, identity)
    case 'depth-first':
      return depthFirst(scenario, verifier, identity)
    case 'most-specific':
      return mostSpecific(scenario, verifier, identity)
    case 'all-paths':
      return allPaths(scenario, verifier, identity)
    case 'sent-then-build':
      return sentThenBuild(scenario, verifier, identity)
    case 'sort-then-verify':
      return sortThenVerify(scenario, verifier, identity)
    case 'scored':
      return scored(scenario, verifier, identity)
    case 'anchors-first':
      return anchorsFirst(scenario, verifier, identity)
    case 'whole-paths':
      return wholePaths(scenario, verifier, identity)
    case 'merged':
      return merged(scenario, verifier, identity)
    case 'climb':
      return climb(scenario, verifier, identity)
    case 'filtered':
      return filtered(scenario, verifier, identity)
  }
}
