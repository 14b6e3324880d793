import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { diagnose } from '../../src/diagnose.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { redactEvidence, redactReport } from '../../src/report/redact.ts'
import { goldenEvidence } from '../support/golden-replay.ts'

/** Cases whose evidence holds choices of the case file's schema in most of its members: who failed, what was seen around the target. */
const cases = [
  'handshake-failure',
  'expired-cross',
  'own-resolver',
  'clock-measured',
  'observed-beside-predicted',
  'platforms',
].map((name) => ({ name, evidence: goldenEvidence(name) }))

/** Every word that stands in evidence as a whole text, which is to say every choice of the schema too. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /^[a-z][a-z0-9.-]{2,15}$/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}
const words = [...new Set([...cases.flatMap(({ evidence }) => wordsIn(evidence)), 'any', 'peer', 'network', 'smtp'])]

/** The same machine, used by somebody of this name. */
const usedBy = (user: string, evidence: Evidence): Evidence => ({
  ...evidence,
  target: { ...evidence.target, starttls: 'smtp', source: `/home/${user}/chain.pem` },
  contacted: [`/home/${user}/list and what ${user} says`],
})

test('whatever a user is called, what is shared is a case that gives the same verdicts (property)', () => {
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.constantFrom(...cases), (user, { name, evidence }) => {
      const own = usedBy(user, evidence)
      const { evidence: shared } = redactEvidence(own)
      expect(shared.contacted.join()).not.toContain(`/home/${user}/`)
      const read = readCaseFile(writeCaseFile(shared), name)
      expect(read.sends.map((s) => s.hello)).toEqual(own.sends.map((s) => s.hello))
      const judged = (of: Evidence) => diagnose(of, { verify: recordedSignatures })
      const verdicts = judged(own).results.map((r) => [r.verdict.kind, r.timeline])
      expect(judged(read).results.map((r) => [r.verdict.kind, r.timeline])).toEqual(verdicts)
      const report = redactReport(judged(own))
      expect(report.results.map((r) => r.timeline)).toEqual(judged(own).results.map((r) => r.timeline))
      expect(report.findings.map((f) => [f.code, f.severity])).toEqual(judged(own).findings.map((f) => [f.code, f.severity]))
    }),
    { seed: 5, numRuns: 60 },
  )
}, 60_000)

test.each(['any', 'peer', 'prober', 'linux', 'not-proved', 'rejected'])('a user %s is masked where he is named', (user) => {
  const { evidence } = redactEvidence(usedBy(user, goldenEvidence('expired-cross')))
  expect([evidence.target.source, evidence.contacted]).toEqual([
    '/home/user-1/chain.pem',
    ['/home/user-1/list and what user-1 says'],
  ])
})
