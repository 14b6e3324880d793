import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { script } from '../../src/cures/scripts/index.ts'
import { caCertificate } from '../../src/lab/authority.ts'
import { authority, usualValidity, utc } from '../../src/lab/shapes.ts'
import { pwsh } from '../support/pwsh.ts'
import { temporaryFolder } from '../support/tool.ts'
import { anchorOf, need, newRoot } from './anchors.ts'

/**
 * trust.ps1 in a real PowerShell 7 on Linux: its logic, its errors and exit statuses are PowerShell's; stores, registry and rights are
 * `support/windows-stand-in.ps1`, which the profile brings in. What Windows itself does is not proved by this.
 */
const [one, two] = [newRoot('powershell one'), newRoot('powershell two')]
const now = utc('2026-01-01T00:00:00Z')
const between = caCertificate(
  authority('powershell', 'root'),
  authority('powershell', 'intermediate'),
  usualValidity(now, 'intermediate'),
)
const thumbprint = (der: Uint8Array): string => new X509Certificate(der).fingerprint.replaceAll(':', '')
const standIn = readFileSync(fileURLToPath(new URL('support/windows-stand-in.ps1', import.meta.url)), 'utf8')

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the script as its head says, but for the profile, which is the stand-in with `behind` behind it. */
function run(text: string, args: readonly string[] = [], windows = '', behind = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const home = join(folder.path, 'home')
  const file = join(folder.path, 'a folder [1] of ü', 'trust.ps1')
  for (const [path, content] of [
    [file, text],
    [join(home, '.config/powershell/profile.ps1'), `${standIn}\n${behind}\n`],
  ] as const) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  return new Promise((resolve, reject) => {
    const child = spawn(pwsh ?? '', ['-NoLogo', '-NonInteractive', '-File', file, ...args], {
      cwd: folder.path,
      timeout: 60_000,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: home,
        NO_COLOR: '1',
        OS: 'Windows_NT',
        LOCALAPPDATA: join(folder.path, 'local data'),
        ProgramFiles: join(folder.path, 'programs'),
        STAND_IN: join(folder.path, 'windows'),
        WINDOWS: windows,
        ...env,
      },
    })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...said }))
  })
}

const storePath = (hive: string, name: string): string =>
  join(folder.path, 'windows', hive, 'SOFTWARE/Microsoft/SystemCertificates', name, 'Certificates')
/** Thumbprints in a store. */
const held = (hive: 'HKCU' | 'HKLM', name: 'Root' | 'CA'): readonly string[] =>
  existsSync(storePath(hive, name)) ? readdirSync(storePath(hive, name)).toSorted() : []
function plant(hive: 'HKCU' | 'HKLM', name: 'Root' | 'CA', der: Uint8Array): void {
  mkdirSync(storePath(hive, name), { recursive: true })
  writeFileSync(join(storePath(hive, name), thumbprint(der)), der)
}
/** Certificates in the store of .NET that lies in the home. */
const dotnet = (name: 'root' | 'ca'): number => {
  const path = join(folder.path, 'home/.dotnet/corefx/cryptography/x509stores', name)
  return existsSync(path) ? readdirSync(path).length : 0
}
const notes = (place: 'local data' | 'programs' = 'local data'): readonly string[] =>
  existsSync(join(folder.path, place, 'rootcause')) ? readdirSync(join(folder.path, place, 'rootcause')).toSorted() : []
/** What was asked of stores so far. */
const calls = (): readonly string[] => {
  const path = join(folder.path, 'windows/calls.txt')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}
/** Those that change something. */
const changes = (): readonly string[] => calls().filter((line) => / (?:add|remove) /.test(line))

const both = script('powershell', need({ add: [anchorOf(one), anchorOf(two)] }))
const drops = script('powershell', need({ drop: [anchorOf(between)] }))

