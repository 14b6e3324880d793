import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNamedBits, unusedBits } from '../../src/der/bit-string.ts'
import { readBoolean } from '../../src/der/boolean.ts'
import { bitLength, checkInteger, largestCount, readCount, unsignedStart } from '../../src/der/integer.ts'
import { readOid } from '../../src/der/oid.ts'
import { DerReader } from '../../src/der/reader.ts'
import { decodeString } from '../../src/der/string.ts'
import { tag } from '../../src/der/tag.ts'
import { readTime } from '../../src/der/time.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

/** A decoder's answer over a whole content, and the codes that it noted. */
function run<T>(bytes: Uint8Array, decode: (r: DerReader, start: number, end: number) => T): [T, string[]] {
  const r = new DerReader(bytes)
  const value = decode(r, 0, bytes.length)
  return [value, r.anomalies.map((a) => a.code)]
}

describe('OBJECT IDENTIFIER: X.690 §8.19', () => {
  test.each([
    ['551d13', '2.5.29.19'],
    ['2a864886f70d010101', '1.2.840.113549.1.1.1'],
    ['883703', '2.999.3'], // the example of §8.19.5
    ['00', '0.0'],
    ['27', '0.39'],
    ['28', '1.0'],
    ['4f', '1.39'],
    ['50', '2.0'],
    ['551d8148', '2.5.29.200'],
    // A UUID of 128 bits under 2.25 (X.667 §6.3)
    ['6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776', '2.25.329800735698586629295641978511506172918'],
  ])('%s is %s', (octets, text) => {
    expect(run(hex(octets), readOid)).toEqual([text, []])
    // The second time it comes from memory.
    expect(run(hex(octets), readOid)).toEqual([text, []])
  })

  test.each(['', '80', '55 80 01', '551d93', 'ff'])('%s is malformed', (octets) => {
    expect(run(hex(octets), readOid)).toEqual(['', ['oid-malformed']])
  })

  test('any arcs come back', () => {
    const arc = fc.oneof(fc.nat(200), fc.nat(), fc.bigInt(0n, 2n ** 80n))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.nat(39), fc.array(arc, { maxLength: 6 }), (first, second, rest) => {
        const octets = [BigInt(first * 40 + second), ...rest.map(BigInt)].flatMap((n) => {
          const groups = [Number(n & 127n)]
          for (let left = n >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 127n) | 0x80)
          return groups
        })
        expect(run(Uint8Array.from(octets), readOid)).toEqual([[first, second, ...rest].join('.'), []])
      }),
      { seed: 20200530 },
    )
  })
})

describe('INTEGER: X.690 §8.3', () => {
  test.each([
    ['00', 0, []],
    ['7f', 127, []],
    ['0080', 128, []],
    ['7fffffff', largestCount, []],
    ['0080000000', largestCount, []],
    ['7fffffffffffffffffff', largestCount, []],
    ['000001', 1, ['integer-not-minimal']],
    ['', null, []],
    ['ff', null, []],
  ])('count %s', (octets, value, codes) => {
    expect(run(hex(octets), readCount)).toEqual([value, codes])
  })

  test.each([
    ['00', false],
    ['0080', false],
    ['007f', true],
    ['ff7f', false],
    ['ff80', true],
  ])('%s minimal', (octets, odd) => {
    expect(run(hex(octets), checkInteger)[1]).toEqual(odd ? ['integer-not-minimal'] : [])
  })

  test('unsigned form and its size', () => {
    for (const [octets, start, bits] of [
      ['00ff', 1, 8],
      ['01', 0, 1],
      ['0000', 2, 0],
      ['7fff', 0, 15],
      ['', -1, 0],
      ['80', -1, 0],
    ] as const) {
      const bytes = hex(octets)
      expect(unsignedStart(new DerReader(bytes), 0, bytes.length)).toBe(start)
      if (start >= 0) expect(bitLength(bytes, start, bytes.length)).toBe(bits)
    }
  })
})

test('BOOLEAN: X.690 §8.2, §11.1', () => {
  expect(run(hex('00'), readBoolean)).toEqual([false, []])
  expect(run(hex('ff'), readBoolean)).toEqual([true, []])
  expect(run(hex('01'), readBoolean)).toEqual([true, ['boolean-not-canonical']])
  expect(run(hex(''), readBoolean)).toEqual([null, []])
  expect(run(hex('ffff'), readBoolean)).toEqual([null, []])
})

describe('BIT STRING: X.690 §8.6', () => {
  test.each([
    ['00', 0, []],
    ['00ff', 0, []],
    ['0780', 7, []],
    ['0781', 7, ['bit-string-padding']],
    ['', -1, []],
    ['0880', -1, []],
    ['01', -1, []],
  ])('unused bits of %s', (octets, unused, codes) => {
    expect(run(hex(octets), unusedBits)).toEqual([unused, codes])
  })

  test.each([
    ['0780', 1, []], // the first bit alone
    ['0106', 0b1100000, []], // keyCertSign and cRLSign
    ['070080', 0b100000000, []], // decipherOnly
    ['0006', 0b1100000, []], // zero bits at the end
    ['0787', 1, ['bit-string-padding']],
    ['00', 0, []],
    ['00ffffffffff', 0x7fffffff, []],
    ['09ff', null, []],
  ])('named bits of %s', (octets, bits, codes) => {
    expect(run(hex(octets), readNamedBits)).toEqual([bits, codes])
  })
})

