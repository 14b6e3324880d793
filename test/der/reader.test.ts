import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DerReader, maxDepth } from '../../src/der/reader.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
/** What one `read` at 0 gives. */
function read(hex: string) {
  const r = new DerReader(bytes(hex))
  const found = r.read(0, r.bytes.length)
  return {
    found,
    tag: r.tag,
    content: [r.start, r.end],
    next: r.next,
    codes: r.anomalies.map((a) => a.code),
    broken: r.breaks > 0,
  }
}
const ok = (tag: number, start: number, end: number, codes: readonly string[] = [], next = end) => ({
  found: true,
  tag,
  content: [start, end],
  next,
  codes,
  broken: false,
})

describe('tag and length: X.690 §8.1', () => {
  test.each([
    ['short', '0401ff', ok(4, 2, 3)],
    ['empty', '3000', ok(0x30, 2, 2)],
    ['more behind it', '0401ffff', ok(4, 2, 3)],
    ['81', `048180${'00'.repeat(128)}`, ok(4, 3, 131)],
    ['82', `04820100${'00'.repeat(256)}`, ok(4, 4, 260)],
    ['83', `0483010000${'00'.repeat(65536)}`, ok(4, 5, 65541)],
    ['81 for a short length', '0481017f', ok(4, 3, 4, ['length-not-minimal'])],
    ['81 for the longest short length', `04817f${'00'.repeat(127)}`, ok(4, 3, 130, ['length-not-minimal'])],
    ['82 for a short length', '048200017f', ok(4, 4, 5, ['length-not-minimal'])],
    ['82 for a length of one octet', `048200ff${'00'.repeat(255)}`, ok(4, 4, 259, ['length-not-minimal'])],
    ['many zeros', '04880000000000000001aa', ok(4, 10, 11, ['length-not-minimal'])],
    ['a length of no octets in the long form', '048400000000', ok(4, 6, 6, ['length-not-minimal'])],
    ['a high tag', '9f1f0100', ok(0x9f + 31 * 256, 3, 3 + 1)],
    ['a high tag of two octets', '9f812000', ok(0x9f + 160 * 256, 4, 4)],
    ['a low number in a high tag', '9f0100', ok(0x9f + 256, 3, 3, ['tag-not-minimal'])],
    ['a padded high tag', '9f801f00', ok(0x9f + 31 * 256, 4, 4, ['tag-not-minimal'])],
    ['an indefinite length', '30800401ff0000', ok(0x30, 2, 5, ['indefinite-length'], 7)],
    ['indefinite in indefinite', '308030800000040100000004', ok(0x30, 2, 9, ['indefinite-length'], 11)],
    ['zeros inside a definite element do not end it', '3080040200000000', ok(0x30, 2, 6, ['indefinite-length'], 8)],
  ])('%s', (_, hex, expected) => {
    expect(read(hex)).toEqual(expected)
  })

  test.each([
    ['nothing', '', [], false],
    ['a tag alone', '30', ['truncated'], true],
    ['a high tag that goes on', '9f80', ['tag-not-minimal', 'truncated'], true],
    ['length octets missing', '308201', ['truncated'], true],
    ['a length of five octets', '30850100000000', ['too-large'], true],
    ['the reserved length', `30ff${'11'.repeat(127)}`, ['too-large'], true],
    ['a huge tag', '9fffffffff7f00', ['too-large'], true],
    ['a primitive element of indefinite length', '04800000', ['indefinite-length'], true],
  ])('cannot be followed: %s', (_, hex, codes, broken) => {
    const r = read(hex)
    expect([r.found, r.codes, r.broken]).toEqual([false, codes, broken])
  })

  test.each([
    ['longer than its container', '0405aabb', 2, 4, ['truncated']],
    ['a length of four octets', '0484ffffffffaa', 6, 7, ['truncated']],
    ['no end of contents', '30800401ff', 2, 5, ['indefinite-length', 'truncated']],
    ['half an end of contents', '30800401ff00', 2, 6, ['indefinite-length', 'truncated']],
  ])('is cut: %s', (_, hex, start, end, codes) => {
    expect(read(hex)).toMatchObject({ found: true, content: [start, end], next: end, codes, broken: true })
  })

  test('depth is bounded', () => {
    const nest = (depth: number) => read(`${'3080'.repeat(depth)}${'0000'.repeat(depth)}`)
    expect(nest(maxDepth).codes).toEqual(['indefinite-length'])
    expect(nest(maxDepth + 1).codes).toEqual(['indefinite-length', 'too-deep'])
  })

  test('a container bounds what is in it', () => {
    const r = new DerReader(bytes('3003 0405aabbcc dd'))
    expect(r.read(0, r.bytes.length)).toBe(true)
    expect(r.read(r.start, r.end)).toBe(true)
    expect([r.start, r.end]).toEqual([4, 5])
    expect(r.anomalies).toEqual([{ code: 'truncated', offset: 2 }])
  })
})

test('readOnly tells what follows, and takes one tag', () => {
  const r = new DerReader(bytes('0401ff00'))
  expect(r.readOnly(4, 0, 3)).toBe(true)
  expect(r.anomalies).toEqual([])
  expect(r.readOnly(4, 0, 4, '1.2.3')).toBe(true)
  expect(r.anomalies).toEqual([{ code: 'trailing-data', offset: 3, about: '1.2.3' }])
  expect(r.readOnly(5, 0, 3)).toBe(false)
  expect(r.readTag(5, 0, 3)).toBe(false)
})

test('every element that is read lies in its container and moves forward', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(5), (octets, pos) => {
      const r = new DerReader(octets)
      if (!r.read(pos, octets.length)) return
      expect(r.at).toBe(pos)
      expect(r.start).toBeGreaterThan(pos + 1)
      expect(r.end).toBeGreaterThanOrEqual(r.start)
      expect(r.next).toBeGreaterThanOrEqual(r.end)
      expect(r.next).toBeLessThanOrEqual(octets.length)
    }),
    { numRuns: 20_000, seed: 20200530 },
  )
})
