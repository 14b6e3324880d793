import { expect, test } from 'vitest'
import { exitCode } from '../../src/commands/run-check.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { ClientResult, Report } from '../../src/model/report.ts'
import { goldenReport } from '../support/golden-replay.ts'

const base = goldenReport('good', recordedSignatures)
const [some] = base.results

/** A report of clients with these verdicts. */
function reportOf(...results: readonly (readonly [kind: ClientResult['verdict']['kind'], asked: boolean])[]): Report {
  if (some === undefined) throw new Error('the good case has no client')
  const verdicts = {
    accepted: { kind: 'accepted', path: [] },
    rejected: { kind: 'rejected', code: 'expired', at: 0, certificate: null, says: '', path: [], trace: [] },
    undetermined: { kind: 'undetermined', missing: ['the store'] },
    hangs: { kind: 'hangs' },
  } as const
  return { ...base, results: results.map(([kind, asked]) => ({ ...some, asked, verdict: verdicts[kind] })) }
}

// DESIGN §6: 0 every asked client accepts, 1 one rejects, 3 nothing could be observed, 4 none rejects but one is undetermined.
test.each([
  [0, reportOf(['accepted', true], ['accepted', true])],
  [1, reportOf(['accepted', true], ['rejected', true])],
  [1, reportOf(['undetermined', true], ['rejected', true])],
  [1, reportOf(['hangs', true])],
  [4, reportOf(['accepted', true], ['undetermined', true])],
  [0, reportOf(['accepted', true], ['rejected', false], ['undetermined', false], ['hangs', false])],
  [4, reportOf(['undetermined', true], ['rejected', false])],
  [3, { ...reportOf(['rejected', true]), chains: [] }],
  // RC717: whoever shows no certificate of its own is turned away, whatever it makes of the server's.
  [1, { ...reportOf(['accepted', true]), findings: goldenReport('client-certificate-insisted', recordedSignatures).findings }],
])('exit code %i', (code, report) => {
  expect(exitCode(report)).toBe(code)
})

test.each([
  ['good', 0],
  ['expired-leaf', 1],
  ['store-unreadable', 4],
  ['plain-http', 3],
  ['connection-refused', 3],
])('the case %s: %i', (name, code) => {
  expect(exitCode(goldenReport(name, recordedSignatures))).toBe(code)
})
