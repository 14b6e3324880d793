import { describe, expect, it } from 'vitest'
import { resolveClient } from '../../src/clients/resolve.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { observed, oracleCases, oracleProfiles, oracleScenario } from '../support/oracle.ts'
import { sameSentence } from './normalise.ts'

/**
 * Recordings of real clients: each profile that names one must give its verdict and its sentence on every case.
 * `exceptions` lists where it knowingly does not, with the reason; an exception that stops applying fails.
 */
const exceptions: Readonly<Record<string, string>> = {}

const available = oracleCases !== null && observed !== null && oracleProfiles !== null

describe.skipIf(!available)('recordings of real clients (skipped where ../shared/oracle is absent)', () => {
  for (const [recorded, id] of Object.entries(oracleProfiles ?? {})) {
    const resolved = resolveClient(id)
    if (resolved === null || resolved.isNearest) continue
    describe(`${recorded} is ${id}`, () => {
      for (const { name, host } of oracleCases?.cases ?? []) {
        const said = observed?.[recorded]?.[name]
        if (said === undefined) continue
        it(name, () => {
          if (oracleCases === null) throw new Error('unreachable: skipped without recordings')
          const { scenario, at } = oracleScenario(oracleCases, name)
          const verdict = evaluate(scenario, resolved.profile, at)
          const text = verdict.kind === 'rejected' ? render(says(resolved.profile.texts(), verdict.told, { host }), at) : null
          // `n`: the tool checks no names, so that the case says nothing of it.
          const wanted = said.result === 'R' ? 'rejected' : 'accepted'
          const agrees = said.result === 'n' || (verdict.kind === wanted && (text === null || sameSentence(text, said.text)))
          const reason = exceptions[`${id} ${name}`]
          if (reason !== undefined) expect(agrees, `the exception stopped applying: ${reason}`).toBe(false)
          else expect(agrees, `${verdict.kind}: ${text ?? ''}\nrecorded: ${said.text}`).toBe(true)
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
