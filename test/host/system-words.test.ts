import { closeSync, mkdirSync, openSync, readFileSync, statSync, symlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf, systemWords } from '../../src/host/system-words.ts'
import { temporaryFolder } from '../support/tool.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => (folder = temporaryFolder()))
afterEach(() => folder.remove())

const at = (...names: readonly string[]): string => join(folder.path, ...names)
/** What this system says. */
const refusedFor = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('it was not refused')
}

describe.skipIf(process.platform === 'win32')('what the system itself refuses (skipped on Windows)', () => {
  it('a path through a file', () => {
    writeFileSync(at('file'), '')
    expect(systemWords(refusedFor(() => mkdirSync(at('file', 'inner'))))).toEqual({
      what: `cannot make the folder ${at('file', 'inner')}: something in its path is a file, where a folder is wanted`,
      hint: 'rename that file, and try again',
    })
  })

  it('a link to itself', () => {
    symlinkSync('loop', at('loop'))
    expect(systemWords(refusedFor(() => readFileSync(at('loop'))))?.what).toBe(
      `cannot open ${at('loop')}: a link in its path leads back to itself`,
    )
  })

  it('a name that is too long', () => {
    expect(systemWords(refusedFor(() => writeFileSync(at('x'.repeat(300)), '')))?.what).toMatch(/longer than the system takes$/)
  })

  it.skipIf(process.platform !== 'linux')('a full device, which says no path (null(4))', () => {
    const full = openSync('/dev/full', 'w')
    try {
      expect(systemWords(refusedFor(() => writeSync(full, 'x')))).toEqual({
        what: 'cannot write: the disk is full',
        hint: 'make room, and try again',
      })
    } finally {
      closeSync(full)
    }
  })

  it('what only we can have caused is not put into words', () => {
    expect(systemWords(refusedFor(() => statSync(at('nothing'))))).toBeNull()
    expect(systemWords(new TypeError('x is undefined'))).toBeNull()
    expect(messageOf(new TypeError('x is undefined'))).toBe('x is undefined')
    expect(messageOf('a text')).toBe('a text')
  })
})

describe('errors as Node tells them (its documentation, "Class: SystemError")', () => {
  const refused = (code: string, syscall: string, path: string, dest?: string): Error =>
    Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path, ...(dest === undefined ? {} : { dest }) })
  const draft = '/home/me/.rootcause-42-0123456789abcdef'

  it.each([
    ['EACCES', 'open', draft, undefined, 'this user may not write in /home/me (ls -ld /home/me shows'],
    ['EACCES', 'mkdir', '/home/me/.local', undefined, 'this user may not make the folder /home/me/.local (ls -ld /home/me shows'],
    ['EACCES', 'scandir', '/home/me/x', undefined, 'this user may not list /home/me/x (ls -ld /home/me/x shows'],
    ['EPERM', 'rename', draft, '/home/me/.profile', 'the system forbids to replace /home/me/.profile: '],
    [
      'EROFS',
      'open',
      draft,
      undefined,
      'cannot write in /home/me: what it lies on is mounted read-only (findmnt -T /home/me shows',
    ],
    ['ENOSPC', 'write', draft, undefined, 'cannot write in /home/me: the disk is full (df -h /home/me shows'],
    [
      'EACCES',
      'open',
      "/home/it's me/a",
      undefined,
      "this user may not open /home/it's me/a (ls -ld '/home/it'\\''s me/a' shows",
    ],
    ['EACCES', 'open', 'C:\\Users\\me\\a', undefined, 'this user may not open C:\\Users\\me\\a (its properties tell'],
    ['EACCES', 'mkdir', '/new', undefined, 'this user may not make the folder /new (ls -ld / shows'],
  ])('%s of %s at %s', (code, syscall, path, dest, says) => {
    const told = messageOf(refused(code, syscall, path, dest))
    expect(told.slice(0, says.length)).toBe(says)
    expect(told).not.toMatch(/\bE[A-Z]{3,}\b|\.rootcause-/)
  })
})
