import { describe, expect, test } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import { realTexts } from './real-texts.ts'
import { furtherUnrelated } from './further-unrelated.ts'

describe('texts as they are pasted into public threads', () => {
  test('there are at least 60', () => {
    expect(new Set(realTexts.map(({ text }) => text)).size).toBeGreaterThanOrEqual(60)
  })

  test.each(realTexts)('$of: $text', ({ text, runtime, cause, who = 'local', host }) => {
    const [first] = explain(text).recognised
    expect({ runtime: first?.runtime, cause: first?.causes[0], who: first?.who }).toEqual({ runtime, cause, who })
    if (host !== undefined) expect(first?.host).toBe(host)
  })
})

describe('errors about other things that use the same words', () => {
  test('there are at least 100, each once', () => {
    expect(new Set(furtherUnrelated).size).toBe(furtherUnrelated.length)
    expect(furtherUnrelated.length).toBeGreaterThanOrEqual(100)
  })

  test.each(furtherUnrelated)('%s', (text) => {
    expect(explain(text).recognised).toEqual([])
  })
})
