import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oracleClients } from '../../tools/oracle/clients/index.ts'
import { oracleFolder as folder } from '../../tools/oracle/clients/installed.ts'
import { record } from '../../tools/oracle/record.ts'
import { readCases, readRecording } from '../../tools/oracle/recordings.ts'
import { faketimeLibrary } from '../../tools/oracle/run-command.ts'
import { type ServedCase, serveCases } from '../../tools/oracle/serve-cases.ts'
import { sameSentence } from './normalise.ts'

const names = [
  'good',
  'root-unknown',
  'intermediate-missing',
  'wildcard',
  'name-of-another',
  'at-the-end-of-the-ca',
  'a-second-after-the-end-of-the-leaf',
  'excluded-own-name-ca',
  'leaf-expired+wrong-host',
  'cross-expired-both-trusted',
]

/** Quick to start, and on most machines: each says again what is recorded of it, so that the recordings can be made anew. */
const quick = ['openssl-verify-3.0', 'openssl-s_client-3.0', 'python-3.11', 'gnutls-cli-3.7', 'curl-7.88-openssl', 'python-3.13']

describe('the real clients of this machine (skipped where they are not installed, or libfaketime is not)', () => {
  const cases = readCases()
  let served: readonly ServedCase[] = []
  let close = async (): Promise<void> => undefined
  beforeAll(async () => {
    const started = await serveCases(
      cases,
      cases.cases.filter(({ name }) => names.includes(name)),
    )
    served = started.served
    close = started.close
  })
  afterAll(() => close())

  for (const client of oracleClients.filter(({ id }) => quick.includes(id))) {
    const program = client.clock === 'own' || faketimeLibrary() !== null ? client.find(folder) : null
    it.skipIf(program === null)(`${client.id}: ${program?.version ?? 'not here'}`, { timeout: 60_000 }, async () => {
      if (program === null) throw new Error('unreachable: skipped without it')
      const said = (await record(client, program, cases, served, folder)).cases
      const recorded = readRecording(client.id)?.cases ?? {}
      expect(Object.keys(said).toSorted()).toEqual(names.toSorted())
      const others = names.filter((name) => {
        const [now, before] = [said[name], recorded[name]]
        return now?.result !== before?.result || !sameSentence(now?.text ?? '', before?.text ?? '-')
      })
      expect(others).toEqual([])
    })
  }
})
