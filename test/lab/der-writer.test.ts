import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bitString,
  bmpString,
  boolean,
  concat,
  explicit,
  generalizedTime,
  hex,
  ia5String,
  implicit,
  integer,
  length,
  longLength,
  namedBits,
  nullValue,
  octetString,
  oid,
  printableString,
  sequence,
  setOf,
  time,
  tlv,
  tlvWithLength,
  utcTime,
  utf8String,
} from '../../src/lab/der-writer.ts'
import { seconds } from '../../src/model/time.ts'
import { openssl, opensslMajor } from './openssl.ts'

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')

describe('octets by X.690', () => {
  test.each([
    ['§8.1.3.4', length(38), '26'],
    ['§8.1.3.5', length(201), '81c9'],
    ['§10.1, two octets', length(0x1234), '821234'],
    ['§8.2 TRUE, §11.1', boolean(true), '0101ff'],
    ['§8.2 FALSE', boolean(false), '010100'],
    ['§8.3, zero', integer(0), '020100'],
    ['§8.3, a leading zero keeps 128 positive', integer(128), '02020080'],
    ['§8.3, -128 in one octet', integer(-128), '020180'],
    ['§8.3, -129 in two', integer(-129), '0202ff7f'],
    ['§8.6.4.2 example', bitString(hex('0a3b5f291cd0'), 4), '0307040a3b5f291cd0'],
    ['§8.8', nullValue(), '0500'],
    ['§8.19.5 example', oid('2.999.3'), '0603883703'],
    ['§8.21.5.4 example', tlv(0x1a, Buffer.from('Jones')), '1a054a6f6e6573'],
    ['§11.2.2, keyCertSign and cRLSign', namedBits(32 | 64), '03020106'],
    ['§11.2.2, decipherOnly needs a second octet', namedBits(256), '0303070080'],
    ['§11.2.2, none', namedBits(0), '030100'],
    ['§11.6, ascending', setOf(integer(2), integer(1)), '3106020101020102'],
    ['explicit tag', explicit(3, integer(1)), 'a303020101'],
    ['implicit tag', implicit(2, hex('6162')), '82026162'],
    ['BMPString', bmpString('é'), '1e0200e9'],
  ])('%s', (_section, octets, expected) => {
    expect(hexOf(octets)).toBe(expected)
  })

  test('wrong things are written as asked for', () => {
    expect(hexOf(longLength(5, 3))).toBe('83000005')
    expect(hexOf(tlvWithLength(0x30, longLength(2, 2), nullValue()))).toBe('308200020500')
    expect(hexOf(tlvWithLength(0x30, hex('80'), nullValue(), hex('0000')))).toBe('308005000000')
    expect(hexOf(bitString(hex('ff'), 9))).toBe('030209ff')
  })

  test('text that is no hexadecimal is refused', () => {
    expect(() => hex('abc')).toThrow(TypeError)
    expect(() => hex('zz')).toThrow(TypeError)
  })

  test('RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050', () => {
    expect(Buffer.from(time(seconds(Date.UTC(2049, 11, 31, 23, 59, 59) / 1000))).toString('latin1')).toBe('\x17\x0d491231235959Z')
    expect(Buffer.from(time(seconds(Date.UTC(2050, 0, 1) / 1000))).toString('latin1')).toBe('\x18\x0f20500101000000Z')
    expect(Buffer.from(time(seconds(Date.UTC(1950, 0, 1) / 1000))).toString('latin1')).toBe('\x17\x0d500101000000Z')
  })

  test('integers read back as they were, in the fewest octets', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }), (value) => {
        const content = integer(value).subarray(2)
        const digits = Buffer.from(content).toString('hex')
        expect(BigInt.asIntN(8 * content.length, BigInt(`0x${digits}`))).toBe(value)
        // X.690 §8.3.2: the first nine bits are not all the same.
        const [first = 0, second = 0] = content
        if (content.length > 1) expect((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)).toBe(false)
      }),
    )
  })
})

describe.skipIf(opensslMajor === 0)('as `openssl asn1parse` reads it (skipped without openssl)', () => {
  test('every kind of value', async () => {
    const at = seconds(Date.UTC(2020, 4, 30, 10, 48, 38) / 1000)
    const der = sequence(
      integer(-0x1234n),
      oid('1.2.840.113549.1.1.11'),
      oid('2.25.294561201773625138467202711834601294'),
      utf8String('Zürich'),
      printableString('CH'),
      ia5String('a@b.test'),
      utcTime(at),
      generalizedTime(at),
      boolean(true),
      nullValue(),
      octetString(hex('c0ffee')),
      tlv(0x31, sequence(integer(1))),
      explicit(0, integer(2)),
      implicit(1, hex('00')),
      octetString(new Uint8Array(300)),
    )
    const output = await openssl(['asn1parse', '-inform', 'DER', '-i'], der)
    const values = output
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\s*\d+:d=(\d+)\s+hl=(\d+)\s+l=\s*(\d+)\s+(prim|cons):\s*/, '$1 $2 $3 $4 ').trimEnd())
    const size = der.length - 4
    expect(values).toEqual([
      `0 4 ${size} cons SEQUENCE`,
      '1 2 2 prim INTEGER           :-1234',
      '1 2 9 prim OBJECT            :sha256WithRSAEncryption',
      `1 2 ${oid('2.25.294561201773625138467202711834601294').length - 2} prim OBJECT            :2.25.294561201773625138467202711834601294`,
      expect.stringMatching(/^1 2 7 prim UTF8STRING/),
      '1 2 2 prim PRINTABLESTRING   :CH',
      '1 2 8 prim IA5STRING         :a@b.test',
      '1 2 13 prim UTCTIME           :200530104838Z',
      '1 2 15 prim GENERALIZEDTIME   :20200530104838Z',
      '1 2 1 prim BOOLEAN           :255',
      '1 2 0 prim NULL',
      '1 2 3 prim OCTET STRING      [HEX DUMP]:C0FFEE',
      '1 2 5 cons SET',
      '2 2 3 cons SEQUENCE',
      '3 2 1 prim INTEGER           :01',
      '1 2 3 cons cont [ 0 ]',
      '2 2 1 prim INTEGER           :02',
      '1 2 1 prim cont [ 1 ]',
      expect.stringMatching(/^1 4 300 prim OCTET STRING/),
    ])
  })

  test('indefinite and non-minimal lengths are what openssl takes them for', async () => {
    const indefinite = tlvWithLength(0x30, hex('80'), integer(1), hex('0000'))
    expect(await openssl(['asn1parse', '-inform', 'DER'], indefinite)).toMatch(/l=inf\s+cons: SEQUENCE[\s\S]*EOC/)
    const long = concat(tlvWithLength(0x30, longLength(3, 4), integer(1)))
    expect(await openssl(['asn1parse', '-inform', 'DER'], long)).toMatch(/hl=6 l=\s+3 cons: SEQUENCE/)
  })
})