describe.skipIf(pwsh === null)('powershell, by a real PowerShell 7 on stores of ours, here skipped where there is none', () => {
  it('adds for the user alone, finds it done the second time, and takes exactly that back', async () => {
    plant('HKCU', 'Root', two)
    const first = await run(both)
    expect(first, first.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(`thumbprint ${thumbprint(one)}: Windows may ask`)
    expect(first.stdout).toContain('is there already')
    expect(held('HKCU', 'Root')).toEqual([thumbprint(one), thumbprint(two)].toSorted())
    expect(readFileSync(join(storePath('HKCU', 'Root'), thumbprint(one)))).toEqual(Buffer.from(one))
    expect(calls()).toEqual([
      'CurrentUser\\Root open ReadWrite',
      `CurrentUser\\Root add ${thumbprint(one)}`,
      'CurrentUser\\Root close',
    ])
    expect(notes()).toEqual([`Root-${anchorOf(one).sha256}.txt`])
    expect(dotnet('root')).toBe(1)

    const second = await run(both)
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toMatch(/nothing to do\s*$/)
    expect(calls()).toHaveLength(3)

    const undone = await run(both, ['-Undo'])
    expect(undone, undone.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(undone.stdout).toContain('was not added for this user by this script, and stays')
    expect(held('HKCU', 'Root')).toEqual([thumbprint(two)])
    expect(notes()).toEqual([])
    expect(dotnet('root')).toBe(0)

    const again = await run(both, ['-Undo'])
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toMatch(/nothing to do\s*$/)
    expect(held('HKCU', 'Root')).toEqual([thumbprint(two)])
  }, 120_000)

  it('leaves alone what the machine trusts already', async () => {
    plant('HKLM', 'Root', one)
    plant('HKLM', 'Root', two)
    const ran = await run(both)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toContain('is there already, for the machine')
    expect(calls()).toEqual([])
  }, 60_000)

  it('-Machine: the stores of the machine, notes where no lesser user writes; without rights nothing is touched', async () => {
    const without = await run(both, ['-Machine'])
    expect(without).toMatchObject({ code: 1 })
    expect(without.stderr).toContain('run it in a window that was opened with "Run as administrator"')
    expect(without.stderr).toContain('nothing was changed')
    expect(calls()).toEqual([])

    expect(await run(both, ['-Machine'], 'admin')).toMatchObject({ code: 0, stderr: '' })
    expect(held('HKLM', 'Root')).toHaveLength(2)
    expect(held('HKCU', 'Root')).toEqual([])
    expect([notes().length, notes('programs').length]).toEqual([0, 2])
    expect(await run(both, ['-Undo'])).toMatchObject({ code: 0 })
    expect(held('HKLM', 'Root')).toHaveLength(2)
    expect(await run(both, ['-Machine', '-Undo'], 'admin')).toMatchObject({ code: 0, stderr: '' })
    expect(held('HKLM', 'Root')).toEqual([])
    expect(notes('programs')).toEqual([])
  }, 120_000)

  it('stops where the second question is answered with no, says what stays, goes on, and takes all back', async () => {
    const ran = await run(both, [], 'no:2')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('trust.ps1: The operation was canceled by the user.')
    expect(ran.stderr).toContain('what was done before stays: run this again for the rest, or with -Undo to take it back')
    expect(held('HKCU', 'Root')).toEqual([thumbprint(one)])
    expect(notes()).toEqual([`Root-${anchorOf(one).sha256}.txt`])
    expect(calls().at(-1)).toBe('CurrentUser\\Root close')

    expect(await run(both)).toMatchObject({ code: 0, stderr: '' })
    expect(held('HKCU', 'Root')).toHaveLength(2)
    const half = await run(both, ['-Undo'], 'no:5')
    expect(half.code).toBe(1)
    expect(half.stderr).toContain('run this again with -Undo for the rest')
    expect(held('HKCU', 'Root')).toEqual([thumbprint(two)])
    expect(notes()).toEqual([`Root-${anchorOf(two).sha256}.txt`])
    expect(await run(both, ['-Undo'])).toMatchObject({ code: 0, stderr: '' })
    expect(held('HKCU', 'Root')).toEqual([])
  }, 120_000)

  it('goes on where a run was killed behind its note, and takes the note away', async () => {
    const note = join(folder.path, 'local data/rootcause', `Root-${anchorOf(one).sha256}.txt`)
    mkdirSync(dirname(note), { recursive: true })
    writeFileSync(note, 'added\r\n')
    const undone = await run(both, ['-Undo'])
    expect(undone).toMatchObject({ code: 0, stderr: '' })
    expect(undone.stdout).toContain('is gone already')
    expect([calls(), notes()]).toEqual([[], []])
    writeFileSync(note, 'added\r\n')
    expect(await run(both)).toMatchObject({ code: 0, stderr: '' })
    expect(await run(both, ['-Undo'])).toMatchObject({ code: 0, stderr: '' })
    expect([held('HKCU', 'Root'), notes()]).toEqual([[], []])
  }, 60_000)

  it('does not believe a store that says nothing', async () => {
    const ran = await run(both, [], 'deaf')
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('is as it was')
    expect(ran.stderr).toContain('nothing was changed')
    expect(notes()).toEqual([])
    expect(dotnet('root')).toBe(0)
    expect(changes()).toHaveLength(1)
  }, 60_000)

  it('takes an intermediate out of CA, and puts the same octets back', async () => {
    plant('HKCU', 'CA', between)
    const first = await run(drops)
    expect(first, first.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(held('HKCU', 'CA')).toEqual([])
    expect((await run(drops)).stdout).toContain('is not there')
    expect(await run(drops, ['-Undo'])).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(join(storePath('HKCU', 'CA'), thumbprint(between)))).toEqual(Buffer.from(between))
    expect(dotnet('ca')).toBe(1)
    expect(notes()).toEqual([])
  }, 120_000)

  it('says where an intermediate stands that this run cannot reach, and that it is not done', async () => {
    plant('HKLM', 'CA', between)
    const user = await run(drops)
    expect(user.code).toBe(1)
    expect(user.stderr).toContain('run this again with -Machine, as administrator')
    expect(user.stdout).not.toContain('done')
    expect(held('HKLM', 'CA')).toHaveLength(1)
    expect(await run(drops, ['-Machine'], 'admin')).toMatchObject({ code: 0, stderr: '' })
    expect(held('HKLM', 'CA')).toEqual([])
  }, 60_000)

  it('takes no root away', async () => {
    plant('HKCU', 'Root', one)
    const ran = await run(script('powershell', need({ drop: [anchorOf(one)] })))
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(/^nothing to do\s*$/)
    expect(calls()).toEqual([])
  }, 60_000)

  it('does nothing with a certificate that was changed in the text, also where another comes first', async () => {
    let last = 0
    const damaged = both.replace(/^(MI.{20})(.)/gm, (all, head: string, char: string) =>
      ++last === 2 ? `${head}${char === 'A' ? 'B' : 'A'}` : all,
    )
    expect(damaged).not.toBe(both)
    const ran = await run(damaged)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('is not the one that this script was made for')
    expect(calls()).toEqual([])
    expect(notes()).toEqual([])
  }, 60_000)

  it.each([
    ["$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'", 1, /a policy of this machine[^]*Ask those who keep/],
    [
      "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Continue'; $PSNativeCommandUseErrorActionPreference = $true",
      0,
      /^$/,
    ],
    ["$ErrorActionPreference = 'SilentlyContinue'; $WarningPreference = 'Stop'; $global:Added = $null", 0, /^$/],
    ['$WhatIfPreference = $true', 1, /without its note/],
    ["$ConfirmPreference = 'Low'; $VerbosePreference = 'Continue'", 0, /^$/],
  ])(
    'in a session with %s',
    async (behind, code, stderr) => {
      const ran = await run(both, [], '', behind)
      expect(ran.code, ran.stderr).toBe(code)
      expect(ran.stderr.replace(/\s+/g, ' ').trim()).toMatch(stderr)
      expect(held('HKCU', 'Root')).toHaveLength(code === 0 ? 2 : 0)
    },
    60_000,
  )

  it('touches nothing where there is no Windows, or no place for notes', async () => {
    const linux = await run(both, [], '', '', { OS: '' })
    expect(linux).toMatchObject({ code: 1 })
    expect(linux.stderr).toContain('this script is for Windows')
    const nowhere = await run(both, [], '', '', { LOCALAPPDATA: '' })
    expect(nowhere).toMatchObject({ code: 1 })
    expect(nowhere.stderr).toContain('there is no place for notes')
    expect(calls()).toEqual([])
  }, 60_000)

  it('refuses a word that it does not know', async () => {
    const ran = await run(both, ['undo'])
    expect(ran.code).not.toBe(0)
    expect(calls()).toEqual([])
  }, 60_000)
})
