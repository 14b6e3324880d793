import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compareBatch, seat } from '../../tools/oracle/fuzz/compare.ts'
import { fuzzOracles } from '../../tools/oracle/fuzz/oracles/index.ts'
import { follow, recipe } from '../../tools/oracle/fuzz/random-recipe.ts'

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A small fixed part of the series whose counts stand in docs/fuzzing.md. Java starts too slowly for it. */
const recipes = Array.from({ length: 250 }, (_, i) => recipe(20_201_122, i))

/** Those that need a handshake or a process for each case are asked fewer. */
const slow = recipes.slice(0, 60)
const isSlow = (id: string): boolean => /^(?:node|nss|deno)-/.test(id)

describe.each(fuzzOracles.filter(({ id }) => !id.startsWith('java-')))('$id', (oracle) => {
  const version = oracle.version()
  it.skipIf(version === null)(
    `answers random chains as the engine does (skipped where it is not installed; here: ${version})`,
    { timeout: 120_000 },
    async () => {
      const one = await seat(oracle, folder)
      const asked = isSlow(oracle.id) ? slow : recipes
      await compareBatch([one], asked)
      expect(one.counts.cases).toBe(asked.length)
      expect(one.counts.accepted).toBeGreaterThan(asked.length * 0.3)
      expect(one.counts.codes.size).toBeGreaterThan(isSlow(oracle.id) ? 5 : 8)
      expect(one.counts.unexplained).toEqual([])
    },
  )
})

describe('the series', () => {
  it('a step that is left out changes none of the others', () => {
    const long = recipes.find(({ steps }) => steps.length >= 3)
    if (long === undefined) throw new Error('no case of the series has three steps')
    const whole = follow(long).done
    const fewer = follow({ ...long, steps: long.steps.slice(0, -1) }).done
    expect(whole.slice(0, fewer.length)).toEqual(fewer)
    expect(whole.length).toBeGreaterThan(fewer.length)
  })
  it('is the same each time but for what ECDSA signs', () => {
    const done = (i: number) => follow(recipe(7, i)).done
    for (let i = 0; i < 20; i++) expect(done(i)).toEqual(done(i))
    expect(new Set(Array.from({ length: 40 }, (_, i) => done(i).join())).size).toBeGreaterThan(20)
  })
})
