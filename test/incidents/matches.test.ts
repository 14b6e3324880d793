import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnose.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { incidentFindings, incidents } from '../../src/incidents/index.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { ClientResult, Report, VerdictSummary } from '../../src/model/report.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { CertificateNotes } from '../support/evidence.ts'
import { goldenNames, goldenReport, goldenText } from '../support/golden-replay.ts'
import { sharedPath } from '../support/shared.ts'

const folder = sharedPath('corpora/chains/addtrust-2020/')
const time = (text: string): UnixSeconds => seconds(Date.parse(text) / 1000)

/** What api.openweathermap.org really sent in 2020, with stores made of real roots. */
function realChain(at: string, host = 'api.openweathermap.org'): Evidence {
  const notes = new CertificateNotes()
  const read = (file: string): readonly Sha256[] =>
    readCertificateFile(new Uint8Array(readFileSync(`${folder}${file}`))).certificates.map(({ der }) => notes.note(der))
  const old = read('root-addtrust-external.pem')
  const renewed = read('root-usertrust-rsa.pem')
  const chain = read('sent.pem')
  return {
    schema: 1,
    at: time(at),
    clock: time(at),
    target: { host, port: 443 },
    certs: notes.certs,
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain, tls: null } }],
    stores: [
      { id: 'windows-lazy', origin: 'what Windows had fetched', anchors: old },
      { id: 'bundle', origin: 'a bundle of that spring', anchors: [...old, ...renewed] },
    ],
    clients: [
      { id: 'python-3.8', store: 'windows-lazy', why: 'test', asked: true },
      { id: 'openssl-s_client-1.0.2', store: 'bundle', why: 'test', asked: true },
      { id: 'go-1.15', store: 'bundle', why: 'test', asked: true },
    ],
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

const found = (evidence: Evidence) =>
  diagnose(evidence, { verify: nodeSignatureVerifier() }).findings.filter((f) => f.code === 'RC701')

describe.skipIf(folder === null)('the real chain of AddTrust (skipped where ../shared is absent)', () => {
  test('is that incident from the second on in which the old root had expired, for those that reject', () => {
    expect(found(realChain('2020-05-30T10:48:37Z'))).toEqual([])
    const [finding, ...others] = found(realChain('2020-05-30T10:48:39Z'))
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'error',
      clients: ['python-3.8', 'openssl-s_client-1.0.2'],
      params: { incident: 'addtrust-2020', title: 'the AddTrust incident of 30 May 2020' },
    })
    expect(finding?.about).toEqual(expect.arrayContaining(['687fa451382278fff0c8b11f8d43d576671c6eb2bceab413fb83d965d06d2ff2']))
  })

  test('is told in the report, in one line, with the command for the story', () => {
    const text = goldenText(diagnose(realChain('2020-05-30T10:48:39Z'), { verify: nodeSignatureVerifier() }))
    expect(text.replace(/\s+/g, ' ')).toContain(
      'RC701 This is the AddTrust incident of 30 May 2020: rootcause incidents addtrust-2020',
    )
  })

  test('is no incident where the cause is another: a wrong name, or a target that expired too', () => {
    const wrongName = diagnose(realChain('2020-05-30T10:48:37Z', 'other.example'), { verify: nodeSignatureVerifier() })
    expect(wrongName.results.every((r) => r.verdict.kind === 'rejected')).toBe(true)
    expect(wrongName.findings.filter((f) => f.code === 'RC701')).toEqual([])
  })
})

describe('what only looks like an incident', () => {
  test('names alone match nothing: the lab’s own AddTrust has the names and dates, and other keys', () => {
    expect(goldenNames).toEqual(expect.arrayContaining(['addtrust-2020', 'dst-root-x3']))
    for (const name of goldenNames) expect(incidentFindings(goldenReport(name, recordedSignatures)), name).toEqual([])
  })
})

const other = 'f'.repeat(64) as Sha256

/** A report with one rejection, in which a certificate of the incident stands as the case wants it. */
function reportOf(clock: UnixSeconds, chain: readonly Sha256[], verdict: VerdictSummary, storeSize = 140): Report {
  const result: ClientResult = {
    client: 'python-3.8',
    askedAs: 'python-3.8',
    title: 'Python',
    known: 'source',
    store: 'store',
    why: '',
    asked: false,
    chain: 'chain 1',
    verdict,
    timeline: [],
  }
  return {
    schema: 1,
    target: { host: 'addtrust.example', port: 443 },
    observedAt: clock,
    clock,
    certificates: {},
    chains: [{ id: 'chain 1', certificates: chain, seen: [] }],
    sends: [],
    stores: [{ id: 'store', origin: '', size: storeSize, unreadable: null }],
    results: [result],
    trees: [],
    findings: [],
    separations: [],
    remedies: [],
    assumptions: [],
    contacted: [],
    options: { offline: true },
  }
}

const rejected = (
  code: 'expired' | 'issuer-not-found' | 'distrusted' | 'host-mismatch',
  certificate: Sha256 | null,
  path: readonly Sha256[],
): VerdictSummary => ({ kind: 'rejected', code, at: null, certificate, says: '', path, trace: [{ code, at: null, certificate }] })

describe.each(incidents)('$id', ({ id, from, facts, matches }) => {
  const verdicts = facts.flatMap(({ sha256 }) => [
    { sha256, verdict: rejected('expired', sha256, [other, sha256]) },
    { sha256, verdict: rejected('issuer-not-found', other, [other, sha256]) },
    { sha256, verdict: rejected('distrusted', sha256, [other, sha256]) },
  ])
  const matching = (clock: UnixSeconds, size?: number) =>
    verdicts.filter(({ sha256, verdict }) => matches(reportOf(clock, [other, sha256], verdict, size)) !== null)

  test('is found by its fingerprints from its first second on, and not before', () => {
    expect(matching(from).length).toBeGreaterThan(0)
    expect(matching(seconds(from - 1))).toEqual([])
    for (const { sha256, verdict } of matching(from)) {
      expect(matches(reportOf(from, [other, sha256], verdict))).toEqual({
        clients: ['python-3.8'],
        asked: false,
        about: [sha256],
      })
    }
  })

  test('is not found where the client accepts, rejects for another reason, or other certificates are meant', () => {
    for (const { sha256 } of facts) {
      const chain = [other, sha256]
      expect(matches(reportOf(from, chain, { kind: 'accepted', path: chain }))).toBe(null)
      expect(matches(reportOf(from, chain, rejected('host-mismatch', other, chain)))).toBe(null)
      expect(matches(reportOf(from, chain, rejected('expired', other, chain)))).toBe(null)
    }
    for (const code of ['expired', 'issuer-not-found', 'distrusted'] as const)
      expect(matches(reportOf(from, [other], rejected(code, other, [other]))), `${id} ${code}`).toBe(null)
  })
})

test('a root that a hand-made bundle lacks is no removal by a programme', () => {
  const removal = incidents.find((i) => i.id === 'mozilla-roots-2026')
  const [root] = removal?.facts ?? []
  if (removal === undefined || root === undefined) throw new Error('the registry has another shape')
  const lacks = rejected('issuer-not-found', other, [other])
  expect(removal.matches(reportOf(removal.from, [other, root.sha256], lacks, 140))).not.toBe(null)
  expect(removal.matches(reportOf(removal.from, [other, root.sha256], lacks, 1))).toBe(null)
})
