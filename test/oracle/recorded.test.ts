import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { minted } from '../validation/agreement/plan.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCases, readRecordings } from '../../tools/oracle/recordings.ts'
import { ownCases } from './cases/index.ts'
import { replay } from './replay.ts'
import { type ReplayException, replayExceptions } from './replay-exceptions.ts'

const cases = readCases()
const recordings = readRecordings()
const used = new Set<ReplayException>()

/** What real clients of this project's own harness said of this project's own cases; see tools/oracle/main.ts. */
describe('recordings of our own', () => {
  it.each(recordings.map((recording) => [recording.client, recording] as const))('%s', (client, recording) => {
    const outcomes = replay(cases, recording)
    if (outcomes === null) throw new Error(`there is no profile ${recording.profile}`)
    const open = outcomes.filter((outcome) => {
      if (outcome.kind === 'same' || outcome.kind === 'not-graded') return false
      const exception = replayExceptions.find(({ clients, explains }) => clients.test(client) && explains(outcome))
      if (exception === undefined) return true
      used.add(exception)
      return false
    })
    expect(open.map(({ name, kind, theirs, ours }) => ({ name, kind, theirs, ours }))).toEqual([])
    expect(outcomes.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(outcomes.length * 0.8)
  })

  it('no exception has stopped applying', () => {
    expect(replayExceptions.filter((exception) => !used.has(exception)).map(({ reason }) => reason)).toEqual([])
  })
})

describe('the cases', () => {
  it('are the ones of the table, with the certificates that it describes', () => {
    expect(cases.cases.map(({ name }) => name)).toEqual(ownCases.map(({ name }) => name))
    expect(new Set(ownCases.map(({ name }) => name)).size).toBe(ownCases.length)
    for (const [i, { sent, store, host }] of ownCases.entries()) {
      const committed = cases.cases[i]
      expect(committed?.host).toBe(host)
      const names = [...(committed?.sent ?? []), ...(committed?.store ?? [])]
      for (const [j, item] of [...sent, ...store].entries()) {
        if (item instanceof Uint8Array) continue
        const der = Buffer.from(cases.certificates[names[j] ?? ''] ?? '', 'base64')
        expect(Buffer.from(readCertificate(der).tbsCertificate)).toEqual(
          Buffer.from(readCertificate(minted(item)).tbsCertificate),
        )
      }
    }
  })
  it('are recorded by at least fifteen clients, and each told apart by them', () => {
    expect(recordings.length).toBeGreaterThanOrEqual(15)
    const results = recordings.flatMap((recording) => Object.values(recording.cases).map(({ result }) => result))
    expect(results.filter((result) => result === 'A').length).toBeGreaterThan(results.length * 0.3)
    expect(results.filter((result) => result === 'R').length).toBeGreaterThan(results.length * 0.3)
  })
  it('hold no private key', () => {
    expect(readFileSync('test/oracle/cases/cases.json', 'utf8')).not.toContain('PRIVATE KEY')
  })
})
