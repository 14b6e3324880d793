import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectors } from '../../src/collect/collectors.ts'
import { labServers } from '../support/lab-servers.ts'
import { caseOf, chainOf, type Collected, collected, plantedSecrets, reportOf, sha256 } from './support/collected.ts'

/** PowerShell 7 on Linux: the program that the variable names, else `pwsh` of the search path. */
const program = process.env['ROOTCAUSE_PWSH'] ?? 'pwsh'
const isHere = spawnSync(program, ['-Version'], { timeout: 30_000, encoding: 'utf8' }).stdout?.startsWith('PowerShell 7') === true

const ids = ['good', 'expired-leaf', 'missing-intermediate', 'unknown-root', 'wrong-host', 'new-protocol', 'silent', 'closes']
const lab = labServers()
const { folder, server } = lab

beforeAll(async () => {
  if (isHere) await lab.serve(ids)
})

afterAll(lab.close)

/** With BLESS set, what was printed is put down for those who have no PowerShell (powershell.test.ts). */
const recorded = process.env['BLESS'] === undefined ? null : fileURLToPath(new URL('recorded', import.meta.url))

function put(id: string, { stdout }: Collected): void {
  if (recorded === null) return
  mkdirSync(recorded, { recursive: true })
  writeFileSync(join(recorded, `powershell-7-${id}.json`), stdout.replaceAll(folder, '/tmp/collect'))
}

/**
 * ConvertTo-Json in the form of Windows PowerShell 5.1, of which PowerShell/PowerShell#7693 and #5579 have transcripts: two blanks behind a
 * colon, what HTML must not hold escaped, lines that end as those of Windows. That some arrays become objects while System.Array has a Count
 * of its own is only told; that its host breaks lines is not imitated.
 */
const windowsDialect = String.raw`function ConvertTo-Json { param($InputObject, $Depth = 2)
  if (Get-TypeData System.Array) { throw 'arrays may become objects' }
  $text = Microsoft.PowerShell.Utility\ConvertTo-Json -InputObject $InputObject -Depth $Depth -EscapeHandling EscapeHtml
  $text -replace '(?m)^( *"[^"]*"): ', '$1:  ' -replace '\[\]', "[$([char] 10)$([char] 10)]" -replace '\n', "$([char] 13)$([char] 10)" }
Update-TypeData -TypeName System.Array -MemberType AliasProperty -MemberName Count -Value Length -Force
`

/** As its head says how it is run in a container; against a fault, with the fault's own store and no other. */
function run(
  id: string,
  env: Readonly<Record<string, string>> = {},
  target?: string,
  prelude = '',
  behind = '',
): Promise<Collected> {
  const { served, store } = server(id)
  const asked = target ?? `${served.built.host}:${served.port}`
  const command = `${prelude}& ([ScriptBlock]::Create([Console]::In.ReadToEnd())) ${asked} ${served.host}${behind}`
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

  it('in an image that has no cultures, as those of Alpine', async () => {
    const ran = await run('expired-leaf', { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' })
    expect(caseOf(ran).clients[0]?.observed).toMatchObject({
      verdict: 'rejected',
      says: expect.stringContaining('NotTimeValid') as string,
    })
  })

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

  // Apostrophes, angles and ends of lines, beside which a secret or an address begins: as escapes of JSON they are no letters of it.
  const near =
    "x token='canary' pwd=<canary> 'canary@mail.example' &canary@mail.example\ncanary@mail.example\tBearer canarycanary \"'\"\\"
  it.each([
    ['of PowerShell 7', ''],
    ['of Windows PowerShell', windowsDialect],
  ])('nor one beside a character that the JSON %s escapes', async (_, prelude) => {
    const ran = await run('good', { ...plantedSecrets, NO_PROXY: near, SSL_CERT_DIR: `/nowhere/${near}` }, undefined, prelude)
    const evidence = caseOf(ran)
    expect(evidence.clients[0]?.observed?.verdict).toBe('accepted')
    expect(evidence.stores[0]).toMatchObject({ id: 'ROOT', anchors: server('good').served.built.anchors.map(sha256) })
    expect(ran.stdout.toLowerCase()).not.toContain('canary')
    expect(ran.stdout).toMatch(/^[\x20-\x7e\r\n]+$/)
    const { settings } = JSON.parse(ran.stdout) as { settings: Record<string, string> }
    // What goes without a proxy is nobody's business.
    expect(settings['NO_PROXY']).toMatch(/^masked(?:,masked)*$/)
    expect(settings['SSL_CERT_DIR']).toBe(
      `/nowhere/x token='***' pwd=*** '***@mail.example' &***@mail.example ***@mail.example Bearer *** "'"\\`,
    )
  })

  it('what is handed on within PowerShell goes there', async () => {
    const path = join(folder, 'handed-on.json')
    const ran = await run('good', {}, undefined, windowsDialect, ` | Set-Content -Encoding ascii '${path}'`)
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(caseOf({ ...ran, stdout: readFileSync(path, 'utf8') }).clients[0]?.observed?.verdict).toBe('accepted')
  })

  it('a target that cannot be read ends with 2', async () => {
    const ran = await run('good', {}, 'no/target')
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('give host[:port]')
  })
})
