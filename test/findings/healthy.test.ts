import { describe, expect, test } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { findingRules } from '../../src/findings/index.ts'
import { faults } from '../../src/lab/index.ts'
import { remedies } from '../../src/remedies/index.ts'
import { evidenceOf, fixedNow, situationOf } from '../support/evidence.ts'

const build = (id: string) => {
  const fault = faults.find((f) => f.id === id)
  if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
  return fault.build(fixedNow)
}

describe('a healthy chain', () => {
  // RFC 5280 §6.1 finds nothing to say: whatever a rule says of it is wrong.
  test('draws no finding at all, from any client', () => {
    const situation = situationOf(
      evidenceOf(
        build('good'),
        clients().map((c) => ({ id: c.id })),
      ),
    )
    expect(situation.judgements.filter((j) => j.verdict.kind === 'accepted').length).toBeGreaterThan(10)
    expect(situation.judgements.filter((j) => j.verdict.kind === 'rejected')).toEqual([])
    const findings = findingRules.flatMap((rule) => rule(situation))
    // A profile whose search is not there yet is undetermined, and RC503 says so.
    expect(findings.filter((f) => f.code !== 'RC503')).toEqual([])
    expect(remedies(situation)).toEqual([])
  })

  test.each([
    'slow',
    'stale-backend',
    'server-name-required',
    'new-protocol',
    'superfluous-certificates',
    'duplicate-certificates',
    'wrong-order',
  ])('%s: what costs nobody anything is a notice', (id) => {
    const ids = ['python-3.8', 'openssl-s_client-1.0.2', 'python-3.13', 'go-1.24', 'rustls-0.23', 'rfc5280']
    const situation = situationOf(
      evidenceOf(
        build(id),
        ids.map((client) => ({ id: client })),
      ),
    )
    expect(situation.judgements.every((j) => j.verdict.kind === 'accepted')).toBe(true)
    expect(findingRules.flatMap((rule) => rule(situation)).filter((f) => f.severity !== 'notice')).toEqual([])
  })
})
