import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectors } from '../../src/collect/collectors.ts'
import { type LabServer, labServer } from '../cli/support/lab-server.ts'
import { caseOf, chainOf, type Collected, collected, plantedSecrets, reportOf, sha256 } from './support/collected.ts'

/** PowerShell 7 on Linux: the program that the variable names, else `pwsh` of the search path. */
const program = process.env['ROOTCAUSE_PWSH'] ?? 'pwsh'
const isHere = spawnSync(program, ['-Version'], { timeout: 30_000, encoding: 'utf8' }).stdout?.startsWith('PowerShell 7') === true

const ids = ['good', 'expired-leaf', 'missing-intermediate', 'unknown-root', 'wrong-host', 'new-protocol', 'silent', 'closes']
const servers = new Map<string, LabServer>()
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rootcause-collect-'))
  if (isHere) for (const id of ids) servers.set(id, await labServer(id, folder))
})

afterAll(async () => {
  await Promise.all([...servers.values()].map(({ served }) => served.close()))
  rmSync(folder, { recursive: true, force: true })
})

function server(id: string): LabServer {
  const found = servers.get(id)
  if (found === undefined) throw new Error(id)
  return found
}

/** With BLESS set, what was printed is put down for those who have no PowerShell (powershell.test.ts). */
const recorded = process.env['BLESS'] === undefined ? null : fileURLToPath(new URL('recorded', import.meta.url))

function put(id: string, { stdout }: Collected): void {
  if (recorded === null) return
  mkdirSync(recorded, { recursive: true })
  writeFileSync(join(recorded, `powershell-7-${id}.json`), stdout.replaceAll(folder, '/tmp/collect'))
}

/** As its head says how it is run in a container; against a fault, with the fault's own store and no other. */
function run(id: string, env: Readonly<Record<string, string>> = {}, target?: string): Promise<Collected> {
  const { served, store } = server(id)
  const asked = target ?? `${served.built.host}:${served.port}`
  const command = `& ([ScriptBlock]::Create([Console]::In.ReadToEnd())) ${asked} ${served.host}`
  return collected([program, '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', command], collectors.powershell, {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TERM: 'dumb',
      SSL_CERT_FILE: store,
      SSL_CERT_DIR: '/nonexistent',
      ...env,
    },
    cwd: folder,
  })
}

describe.skipIf(!isHere)('collect --as powershell: run by a real PowerShell 7, here skipped where there is none', () => {
  it.each([
    ['good', 'accepted', ''],
    ['expired-leaf', 'rejected', 'errors in the certificate chain: NotTimeValid'],
    ['missing-intermediate', 'rejected', 'errors in the certificate chain: PartialChain'],
    ['unknown-root', 'rejected', 'errors in the certificate chain: '],
    ['wrong-host', 'rejected', 'RemoteCertificateNameMismatch'],
  ])(
    '%s: the chain as sent, the store, its own words, and the verdict and words that check computes are its',
    async (id, verdict, words) => {
      const ran = await run(id)
      put(id, ran)
      const evidence = caseOf(ran)
      const { chain, anchors } = server(id).served.built
      expect(ran.stderr).toBe('')
      expect(chainOf(evidence, 'any')).toEqual(chain.map(sha256))
      expect(evidence.stores[0]).toMatchObject({ id: 'ROOT', anchors: anchors.map(sha256) })
      const seen = evidence.clients[0]?.observed
      expect(seen).toMatchObject({ program: 'powershell', verdict, says: expect.stringContaining(words) })
      const [result] = reportOf(evidence).results
      expect(result).toMatchObject({ client: 'dotnet-8-openssl', store: 'ROOT', verdict: { kind: verdict } })
    },
  )

  it('a server with TLS 1.3 alone', async () => {
    expect(caseOf(await run('new-protocol')).clients[0]?.observed?.verdict).toBe('accepted')
  })

  it.each([
    ['silent', 'timeout'],
    ['closes', 'closed'],
  ])('a server that is %s: the case says so', async (id, code) => {
    const ran = await run(id)
    expect(caseOf(ran).sends[0]?.outcome).toMatchObject({ kind: 'failed', failure: { code, by: 'network' } })
    expect(ran.ms).toBeLessThan(30_000)
  })

  it('no secret of a variable is in the case', async () => {
    const ran = await run('good', plantedSecrets)
    expect(caseOf(ran).clients[0]?.observed?.verdict).toBe('accepted')
    expect(ran.stdout.toLowerCase()).not.toContain('canary')
  })

  it('a target that cannot be read ends with 2', async () => {
    const ran = await run('good', {}, 'no/target')
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('give host[:port]')
  })
})
