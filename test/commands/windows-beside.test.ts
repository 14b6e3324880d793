import { describe, expect, test } from 'vitest'
import { twoClients } from '../../src/commands/compare-evidence.ts'
import { machineClients } from '../../src/commands/machine-clients.ts'
import { runDoctor } from '../../src/commands/run-doctor.ts'
import { runStoresDiff } from '../../src/commands/run-stores-diff.ts'
import { evidenceOf } from '../../src/commands/store-evidence.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { contextOn, type Surroundings } from '../support/context.ts'
import { identity, fixedNow } from '../support/evidence.ts'
import { goldenEvidence } from '../support/golden-replay.ts'
import { proxyRoot, withinWindows } from '../support/wsl.ts'

const bundle = '/etc/ssl/certs/ca-certificates.crt'
/** A Python that reads the system's bundle. */
const python = JSON.stringify({
  version: '3.11.2',
  openssl: 'OpenSSL 3.0.19 27 Jan 2026',
  file: bundle,
  folder: '/usr/lib/ssl/certs',
})
const machineHere = {
  env: { PATH: '/usr/bin' },
  files: {
    '/etc/debian_version': '12.1',
    [bundle]: certificatesPem([unrelatedRoot('one', fixedNow)]),
    '/usr/bin/python3.11': 'ELF',
    '/tmp/case.json': writeCaseFile(goldenEvidence('good')),
  },
  runs: Object.fromEntries(
    ['3.11.2', '3.11', null].map((known) => [['/usr/bin/python3.11', ...pythonProbeArguments(known)].join(' '), python]),
  ),
}

const contextOf = (isElevated = false): Surroundings => contextOn(withinWindows(machineHere, isElevated))

async function doctor(isElevated = false) {
  const { context, said } = contextOf(isElevated)
  await runDoctor.call(context, { json: true })
  const {
    findings,
    counts,
  }: { findings: readonly { code: string; about: readonly string[]; params: object }[]; counts: { stores: number } } = JSON.parse(
    said(),
  )
  return { counts, found: findings.filter(({ code }) => code === 'RC812' || code === 'RC816') }
}

describe('a WSL whose Windows trusts what it does not', () => {
  test('doctor names the root, and counts no store of Windows as its own', async () => {
    const { counts, found } = await doctor()
    expect(found).toMatchObject([
      { code: 'RC816', about: [identity(proxyRoot)], params: { labels: 'Example Proxy CA', store: 'windows-beside:ROOT' } },
    ])
    expect(counts.stores).toBe((await doctor(true)).counts.stores)
  })

  test('where Windows cannot be read, doctor tells that it is there and why', async () => {
    expect((await doctor(true)).found).toMatchObject([
      { code: 'RC812', params: { why: 'with elevated rights no program of Windows is started from here' } },
    ])
  })

  test('stores diff holds the two beside each other', async () => {
    const { context, said } = contextOf()
    await runStoresDiff.call(context, {}, 'system', 'windows-beside:ROOT')
    expect(said()).toContain('Example Proxy CA')
    expect(said()).toContain('Windows (beside this WSL)')
    expect(context.process.exitCode).toBe(1)
  })

  test('compare takes it as a side', async () => {
    const flags = { works: 'go-1.24', fails: 'go-1.24', worksStore: 'windows-beside:ROOT' }
    const { evidence, works } = await twoClients('/tmp/case.json', flags, contextOf().context)
    expect(works.map(({ store }) => store)).toEqual(['windows-beside:ROOT'])
    expect(evidence.stores.find(({ id }) => id === 'windows-beside:ROOT')).toMatchObject({
      origin: expect.stringContaining('Windows (beside this WSL)'),
      anchors: [identity(proxyRoot)],
    })
  })

  test('no client of this Linux asks it', async () => {
    const { clients, stores } = await machineClients(contextOf().context.host, (id, content) =>
      evidenceOf(id, content, new Map()),
    )
    expect(clients.map(({ store }) => store)).toEqual([bundle])
    expect(stores.filter(({ id }) => id.includes('windows'))).toEqual([])
  })
})
