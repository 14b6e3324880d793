import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { git } from '../../src/runtimes/git.ts'
import { gitStopsAt } from '../../src/runtimes/shared/git-config.ts'
import { wget } from '../../src/runtimes/wget.ts'
import { askingOf } from '../support/asking-of.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'

/** A settings file that its program cannot read ends every request, whatever is trusted. What can be read is the real program's own to say. */
const folder = temporaryFolder()
afterAll(folder.remove)

/** What a program says on standard error; empty: it ended well. */
function complaint(program: string, args: readonly string[], env: Readonly<Record<string, string>>): string {
  try {
    execFileSync(program, args, { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...env }, stdio: 'pipe', timeout: 10_000 })
    return ''
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  }
}

/** Texts put together out of what a file may hold, by a generator of its own, so that each run has the same. */
function texts(pieces: readonly string[], count: number): readonly string[] {
  let state = 20_261_123
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)] ?? '').join(''),
  )
}

describe.skipIf(!hasTool('git', '--version'))('git (skipped where it is not installed)', () => {
  const pieces = [
    '[a]',
    '[a "b"]',
    '[a  "b\\"c"]',
    '[a b]',
    '[]',
    '[ "b"]',
    '[a',
    'k',
    'K-1',
    ' = ',
    '=',
    'v',
    '"',
    '\\',
    '\\n',
    '\\q',
    '#',
    ';',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '1',
    '_',
    '\r',
    'k = v\n',
    '[http]\n',
    '\uFEFF',
  ]

  it('reads every file that git reads, and no other', () => {
    const path = join(folder.path, 'config')
    const all = texts(pieces, 700)
    const wrong = all.flatMap((text) => {
      writeFileSync(path, text)
      const line = /bad config line (\d+)/.exec(
        complaint('git', ['config', '--file', path, '--list'], { HOME: folder.path }),
      )?.[1]
      const said = line === undefined ? null : Number(line)
      return (said === null) === (gitStopsAt(text) === null) ? [] : [{ text, said }]
    })
    expect(wrong).toEqual([])
    const stopped = all.filter((text) => gitStopsAt(text) !== null).length
    expect([stopped > 100, stopped < 600]).toEqual([true, true])
  }, 120_000)

  it.each([
    ['[http]\n  sslVerify\n x y\n', 3],
    ['[http]\n  sslCAInfo = "/a\n', 2],
    ['ok = 1\n[http\n', 2],
    ['[http]\n  sslCAInfo = /a\\b\n[a]\n', null],
    ['[http]\n  sslCAInfo = /a\\p\n', 2],
  ])('tells the line of %j', (text, line) => {
    const path = join(folder.path, 'config')
    writeFileSync(path, text)
    const told = /bad config line (\d+)/.exec(complaint('git', ['config', '--file', path, '--list'], { HOME: folder.path }))?.[1]
    expect(told === undefined ? null : Number(told)).toBe(line)
    expect(gitStopsAt(text)).toBe(line)
  })
})

it('git is foretold by nobody where a file, or one that it takes in, cannot be read', async () => {
  const files = { '/usr/bin/git': 'ELF', '/home/u/.gitconfig': '[include]\n  path = more\n' }
  const asked = async (more: string) => askingOf(git, { env: { PATH: '/usr/bin' }, files: { ...files, '/home/u/more': more } })
  expect(await asked('[http]\n  bad line\n')).toMatchObject({
    stores: [],
    unknown: 'every command fails: git cannot read /home/u/more:2',
  })
  expect((await asked('[http]\n  postBuffer = 1\n')).unknown).not.toContain('every command fails')
})

describe('Wget', () => {
  const good = ['', '# x\n', 'timeout=5\n', ' tries = 1 \r\n', '\t\n', 'ca_certificate = /a\n\n', 'header = a: b = c\n']
  const bad = ['x\n', '\uFEFFtries = 1\n', '= 1\n', 'tries 1\n', 'a b = 1\n', 'tries = 1\n!\n', '"tries" = 1\n', '[a]\n']
  const asked = (text: string) =>
    askingOf(wget, {
      env: { PATH: '/usr/bin' },
      files: { '/usr/bin/wget': '', '/home/u/.wgetrc': text },
      runs: { '/usr/bin/wget --version': 'GNU Wget 1.21.3 built on linux-gnu.\n\n+ssl/gnutls \n' },
    })

  it.each(good)('reads %j', async (text) => expect((await asked(text)).unknown).not.toContain('every request fails'))
  it.each(bad)('stops at %j', async (text) => {
    const line = text.startsWith('tries = 1\n') ? 2 : 1
    expect(await asked(text)).toMatchObject({
      stores: [],
      unknown: `every request fails: Wget cannot read /home/u/.wgetrc:${line}`,
    })
  })

  it.skipIf(!hasTool('wget', '--version'))('says the same itself (skipped where it is not installed)', () => {
    const path = join(folder.path, 'wgetrc')
    const stops = (text: string): boolean => {
      writeFileSync(path, text)
      return complaint('wget', ['--spider', 'http://127.0.0.1:1/'], { HOME: folder.path, WGETRC: path }).includes(
        'wgetrc at line',
      )
    }
    expect(good.filter(stops)).toEqual([])
    expect(bad.filter((text) => !stops(text))).toEqual([])
  })
})
