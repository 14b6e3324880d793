import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../src/x509/base64.ts'
import { fromHex, toHex } from '../../src/x509/hex.ts'

const octets = fc.uint8Array({ maxLength: 200 })

test('base64 is what Node writes and reads', () => {
  fc.assert(
    fc.property(octets, (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      expect(encodeBase64(bytes)).toBe(text)
      const decoded = decodeBase64(text)
      expect(decoded.invalidAt).toBeNull()
      expect([...decoded.bytes]).toEqual([...bytes])
    }),
    { seed: 20200530 },
  )
})

test('white space anywhere is ignored', () => {
  fc.assert(
    fc.property(
      octets,
      fc.array(fc.tuple(fc.nat(300), fc.constantFrom(' ', '\n', '\r\n', '\t')), { maxLength: 20 }),
      (bytes, spaces) => {
        let text = encodeBase64(bytes)
        for (const [at, space] of spaces) text = text.slice(0, at) + space + text.slice(at)
        const decoded = decodeBase64(text)
        expect(decoded.invalidAt).toBeNull()
        expect(toHex(decoded.bytes)).toBe(Buffer.from(bytes).toString('hex'))
      },
    ),
    { seed: 20200530 },
  )
})

test.each([
  ['', '', null],
  ['QUJD', 'ABC', null],
  ['QUI=', 'AB', null],
  ['QQ==', 'A', null],
  ['Q Q = =', 'A', null],
  ['QUJD*UJD', 'ABC', 4],
  ['QU-D', 'A', 2],
  ['QUJDé', 'ABC', 4],
  ['QUJD\u0141', 'ABC', 4],
  ['QUI', 'AB', 3],
  ['QQ=', 'A', 3],
  ['Q', '', 1],
  ['Q===', '', 1],
  ['QQ==QQ==', 'A', 4],
  ['QUJD=', 'ABC', 4],
  ['QQ===', 'A', 4],
])('%j', (text, expected, invalidAt) => {
  const decoded = decodeBase64(text)
  expect(Buffer.from(decoded.bytes).toString()).toBe(expected)
  expect(decoded.invalidAt).toBe(invalidAt)
})

test('hexadecimal', () => {
  fc.assert(
    fc.property(octets, (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }),
    { seed: 20200530 },
  )
  expect(fromHex('0xAB:cd 01\n')).toEqual(Uint8Array.of(0xab, 0xcd, 1))
  expect(fromHex('')).toEqual(new Uint8Array())
  for (const odd of ['a', 'xy', '0x1', 'ab-cd']) expect(fromHex(odd)).toBeNull()
})
