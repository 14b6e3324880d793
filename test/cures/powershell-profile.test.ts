import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import { powershellLine, withProfileLine } from '../../src/cures/shared/powershell-profile.ts'
import { asCharacters, asOctets } from '../../src/cures/shared/edited-text.ts'
import { userVariable } from '../../src/cures/shared/user-variable.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { about, planOf, snapshot } from '../apply/support/plan-of.ts'
import { portsOf } from '../apply/support/ports-of.ts'
import { pwsh } from '../support/pwsh.ts'
import { temporaryFolder } from '../support/tool.ts'

const mark = String.fromCharCode(0xfeff)
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
const mine = "$env:MINE = 'ünï 漢'"

/** Profiles as they are written: Windows PowerShell's `>` and Out-File write UTF-16 with CRLF, its ISE UTF-8 with a mark. */
const profiles: Readonly<Record<string, Uint8Array>> = {
  'of CRLF': Buffer.from(`# one\r\n${mine}\r\n`),
  'of CRLF without a last end': Buffer.from(`# one\r\n${mine}`),
  'in UTF-8 with a mark': Buffer.from(`${mark}${mine}\r\n`),
  'in UTF-16': Buffer.from(`${mark}# one\r\n${mine}\r\n`, 'utf16le'),
  'in UTF-16 without a last end': Buffer.from(`${mark}# one\n${mine}`, 'utf16le'),
  'in UTF-16, big end first': bigEndian(`${mark}${mine}\r\n`),
  'that wants strictness': Buffer.from(`Set-StrictMode -Version Latest\n$ErrorActionPreference = 'Stop'\n${mine}\n`),
}

const value = '/ünï ‘q’/漢字 "$HOME`'

describe('the line in a profile', () => {
  it.each(Object.entries(profiles))(
    '%s: goes behind what is there, in its encoding and with its line ends, once',
    (_, octets) => {
      const edited = withProfileLine(asCharacters(octets), powershellLine('X', value, false)) ?? ''
      const after = Buffer.from(asOctets(edited))
      expect(after.subarray(0, octets.length)).toEqual(Buffer.from(octets))
      const encoding = { 0xff: 'utf-16le', 0xfe: 'utf-16be' }[after[0] ?? 0] ?? 'utf-8'
      const text = new TextDecoder(encoding, { fatal: true }).decode(after)
      expect(text.split(/\r?\n/)).toContain("$env:X = '/ünï ‘‘q’’/漢字 \"$HOME`'")
      if (text.includes('\r')) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(withProfileLine(edited, powershellLine('X', value, false))).toBe(edited)
    },
  )

  it('is refused where the file is cut in the middle of a character, or is UTF-32', () => {
    expect(withProfileLine('\xff\xfea\0b', 'x')).toBeNull()
    expect(withProfileLine('\xff\xfe\0\0a\0\0\0', 'x')).toBeNull()
  })
})

