import { describe, expect, test } from 'vitest'
import { asUtf8, decodeText } from '../../src/capture/decode-text.ts'

// RFC 2781 §3.2 and RFC 3629 §6: FE FF and FF FE mark UTF-16, EF BB BF marks UTF-8.
describe('texts of files', () => {
  test.each([
    ['UTF-8', [0x7b, 0xc3, 0xa9, 0x7d], '{é}'],
    ['UTF-8 with its mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d], '{}'],
    ['UTF-16, little endian', [0xff, 0xfe, 0x7b, 0, 0xe9, 0, 0x7d, 0], '{é}'],
    ['UTF-16, big endian', [0xfe, 0xff, 0, 0x7b, 0, 0xe9, 0, 0x7d], '{é}'],
    ['a mark alone', [0xff, 0xfe], ''],
    ['nothing', [], ''],
  ])('%s', (_, octets, text) => {
    const bytes = Uint8Array.from(octets)
    expect(decodeText(bytes)).toBe(text)
    // What is no UTF-16 stays to the octet: it may be DER.
    expect(asUtf8(bytes)).toEqual(octets[0] === 0xff || octets[0] === 0xfe ? new TextEncoder().encode(text) : bytes)
  })

  test('DER is left alone', () => {
    const der = Uint8Array.of(0x30, 0x82, 0xff, 0xfe, 0x00)
    expect(asUtf8(der)).toBe(der)
  })
})