describe('times: RFC 5280 §4.1.2.5, X.680 §46, §47', () => {
  const utc = (text: string) => run(ascii(text), (r, start, end) => readTime(r, tag.utcTime, start, end))
  const general = (text: string) => run(ascii(text), (r, start, end) => readTime(r, tag.generalizedTime, start, end))
  const at = (iso: string): number => Date.parse(iso) / 1000

  test.each([
    ['200530104838Z', '2020-05-30T10:48:38Z', []],
    ['500101000000Z', '1950-01-01T00:00:00Z', []],
    ['491231235959Z', '2049-12-31T23:59:59Z', []],
    ['000229120000Z', '2000-02-29T12:00:00Z', []],
    ['2005301048Z', '2020-05-30T10:48:00Z', ['time-without-seconds']],
    ['200530104838+0200', '2020-05-30T08:48:38Z', ['time-with-offset']],
    ['2005301048-0130', '2020-05-30T12:18:00Z', ['time-without-seconds', 'time-with-offset']],
    ['200530104838', '2020-05-30T10:48:38Z', ['time-malformed']],
  ])('UTCTime %s', (text, iso, codes) => {
    expect(utc(text)).toEqual([at(iso), codes])
  })

  test.each([
    ['20500101000000Z', '2050-01-01T00:00:00Z', []],
    ['99991231235959Z', '9999-12-31T23:59:59Z', []],
    ['20491231235959Z', '2049-12-31T23:59:59Z', ['time-form']],
    ['00000101000000Z', '0000-01-01T00:00:00Z', ['time-form']],
    ['20600101000000.999Z', '2060-01-01T00:00:00Z', ['time-with-fraction']],
    ['20600101000000,5Z', '2060-01-01T00:00:00Z', ['time-with-fraction']],
    ['206001010000Z', '2060-01-01T00:00:00Z', ['time-without-seconds']],
    ['2060010107Z', '2060-01-01T07:00:00Z', ['time-without-seconds']],
    ['20600101000000+05', '2059-12-31T19:00:00Z', ['time-with-offset']],
    ['20600101000000', '2060-01-01T00:00:00Z', ['time-malformed']],
  ])('GeneralizedTime %s', (text, iso, codes) => {
    expect(general(text)).toEqual([at(iso), codes])
  })

  test.each([
    '',
    'Z',
    '20053010Z',
    '201301000000Z',
    '200001000000Z',
    '200532000000Z',
    '210229000000Z',
    '200530240000Z',
    '200530106000Z',
    '200530104860Z',
    '200530104838z',
    '200530104838Z ',
    '20053010483Z',
    '20053a104838Z',
    '200530104838+24',
    '200530104838.5Z',
    '-20053010483Z',
  ])('no time: %j', (text) => {
    const [value, codes] = utc(text)
    expect(value).toBeNaN()
    expect(codes).toContain('time-malformed')
  })

  test.each(['206001010000 0Z', '20600101000000.Z', '20600101000000.5', '2060'])('no GeneralizedTime: %j', (text) => {
    expect(general(text)[1]).toContain('time-malformed')
  })

  test('every day of eight centuries is counted as the calendar has it', () => {
    for (let t = Date.UTC(1800, 0, 1); t < Date.UTC(2600, 0, 1); t += 86_400_000) {
      const text = new Date(t).toISOString().replace(/[-:T]|\.000/g, '')
      if (general(text)[0] !== t / 1000) expect(text).toBe(t)
    }
  })
})

describe('strings: X.680 §41', () => {
  test.each([
    ['UTF8String', tag.utf8String, '4dc3bcf09f9880', 'Mü😀', true],
    ['a byte order mark is a character', tag.utf8String, 'efbbbf41', '\ufeffA', true],
    ['an octet that begins nothing', tag.utf8String, '41ff42', 'A\ufffdB', false],
    ['an overlong form', tag.utf8String, 'c080', '\ufffd\ufffd', false],
    ['a surrogate', tag.utf8String, 'eda080', '\ufffd\ufffd\ufffd', false],
    ['PrintableString', tag.printableString, '4127282b292c2d2e2f3a3d3f20', "A'(+),-./:=? ", true],
    ['an at sign in PrintableString', tag.printableString, '614062', 'a@b', false],
    ['a high octet in PrintableString', tag.printableString, '61e962', 'a\ufffdb', false],
    ['TeletexString', tag.teletexString, '61e962', 'aéb', true],
    ['IA5String', tag.ia5String, '0061407f', '\0a@\x7f', true],
    ['a high octet in IA5String', tag.ia5String, 'e9', '\ufffd', false],
    ['NumericString', tag.numericString, '31 20 32', '1 2', true],
    ['a letter in NumericString', tag.numericString, '3141', '1A', false],
    ['VisibleString', tag.visibleString, '7e', '~', true],
    ['a control character in VisibleString', tag.visibleString, '0a', '\n', false],
    ['BMPString', tag.bmpString, '004100e920ac', 'Aé€', true],
    ['a surrogate pair in BMPString', tag.bmpString, 'd83dde00', '😀', true],
    ['a lone surrogate in BMPString', tag.bmpString, '0041d83d', 'A\ufffd', false],
    ['half a character in BMPString', tag.bmpString, '004100', 'A\ufffd', false],
    ['UniversalString', tag.universalString, '000000410001f600', 'A😀', true],
    ['too large a number in UniversalString', tag.universalString, '00110000', '\ufffd', false],
    ['a surrogate in UniversalString', tag.universalString, '0000d800', '\ufffd', false],
    ['a part of a character in UniversalString', tag.universalString, '00000041000000', 'A\ufffd', false],
  ])('%s', (_, type, octets, text, sound) => {
    const bytes = hex(octets)
    expect(decodeString(bytes, type, 0, bytes.length)).toEqual({ text, sound })
  })

  test('long strings', () => {
    const bytes = new Uint8Array(1_000_000).fill(0x41)
    expect(decodeString(bytes, tag.teletexString, 0, bytes.length).text).toBe('A'.repeat(1_000_000))
  })
})
