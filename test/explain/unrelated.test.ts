import { describe, expect, test } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import { unrelated } from './unrelated.ts'

describe('texts that are about something else', () => {
  test('there are at least 200, each once', () => {
    expect(new Set(unrelated).size).toBe(unrelated.length)
    expect(unrelated.length).toBeGreaterThanOrEqual(200)
  })

  test.each(unrelated)('%s', (text) => {
    expect(explain(text)).toEqual({ schema: 1, recognised: [], next: null })
  })

  test('nor are they when they stand together', () => {
    expect(explain(unrelated.join('\n')).recognised).toEqual([])
  })
})