describe.skipIf(pwsh === null)('profiles in a real PowerShell 7, here skipped where there is none', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let home = ''
  beforeEach(() => {
    folder = temporaryFolder()
    home = join(folder.path, 'home of ü')
    mkdirSync(home)
  })
  afterEach(() => folder.remove())

  const env = (more: Readonly<Record<string, string>> = {}) => ({
    PATH: '/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C.UTF-8',
    SHELL: '/usr/bin/pwsh',
    XDG_CACHE_HOME: join(folder.path, 'cache'),
    ...more,
  })
  /** What a program that it starts has in its environment, and what it complains of. */
  const child = (name: string, more?: Readonly<Record<string, string>>): string =>
    execFileSync(
      '/bin/sh',
      ['-c', '"$0" "$@" 2>&1 || true', pwsh ?? '', '-NoLogo', '-NonInteractive', '-Command', `/usr/bin/printenv ${name}`],
      { env: env(more), encoding: 'utf8', timeout: 30_000 },
    ).replace(/\n$/, '')
  const way = (more?: Readonly<Record<string, string>>, isAppended = false) =>
    userVariable(
      { ...nodeHost, platform: 'linux', env: env(more), home },
      { name: 'X_CERT', value: isAppended ? '--word' : value, isAppended, why: 'why' },
    )
  const done = async (steps: NonNullable<ReturnType<typeof way>>['steps']) => {
    const ports = portsOf(join(folder.path, 'state'))
    const { id, state } = await applyPlans([planOf(steps.map(({ change }) => change))], about, ports)
    expect(state).toBe('applied')
    return () => undo(id, ports)
  }

  it.each(Object.entries(profiles))(
    '%s: read with the line, and back to the octet by undo',
    async (_, octets) => {
      const path = join(home, '.config/powershell/profile.ps1')
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, octets)
      child('MINE')
      const before = snapshot(home)
      const back = await done(way()?.steps ?? [])
      expect(child('X_CERT')).toBe(value)
      expect(child('MINE')).toBe('ünï 漢')
      expect(way()?.steps).toEqual([])
      expect(await back()).toMatchObject({ state: 'undone' })
      expect(child('X_CERT')).toBe('')
      expect(snapshot(home)).toEqual(before)
    },
    60_000,
  )

  it('a profile that is not there yet, also where XDG_CONFIG_HOME leads, is made and goes again', async () => {
    for (const more of [{}, { XDG_CONFIG_HOME: join(home, 'other place') }]) {
      child('X_CERT', more)
      const before = snapshot(home)
      const back = await done(way(more)?.steps ?? [])
      expect(child('X_CERT', more)).toBe(value)
      expect(await back()).toMatchObject({ state: 'undone' })
      expect(snapshot(home)).toEqual(before)
    }
  }, 60_000)

  it('holds in constrained language mode, for a value and for a word', async () => {
    const path = join(home, '.config/powershell/profile.ps1')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'\nSet-StrictMode -Version Latest\n`)
    const back = await done(way({}, true)?.steps ?? [])
    expect(child('X_CERT')).toBe('--word')
    expect(child('X_CERT', { X_CERT: '--other' })).toBe('--other --word')
    await back()
    await done(way()?.steps ?? [])
    expect(child('X_CERT')).toBe(value)
  }, 60_000)
})

describe('what is not written', () => {
  it('on macOS the command beside it is quoted for the shell that it is typed into', () => {
    const command = (SHELL: string) =>
      userVariable(
        { ...nodeHost, platform: 'darwin', env: { SHELL }, home: '/nonexistent' },
        { name: 'X', value: "/it's", isAppended: false, why: '' },
      )?.advice[0]?.command
    expect(command('/usr/local/bin/pwsh')).toBe("launchctl setenv X '/it''s'")
    expect(command('/bin/zsh')).toBe("launchctl setenv X '/it'\\''s'")
    expect(command('/opt/homebrew/bin/fish')).toBe("launchctl setenv X '/it\\'s'")
  })

  it.each(['a\nb', 'a\rb', 'a\0b'])('a value of lines: %j', (text) => {
    for (const SHELL of ['/usr/bin/pwsh', '/bin/bash', '/usr/bin/fish', '/bin/zsh'])
      expect(
        userVariable(
          { ...nodeHost, platform: 'linux', env: { SHELL }, home: '/nonexistent' },
          { name: 'X', value: text, isAppended: false, why: '' },
        ),
      ).toBeNull()
  })

  it('what setx would take otherwise is said for PowerShell', () => {
    const command = (text: string, before = ''): string | undefined =>
      userVariable(
        { ...nodeHost, platform: 'win32', env: { X: before }, home: 'C:\\u' },
        { name: 'X', value: text, isAppended: true, why: 'why.' },
      )?.advice[0]?.command
    expect(command('--use-system-ca', '--a --b')).toBe('setx X "--a --b --use-system-ca"')
    for (const before of ['--require "C:\\a b.js"', '%TEMP%', '$x', '`', 'x'.repeat(1020)])
      expect(command('--y', before)).toBe(`[Environment]::SetEnvironmentVariable('X', '${before} --y', 'User')`)
    expect(command("it's\\")).toBe(`[Environment]::SetEnvironmentVariable('X', 'it''s\\', 'User')`)
  })
})
