import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ourAnswer, profileOf } from '../validation/agreement/ours.ts'
import { type Case, randomCase } from '../validation/agreement/random-case.ts'

/** NSS's own tools on chains that nobody thought of: skipped where certutil and vfychain (libnss3-tools) are not installed. */
const env = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), LANG: 'C', TZ: 'UTC' }

function run(program: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 10_000 })
  if (error !== undefined) throw error
  return stdout + stderr
}

function version(): string | null {
  try {
    return /libnss3|certutil/i.test(run('certutil', ['-H'])) && /vfychain/.test(run('vfychain', ['-h'])) ? 'here' : null
  } catch {
    return null
  }
}

const isHere = version() !== null
const cases = Array.from({ length: 60 }, (_, i) => randomCase(387, i))

/** `261122012000Z`. */
const utcTime = (at: number): string => `${new Date(at * 1000).toISOString().replaceAll(/[-T:]/g, '').slice(2, 14)}Z`

describe.skipIf(!isHere)('vfychain of NSS (skipped without libnss3-tools)', () => {
  let empty = ''
  beforeAll(() => {
    empty = mkdtempSync(join(tmpdir(), 'nss-empty-'))
    run('certutil', ['-N', '-d', `sql:${empty}`, '--empty-password'])
  })
  afterAll(() => rmSync(empty, { recursive: true, force: true }))

  /** Whether the tool takes the chain; `null` where it could not read what it was given. */
  function accepted({ sent, store, at }: Case, mode: readonly string[]): boolean | null {
    const directory = mkdtempSync(join(tmpdir(), 'nss-'))
    try {
      cpSync(empty, directory, { recursive: true })
      const file = (name: string, der: Uint8Array): string => {
        const path = join(directory, name)
        writeFileSync(path, der)
        return path
      }
      for (const [i, der] of store.entries())
        run('certutil', ['-A', '-d', `sql:${directory}`, '-n', `anchor ${i}`, '-t', 'C,,', '-i', file(`s${i}.der`, der)])
      const chain = sent.map((der, i) => file(`c${i}.der`, der))
      const said = run('vfychain', [...mode, '-d', `sql:${directory}`, '-b', utcTime(at), '-u', '1', ...chain])
      return said.includes('Chain is good!') ? true : said.includes('Chain is bad!') ? false : null
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }

  it.each([
    ['nss-vfychain-3.87', [] as string[]],
    ['nss-vfychain-3.87-libpkix', ['-pp']],
  ])('%s decides as the tool does', { timeout: 60_000 }, (id, mode) => {
    const answers = cases.map((one) => ({ one, theirs: accepted(one, mode) })).filter(({ theirs }) => theirs !== null)
    const wrong = answers.filter(({ one, theirs }) => (ourAnswer(profileOf(id), one).text === 'accepted') !== theirs)
    expect(
      wrong.map(({ one, theirs }) => `${one.id} ${one.done.join(', ')}: they ${theirs === true ? 'accept' : 'reject'}`),
    ).toEqual([])
    // A comparison of nothing but one answer would prove nothing.
    expect(answers.filter(({ theirs }) => theirs === true).length).toBeGreaterThan(10)
    expect(answers.filter(({ theirs }) => theirs === false).length).toBeGreaterThan(10)
  })
})
