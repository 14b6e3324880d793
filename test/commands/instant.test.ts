import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../src/commands/instant.ts'
import { RootcauseError } from '../../src/model/error.ts'
import { seconds } from '../../src/model/time.ts'

// 2026-11-22T00:00:00Z, from `date -u -d 2026-11-22 +%s`.
const now = seconds(1_795_305_600)

describe('parseInstant', () => {
  test.each([
    ['2020-05-30T10:48:39Z', 1_590_835_719],
    ['2020-05-30t10:48:39z', 1_590_835_719],
    ['2020-05-30 10:48:39', 1_590_835_719],
    ['2020-05-30T10:48', 1_590_835_680],
    ['2020-05-30T10:48:39.999Z', 1_590_835_719],
    ['2020-05-30T12:48:39+02:00', 1_590_835_719],
    ['2020-05-30T12:48:39+0200', 1_590_835_719],
    ['2020-05-30', 1_590_796_800],
    ['1970-01-01', 0],
    ['1969-12-31T23:59:59Z', -1],
    ['2024-02-29', 1_709_164_800],
    ['now', 1_795_305_600],
    ['-1s', 1_795_305_599],
    ['+2h', 1_795_312_800],
    ['-3d', 1_795_046_400],
    ['+1w', 1_795_910_400],
    ['+5m', 1_795_305_900],
    // A year is 365.2425 days, the Gregorian mean.
    ['+1y', 1_795_305_600 + 31_556_952],
  ])('%s', (text, expected) => {
    expect(parseInstant(text, now)).toBe(expected)
  })

  test.each([
    '',
    ' ',
    'tomorrow',
    '2020',
    '2020-5-30',
    '2021-02-29',
    '2020-02-30',
    '2020-13-01',
    '2020-05-30T25:00:00Z',
    '2020-05-30T10:60:00Z',
    '2020-05-30T10:48:39X',
    '3d',
    '-3',
    '-3 d',
    '-3D2h',
    '+1e3d',
    '+99999999999999999999y',
    '1590835719',
    '2020-05-30T10:48:39Z; rm',
  ])('%j is no time', (text) => {
    expect(() => parseInstant(text, now)).toThrow(RootcauseError)
    expect(() => parseInstant(text, now)).toThrow(expect.objectContaining({ kind: 'usage' }))
  })
})
