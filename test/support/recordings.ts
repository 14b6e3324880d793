import { resolveClient } from '../../src/clients/resolve.ts'
import { recordedExceptions } from '../oracle/exceptions.ts'
import { type Comparison, compareRecording } from './compare-recording.ts'
import { observed, oracleCases, oracleProfiles, oracleScenario } from './oracle.ts'

/** One case of one recording beside the profile that stands for the client. */
export interface Compared extends Comparison {
  readonly profile: string
  /** Which client was recorded, by the recording's own name. */
  readonly recording: string
  /** The case. */
  readonly name: string
  /** Why they differ, where that is known. */
  readonly reason: string | undefined
}

/** Every case of every recording that is here, for which there is a profile. Cases that say nothing (`n`) are left out. */
export function* comparedRecordings(): Generator<Compared> {
  if (oracleCases === null || observed === null) return
  for (const [recording, id] of Object.entries(oracleProfiles ?? {})) {
    const resolved = resolveClient(id)
    if (resolved === null || resolved.isNearest) continue
    const { profile } = resolved
    for (const { name } of oracleCases.cases) {
      const said = observed[recording]?.[name]
      if (said === undefined || said.result === 'n') continue
      const { scenario, at } = oracleScenario(oracleCases, name)
      yield {
        ...compareRecording(profile, scenario, at, said),
        profile: id,
        recording,
        name,
        reason: recordedExceptions[`${id} ${name}`],
      }
    }
  }
}
