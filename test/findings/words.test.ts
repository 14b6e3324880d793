import { describe, expect, test } from 'vitest'
import { anomalyCodes } from '../../src/model/anomaly.ts'
import { findingWords } from '../../src/report/words/findings.ts'

const casesOf = (code: string) => {
  const words = findingWords[code]
  if (words === undefined || !('cases' in words)) throw new Error(`${code} has no cases`)
  return words
}

describe('words that depend on what was found', () => {
  test('RC313 has a sentence of its own for every anomaly, and none prints its code', () => {
    const { param, cases } = casesOf('RC313')
    expect(param).toBe('anomaly')
    expect(Object.keys(cases).toSorted()).toEqual([...anomalyCodes].toSorted())
    const sentences = Object.entries(cases).map(([code, { what }]) => {
      expect(what).toContain('{it}')
      if (code.includes('-')) expect(what).not.toContain(code)
      return what
    })
    expect(new Set(sentences).size).toBe(sentences.length)
  })

  test('RC605 does not call a current version old', () => {
    const { cases } = casesOf('RC605')
    expect(cases['server']?.what).toContain('old version')
    expect(`${cases['client']?.what} ${cases['client']?.means}`).not.toMatch(/old version|1\.0/)
  })

  test('RC102 asks for a newer certificate only where it is not sent', () => {
    const { cases, otherwise } = casesOf('RC102')
    expect(cases['sent']?.means).toContain('stop sending')
    expect(otherwise.means).toContain('must send a newer one')
    expect(cases['root']?.means).not.toContain('must send')
  })

  test('what chains differ in names those that clients would accept', () => {
    for (const code of ['RC208', 'RC209', 'RC210']) {
      const { param, cases, otherwise } = casesOf(code)
      expect(param).toBe('takers')
      expect(cases['all']?.means).toContain('{good}')
      expect(cases['more']?.means).toContain('{good}')
      expect(otherwise.means).not.toContain('{good}')
    }
  })

  test('RC104 comes with advice', () => {
    const words = findingWords['RC104']
    expect(words !== undefined && 'means' in words ? words.means : '').not.toBe('')
  })
})
