import type { ClientProfile } from '../../src/model/client.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import type { Scenario } from '../../src/model/path.ts'
import type { UnixSeconds } from '../../src/model/time.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { sameSentence } from '../oracle/normalise.ts'

/** What a real client said of one case: accepted, rejected; `n`: it checks no names, so that the case says nothing of it. */
export interface Said {
  readonly result: 'A' | 'R' | 'n'
  readonly text: string
}

/** How a profile compares with that. */
export interface Comparison {
  readonly verdict: boolean
  /** `null`: nothing was told, or the verdicts differ. */
  readonly sentence: boolean | null
  /** Ours, for the reader. */
  readonly ours: string
}

/** A profile against one recording. */
export function compareRecording(profile: ClientProfile, scenario: Scenario, at: UnixSeconds, said: Said): Comparison {
  const verdict = evaluate(scenario, profile, at)
  const text = verdict.kind === 'rejected' ? render(says(profile.texts(), verdict.told, { host: scenario.host }), at) : null
  const agrees = verdict.kind === (said.result === 'R' ? 'rejected' : 'accepted')
  return {
    verdict: agrees,
    sentence: agrees && text !== null ? sameSentence(text, said.text) : null,
    ours: `${verdict.kind}: ${text ?? ''}`,
  }
}
