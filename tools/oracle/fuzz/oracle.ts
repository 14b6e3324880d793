import type { ClientProfile } from '../../../src/model/client.ts'
import type { Scenario } from '../../../src/model/path.ts'
import type { Case } from '../../../test/validation/agreement/random-case.ts'

/** A real verifier that answers many questions in one process. */
export interface FuzzOracle {
  readonly id: string
  /** What answers, with its version; `null`: it is not on this machine. */
  readonly version: () => string | null
  /** The profile that has to agree. */
  readonly profile: () => ClientProfile
  /** Makes it ready, once; `folder` is for what it builds. */
  readonly start: (folder: string) => Promise<Ask>
  /** What a sentence, of either side, amounts to: the two are compared in this form. By default itself. */
  readonly compared?: (text: string) => string
  /** The code by which answers are counted. */
  readonly code: (text: string) => string
  readonly exceptions: readonly FuzzException[]
  /** It has words of its own for each certificate that it cannot decode. Absent: on both sides that is `unreadable`. */
  readonly wordsDecoding?: true
  /** Whether the name asked for is part of the question. */
  readonly asksHost: boolean
}

/** One answer for each case, in their order. */
export type Ask = (cases: readonly Case[]) => Promise<readonly string[]>

/** A disagreement that is known, as a predicate with its reason. */
export interface FuzzException {
  readonly reason: string
  /** `judge`: what the engine answers at the same instant where something in the scenario is otherwise. */
  readonly explains: (theirs: string, ours: string, scenario: Scenario, judge: (scenario: Scenario) => string) => boolean
}
