import { describe, expect, it } from 'vitest'
import { resolveClient } from '../../src/clients/resolve.ts'
import { compareRecording } from '../support/compare-recording.ts'
import { recordedExceptions } from './exceptions.ts'
import { observed, oracleCases, oracleProfiles, oracleScenario } from '../support/oracle.ts'

/**
 * Recordings of real clients: each profile that names one must give its verdict and its sentence on every case.
 */
const available = oracleCases !== null && observed !== null && oracleProfiles !== null

describe.skipIf(!available)('recordings of real clients (skipped where ../shared/oracle is absent)', () => {
  for (const [recorded, id] of Object.entries(oracleProfiles ?? {})) {
    const resolved = resolveClient(id)
    if (resolved === null || resolved.isNearest) continue
    describe(`${recorded} is ${id}`, () => {
      for (const { name } of oracleCases?.cases ?? []) {
        const said = observed?.[recorded]?.[name]
        if (said === undefined) continue
        it(name, () => {
          if (oracleCases === null) throw new Error('unreachable: skipped without recordings')
          const { scenario, at } = oracleScenario(oracleCases, name)
          // `n`: the tool checks no names, so that the case says nothing of it.
          if (said.result === 'n') return
          const { verdict, sentence, ours } = compareRecording(resolved.profile, scenario, at, said)
          const agrees = verdict && sentence !== false
          const reason = recordedExceptions[`${id} ${name}`]
          if (reason !== undefined) expect(agrees, `the exception stopped applying: ${reason}`).toBe(false)
          else expect(agrees, `${ours}\nrecorded: ${said.text}`).toBe(true)
        })
      }
    })
  }
})

describe.skipIf(!available)('what the comparison covers', () => {
  it('at least twenty recorded clients have a profile of their own', () => {
    const covered = Object.values(oracleProfiles ?? {}).filter((id) => resolveClient(id)?.isNearest === false)
    expect(new Set(covered).size).toBeGreaterThanOrEqual(20)
  })
})
