import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compareBatch, seat } from '../../tools/oracle/fuzz/compare.ts'
import { fuzzOracles } from '../../tools/oracle/fuzz/oracles/index.ts'
import { follow, recipe } from '../../tools/oracle/fuzz/random-recipe.ts'

/** Cases of long runs in which the engine once said something else: by oracle, seed and number, with what was changed in each. */
const found: Readonly<Record<string, readonly (readonly [seed: number, index: number, done: string])[]>> = {
  'nss-vfychain-3.87': [
    [20261122, 214, 'signer of another kind@0, store beside'],
    [20261122, 246, 'eku@1'],
    [20261122, 268, 'namesake sent, renewed in store'],
    [20261122, 1134, 'path length of no CA@3, odd serial@0'],
    [20261130, 2693, 'tangle of 2, names beside, ed25519@4, extension twice@1'],
    [20261130, 7067, 'eku@2, store unrelated, permitted other name'],
    [20261201, 6861, 'store beside, email in subject@0, common name@0'],
    [20261202, 8499, 'both@1, same name as root@1, subject empty@0'],
  ],
  'nss-vfychain-3.87-libpkix': [
    [20261122, 23, 'at an edge, 250559999 s later, critical 2.5.29.18@2'],
    [20261122, 151, 'extension twice@0, namesake in store, names that cannot be compared'],
    [20261122, 296, 'netscape type@0, self-issued@1'],
    [20261122, 312, 'garbled extension@0'],
    [20261122, 416, 'extension twice@1'],
    [20261122, 835, 'both@2'],
    [20261122, 895, 'garbled policies@1'],
    [20261122, 900, 'tangle of 2, address against subtrees of no size'],
    [20261202, 333, 'renewed sent, same name as root@1, critical 2.5.29.46@2'],
    [20261202, 676, 'critical 2.5.29.31@0, excluded own name, loop, host wxw.agree.test'],
    [777, 16250, 'subject empty@0, no names@1'],
    [20261143, 471, 'garbled CRL points@2, subject empty@0, no names@0'],
    [20261202, 947, 'tangle of 2, only intermediate in store, permitted two@1, ku absent@2'],
  ],
  'java-17': [
    [20261123, 16484, 'tangle of 4, authority that is none'],
    [20261125, 12854, 'names beside, version 1@1, both@2'],
    [20261125, 18606, 'both@1'],
    [20261141, 2039, 'garbled extension@2, critical 2.5.29.36@2, extension twice@2'],
    [20261126, 15127, 'permitted other name, namesake sent, constraint with minimum@1'],
    [20261128, 2818, 'host ::1, names@0, permitted two@1'],
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'fuzz-recipes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(fuzzOracles.filter(({ id }) => id in found))('$id', (oracle) => {
  const known = oracle.version()
  const recipes = (found[oracle.id] ?? []).map(([seed, index]) => recipe(seed, index))
  it('is asked what it was asked then: the series has not changed', () => {
    expect(recipes.map((r) => follow(r).done.join(', '))).toEqual((found[oracle.id] ?? []).map(([, , done]) => done))
  })
  it.skipIf(known === null)(
    `says what the engine says (skipped where it is not installed; here: ${known})`,
    { timeout: 120_000 },
    async () => {
      const one = await seat(oracle, folder)
      await compareBatch([one], recipes)
      expect(one.counts.cases).toBe(recipes.length)
      expect(one.counts.unexplained).toEqual([])
    },
  )
})
