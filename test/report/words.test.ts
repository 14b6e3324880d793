import { describe, expect, it } from 'vitest'
import { failureCodes } from '../../src/model/failure.ts'
import { captureFailureCodes } from '../../src/model/evidence.ts'
import { fill, slotNames } from '../../src/report/fill.ts'
import { textOf } from '../../src/report/styled.ts'
import { assumptionWords } from '../../src/report/words/assumptions.ts'
import { alertMeanings, captureWords } from '../../src/report/words/capture.ts'
import { failureTags, failureWords } from '../../src/report/words/failures.ts'
import { findingWords } from '../../src/report/words/findings.ts'
import { remedyHints } from '../../src/report/words/remedies.ts'
import { findingRules } from '../../src/findings/index.ts'
import { remedyRules } from '../../src/remedies/index.ts'
import { readdirSync, readFileSync } from 'node:fs'

const always = ['it', 'them', 'host', 'names']

describe('the words for findings', () => {
  /** Codes and the params that a rule's comment promises, by reading the rules' files. */
  const promised = new Map<string, string>()
  const folder = new URL('../../src/findings/', import.meta.url)
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.ts'))) {
    const source = readFileSync(new URL(file, folder), 'utf8')
    for (const [, code] of source.matchAll(/code: '(RC\d+)'/g)) if (code !== undefined) promised.set(code, source)
  }

  it('sees the rules', () => {
    expect(promised.size).toBeGreaterThan(30)
    expect(findingRules.length).toBeGreaterThan(30)
  })

  it.each([...promised.keys()])('%s has words', (code) => {
    expect(Object.keys(findingWords)).toContain(code)
  })

  it.each(Object.entries(findingWords))('%s uses only slots that its rule fills', (code, words) => {
    const source = promised.get(code)
    if (source === undefined) return
    const all = 'cases' in words ? [...Object.values(words.cases), words.otherwise] : [words]
    const used = all.flatMap((w) => [...slotNames(w.what), ...slotNames(w.means)]).filter((slot) => !always.includes(slot))
    if ('cases' in words) {
      expect(source, `${code} has no param ${words.param}`).toContain(words.param)
      for (const value of Object.keys(words.cases)) expect(source, `${code} never says ${value}`).toContain(value)
    }
    for (const slot of used) expect(source, `${code} has no param ${slot}`).toMatch(new RegExp(`\\b${slot}\\b`))
  })
})

describe('the other words', () => {
  it('have every failure, every failure of a capture, and no others', () => {
    expect(Object.keys(failureWords).toSorted()).toEqual([...failureCodes].toSorted())
    expect(Object.keys(captureWords).toSorted()).toEqual([...captureFailureCodes].toSorted())
  })

  it('have hints only for remedies that exist', () => {
    const names = remedyRules.map((r) => r.name)
    for (const rule of Object.keys(remedyHints)) expect(names).toContain(rule)
  })

  it('use no slot that nobody fills', () => {
    for (const words of Object.values(failureWords)) {
      for (const slot of slotNames(words))
        expect([
          'it',
          'host',
          'names',
          'alert',
          'unfinished',
          'size',
          'limit',
          'after',
          'days',
          'setting',
          'reason',
          'issuer',
          'sent',
          'absent',
          'until',
          'from',
        ]).toContain(slot)
    }
    for (const { headline, means, next } of Object.values(captureWords)) {
      expect(slotNames(headline).filter((s) => s !== 'detail')).toEqual([])
      expect(`${means}${next}`).not.toMatch(/[{}[\]]/)
    }
    for (const text of [...Object.values(failureTags), ...Object.values(alertMeanings).flatMap((a) => [a.means, a.next])]) {
      expect(text).not.toMatch(/[{}[\]]/)
    }
    for (const words of Object.values(assumptionWords)) {
      for (const slot of slotNames(words)) expect(['clients', 'asked', 'client', 'store', 'origin', 'source']).toContain(slot)
    }
  })
})

describe('fill', () => {
  const filled = (sentence: string, slots: Readonly<Record<string, string>>): string => textOf(fill(sentence, slots))

  it('leaves out what is in brackets where a value is missing or empty', () => {
    expect(filled('a[ {x}] b[, {y}].', { x: '1', y: '' })).toBe('a 1 b.')
  })

  it('shows a missing value outside brackets', () => {
    expect(filled('a {x}.', {})).toBe('a ?.')
  })

  it('takes no slot and no brackets from a value', () => {
    expect(filled('a[ {x}].', { x: '{y}[z]', y: '2' })).toBe('a {y}[z].')
  })

  it('knows no slot that every object has', () => {
    expect(filled('a[ {constructor}].', {})).toBe('a.')
  })
})
