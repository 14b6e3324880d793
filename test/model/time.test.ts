import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTime, seconds } from '../../src/model/time.ts'

describe('an instant as text', () => {
  it('is what Date makes of it, in every year that has four digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), (at) => {
        expect(isoTime(seconds(at))).toBe(new Date(at * 1000).toISOString().replace('.000Z', 'Z'))
      }),
      { numRuns: 2000 },
    )
  })

  it('at the edges of days, leap years and centuries', () => {
    for (const year of [0, 4, 100, 400, 1582, 1600, 1900, 1970, 1999, 2000, 2004, 2100, 2400, 9999]) {
      for (const day of ['01-01', '02-28', '03-01', '12-31']) {
        for (const time of ['00:00:00', '23:59:59']) {
          const text = `${String(year).padStart(4, '0')}-${day}T${time}Z`
          expect(isoTime(seconds(Date.parse(text) / 1000))).toBe(text)
        }
      }
    }
    expect(isoTime(seconds(Date.parse('2000-02-29T12:00:00Z') / 1000))).toBe('2000-02-29T12:00:00Z')
  })

  it('beyond them it is always or never', () => {
    expect([-Infinity, -62_167_219_201, 253_402_300_800, Infinity].map((at) => isoTime(seconds(at)))).toEqual([
      'always',
      'always',
      'never',
      'never',
    ])
  })
})
