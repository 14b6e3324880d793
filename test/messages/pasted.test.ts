import { describe, expect, test } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import { knownTexts } from '../../src/messages/known/index.ts'
import { spot } from '../../src/messages/spot.ts'
import { everyPasted } from './pasted/index.ts'

describe('a text as it is pasted', () => {
  test.each(everyPasted)('$runtime: $text', ({ text, runtime, causes, who }) => {
    const [first] = explain(text).recognised
    expect({ runtime: first?.runtime, causes: first?.causes.join(' '), who: first?.who }).toEqual({ runtime, causes, who })
  })
})

describe('the known texts', () => {
  test('there are at least 300, and those that rest on knowledge alone say so', () => {
    const memory = knownTexts.filter((known) => known.known === 'memory').length
    expect(knownTexts.length - memory).toBeGreaterThanOrEqual(300)
    expect(memory).toBeGreaterThan(0)
    expect(new Set(knownTexts.map((known) => `${known.pattern.source} ${known.runtime}`)).size).toBe(knownTexts.length)
  })

  test('each stands in a pasted text', () => {
    const met = new Set(everyPasted.flatMap(({ text }) => spot(text).map((spotted) => spotted.text)))
    expect(knownTexts.filter((known) => !met.has(known)).map((known) => `${known.runtime}: ${known.pattern.source}`)).toEqual([])
  })
})
