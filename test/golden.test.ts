import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { recordedSignatures } from '../src/graph/world.ts'
import { nodeSignatureVerifier } from '../src/host/node-signature-verifier.ts'
import { faults } from '../src/lab/index.ts'
import { handMade } from './support/golden-hand-made.ts'
import { goldenExpected, goldenNames, goldenPath, goldenReport, goldenText } from './support/golden-replay.ts'
import { lineChanges } from './support/golden-changes.ts'

const blessing = process.env['BLESS'] === '1'
const verify = nodeSignatureVerifier()
const changes: string[] = []

afterAll(() => {
  if (changes.length > 0) process.stdout.write(`${changes.join('\n')}\n`)
})

describe('golden cases', () => {
  test.each(goldenNames)('%s', (name) => {
    const report = goldenReport(name, recordedSignatures)
    const actual = goldenText(report)
    const expected = goldenExpected(name)
    if (blessing && actual !== expected) {
      writeFileSync(goldenPath(name, 'expected.txt'), actual)
      changes.push(`${name}/expected.txt`, ...lineChanges(expected ?? '', actual))
      return
    }
    expect(actual).toBe(expected ?? `(there is no ${name}/expected.txt: BLESS=1 npx vitest run test/golden.test.ts writes it)`)
  })

  // A saved case is sealed: whoever can compute signatures learns nothing more from it.
  test.each(goldenNames)('%s: recorded signatures are the computed ones', (name) => {
    expect(goldenReport(name, verify)).toEqual(goldenReport(name, recordedSignatures))
  })
})

describe('the set of cases', () => {
  const folder = fileURLToPath(new URL('../src/findings/', import.meta.url))
  const sources = readdirSync(folder).filter((f) => f.endsWith('.ts'))
  const declared = new Set(
    sources.flatMap((f) => [...readFileSync(folder + f, 'utf8').matchAll(/'(RC\d{3})'/g)].map(([, code]) => code ?? '')),
  )

  test('every fault of the lab has a case, and every case can be made anew', () => {
    expect(goldenNames).toEqual([...faults.map((f) => f.id), ...Object.keys(handMade)].sort())
  })

  test('every finding stands in some case, but for those that no client can draw yet', () => {
    expect(declared.size).toBeGreaterThanOrEqual(55)
    const seen = new Set(goldenNames.flatMap((name) => goldenReport(name, recordedSignatures).findings.map((f) => f.code)))
    expect([...declared].filter((code) => !seen.has(code)).sort()).toEqual([])
  })

  test('is small enough to be kept: 1.5 MB in all, and each file one that a person can open', () => {
    const sizes = goldenNames.map((name) => readFileSync(goldenPath(name, 'case.json')).length)
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(1_500_000)
    expect(Math.max(...sizes)).toBeLessThan(150_000)
  })
})
