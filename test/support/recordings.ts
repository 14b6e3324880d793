import { resolveClient } from '../../src/clients/resolve.ts'
import { readCases, readRecordings } from '../../tools/oracle/recordings.ts'
import { recordedExceptions } from '../oracle/exceptions.ts'
import { replay } from '../oracle/replay.ts'
import { replayExceptions } from '../oracle/replay-exceptions.ts'
import { compareRecording } from './compare-recording.ts'
import { observed, oracleCases, oracleProfiles, oracleScenario } from './oracle.ts'

/** One case of one recording beside the profile that stands for the client. */
export interface Compared {
  readonly profile: string
  /** Which client was recorded, by the recording's own name. */
  readonly recording: string
  /** The case. */
  readonly name: string
  readonly verdict: boolean
  /** `null`: nothing was told, or the verdicts differ. */
  readonly sentence: boolean | null
  /** Why they differ, where that is known. */
  readonly reason: string | undefined
}

/** Every case of every recording that is here. Cases that say nothing of a client are left out. */
export function* comparedRecordings(): Generator<Compared> {
  yield* others()
  yield* own()
}

/** Those beside the checkout. */
function* others(): Generator<Compared> {
  if (oracleCases === null || observed === null) return
  for (const [recording, id] of Object.entries(oracleProfiles ?? {})) {
    const profile = resolveClient(id)?.profile
    if (profile === undefined) continue
    for (const { name } of oracleCases.cases) {
      const said = observed[recording]?.[name]
      if (said === undefined || said.result === 'n') continue
      const { scenario, at } = oracleScenario(oracleCases, name)
      const { verdict, sentence } = compareRecording(profile, scenario, at, said)
      yield { profile: profile.id, recording, name, verdict, sentence, reason: recordedExceptions[`${id} ${name}`] }
    }
  }
}

/** Those of this project, on its own cases. */
function* own(): Generator<Compared> {
  const cases = readCases()
  for (const recording of readRecordings()) {
    const profile = resolveClient(recording.profile)?.profile.id
    if (profile === undefined) continue
    for (const agreement of replay(cases, recording) ?? []) {
      const { kind, name, theirs } = agreement
      if (kind === 'not-graded') continue
      const exception = replayExceptions.find((e) => e.clients.test(recording.client) && e.explains(agreement))
      yield {
        profile,
        recording: `${recording.client}, own cases`,
        name,
        verdict: kind !== 'verdict',
        sentence: kind === 'verdict' || !theirs.startsWith('R') ? null : kind === 'same',
        reason: exception?.reason,
      }
    }
  }
}
