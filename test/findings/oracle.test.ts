import { describe, expect, test } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { findingRules } from '../../src/findings/index.ts'
import { remedies } from '../../src/remedies/index.ts'
import { seconds } from '../../src/model/time.ts'
import { evidenceOf, situationOf } from '../support/evidence.ts'
import { oracleCases } from '../support/oracle.ts'

/** The recorded cases as evidence: every client that there is a profile for, on the store of the case. */
function situationOfCase(cases: NonNullable<typeof oracleCases>, name: string) {
  const found = cases.cases.find((c) => c.name === name)
  if (found === undefined) throw new Error(`the recordings hold no case ${name}`)
  const der = (n: string) => new Uint8Array(Buffer.from(cases.certificates[n] ?? '', 'base64'))
  const [chain, anchors] = [found.sent.map(der), found.store.map(der)]
  const at = seconds(Date.parse(found.time) / 1000)
  return situationOf(
    evidenceOf(
      { chain, anchors, key: null, host: found.host, at, serve: { kind: 'chain' } },
      clients().map((c) => ({ id: c.id })),
    ),
  )
}

/** What each case was made to be (its name), as codes that must be told with severity error. */
const told: Readonly<Record<string, string>> = {
  'leaf-expired': 'RC101',
  'int-expired': 'RC102',
  'root-unknown': 'RC401',
  'at-a-both(old first)': 'RC103',
  'at-b-oldonly': 'RC104',
  'le-b-oldonly': 'RC104',
  'missing-int': 'RC201',
  selfsigned: 'RC206',
  'wrong-host': 'RC301',
  'ip-connect': 'RC303',
  'no-san-cn-only': 'RC302',
  'eku-clientauth': 'RC306',
  'nc-int-violation': 'RC310',
  'nc-root-violation': 'RC310',
  'strict-root-bc-noncrit': 'RC311',
  'strict-leaf-noaki': 'RC311',
  'sha1-int': 'RC305',
  'rsa1024-int': 'RC304',
  pathlen: 'RC309',
}

describe.skipIf(oracleCases === null)('recorded cases (skipped where ../shared/oracle is absent)', () => {
  test.each(Object.entries(told))('%s: %s', (name, code) => {
    if (oracleCases === null) return
    const situation = situationOfCase(oracleCases, name)
    const codes = findingRules.flatMap((rule) => rule(situation)).filter((f) => f.severity === 'error')
    expect(codes.map((f) => f.code)).toContain(code)
  })

  test.each(oracleCases?.cases.map((c) => c.name) ?? [])('%s: every rejection is explained', (name) => {
    if (oracleCases === null) return
    const situation = situationOfCase(oracleCases, name)
    const findings = findingRules.flatMap((rule) => rule(situation))
    const explained = new Set(
      findings.filter((f) => f.severity === 'error' && !f.code.startsWith('RC5')).flatMap((f) => f.clients),
    )
    const rejecting = situation.judgements.flatMap((j) => (j.verdict.kind === 'rejected' ? [j.seat.entry.id] : []))
    expect(rejecting.filter((id) => !explained.has(id))).toEqual([])
  })

  test('an expired leaf has no cure but a new one, which nobody here can make', () => {
    if (oracleCases === null) return
    expect(remedies(situationOfCase(oracleCases, 'leaf-expired'))).toEqual([])
  })

  test('AddTrust with both roots: OpenSSL 1.0.2 is cured by dropping the old one', () => {
    if (oracleCases === null) return
    const offered = remedies(situationOfCase(oracleCases, 'at-a-both(old first)'))
    const drop = offered.find((r) => r.rule === 'drop-anchor')
    // Recorded for the same library in Node 8: rejected with both roots, accepted with the new one alone (at-c-newonly).
    expect(drop?.proof.cures.map((c) => c.client)).toEqual(expect.arrayContaining(['openssl-s_client-1.0.2', 'node-8']))
    expect(drop?.proof.breaks).toEqual([])
  })
})
