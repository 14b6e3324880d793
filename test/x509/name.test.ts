import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCertificate } from '../../src/x509/certificate.ts'
import { commonNames, emptyName, formatName, readName } from '../../src/x509/name.ts'
import { writePem } from '../../src/x509/pem.ts'
import { noOpenssl, openssl } from './openssl.ts'
import { nodeRoots } from './corpus.ts'
import { attribute, hex, int, join, name, oid, seq, set, text, tlv } from './der-builder.ts'

const cn = '2.5.4.3'
const utf8 = (value: string): Uint8Array => tlv(0x0c, new TextEncoder().encode(value))
const bmp = (value: string): Uint8Array => tlv(0x1e, Buffer.from(value, 'utf16le').swap16())
const universal = (value: string): Uint8Array =>
  tlv(0x1c, Buffer.concat(Array.from(value, (c) => Buffer.of(0, 0, 0, c.charCodeAt(0)))))
const of = (...values: readonly (string | Uint8Array)[]) =>
  readName(name(...values.map((v) => attribute(cn, typeof v === 'string' ? utf8(v) : v))))

describe('canonical: RFC 5280 §7.1', () => {
  test.each([
    ['case', 'Example CA', 'EXAMPLE ca'],
    ['white space', ' Example  CA ', 'Example CA'],
    ['string types', tlv(0x13, text('Example')), bmp('Example')],
    ['string types', tlv(0x16, text('Example')), universal('eXample')],
    ['Latin 1 in TeletexString', tlv(0x14, hex('c9')), 'é'],
    ['a composed character', 'Caf\u00e9', 'Cafe\u0301'],
    ['sharp s', 'Straße', 'STRASSE'],
    ['compatibility', '\uff21', 'a'],
    ['a sign that stands for capitals', '\u2121', 'tel'],
    ['a no-break space', 'a\u00a0b', 'a b'],
    ['a soft hyphen', 'a\u00adb', 'ab'],
  ] as const)('%s does not matter', (_, a, b) => {
    expect(of(a).canonical).toBe(of(b).canonical)
    expect(of(a).raw).not.toBe(of(b).raw)
  })

  test('order in an RDN does not matter, order of RDNs does', () => {
    const [o, c] = [attribute('2.5.4.10', 'x'), attribute(cn, 'y')]
    expect(readName(seq(set(o, c))).canonical).toBe(readName(seq(set(c, o))).canonical)
    expect(readName(name(o, c)).canonical).not.toBe(readName(name(c, o)).canonical)
    expect(readName(name(o, c)).canonical).not.toBe(readName(seq(set(o, c))).canonical)
  })

  test.each([
    ['another type', name(attribute('2.5.4.10', 'x'))],
    ['a value that is no string', name(attribute(cn, int(0x78)))],
    ['text that looks like one', name(attribute(cn, '#020178'))],
    ['another text', name(attribute(cn, 'xx'))],
    ['no attribute', seq()],
    ['a broken character', name(attribute(cn, tlv(0x0c, hex('78ff'))))],
    ['another broken character', name(attribute(cn, tlv(0x0c, hex('78fe'))))],
    ['a broken structure', seq(attribute(cn, 'x'))],
  ])('differs: %s', (_, der) => {
    const all = [
      name(attribute(cn, 'x')),
      name(attribute(cn, int(0x78))),
      name(attribute(cn, '#020178')),
      seq(),
      name(attribute(cn, tlv(0x0c, hex('78ff')))),
    ]
    for (const other of all) {
      if (Buffer.from(other).equals(der)) expect(readName(der).canonical).toBe(readName(other).canonical)
      else expect(readName(der).canonical).not.toBe(readName(other).canonical)
    }
  })

  test('equal names have equal forms whatever their type, case and spaces; different ones never', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/)
    const words = fc.array(word, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(words, words, fc.constantFrom(0x0c, 0x13, 0x14, 0x16), fc.nat(3), (a, b, tag, spaces) => {
        const plain = of(a.join(' '))
        const varied = of(tlv(tag, text(`${' '.repeat(spaces)}${a.join(' '.repeat(spaces + 1)).toUpperCase()}`)))
        expect(varied.canonical).toBe(plain.canonical)
        expect(of(b.join(' ')).canonical === plain.canonical).toBe(a.join(' ') === b.join(' '))
      }),
      { seed: 20200530 },
    )
  })
})

describe('formatName: RFC 4514', () => {
  // The examples of RFC 4514 §4, but for the one that shows an unregistered type, which we show readable.
  test.each([
    [
      name(
        attribute('0.9.2342.19200300.100.1.25', tlv(0x16, text('net'))),
        attribute('0.9.2342.19200300.100.1.25', tlv(0x16, text('example'))),
        attribute('0.9.2342.19200300.100.1.1', 'jsmith'),
      ),
      'UID=jsmith,DC=example,DC=net',
    ],
    [
      seq(
        set(attribute('0.9.2342.19200300.100.1.25', tlv(0x16, text('net')))),
        set(attribute('2.5.4.11', 'Sales'), attribute(cn, 'J.  Smith')),
      ),
      'OU=Sales+CN=J.  Smith,DC=net',
    ],
    [name(attribute(cn, 'James "Jim" Smith, III')), 'CN=James \\"Jim\\" Smith\\, III'],
    [name(attribute(cn, 'Before\rAfter')), 'CN=Before\\0DAfter'],
    [name(attribute(cn, utf8('Lu\u010di\u0107'))), 'CN=Lu\u010di\u0107'],
  ])('%#', (der, expected) => {
    expect(formatName(readName(der))).toBe(expected)
  })

  test.each([
    ['#a', 'CN=\\#a'],
    [' a ', 'CN=\\ a\\ '],
    [' ', 'CN=\\ '],
    ['a+b;c<d>e\\f', 'CN=a\\+b\\;c\\<d\\>e\\\\f'],
    ['\u0000', 'CN=\\00'],
    ['\u001b[31m', 'CN=\\1B[31m'],
    ['\u009b31m', 'CN=\\C2\\9B31m'],
    ['a\u202eb', 'CN=a\\E2\\80\\AEb'],
    ['a\u2066b', 'CN=a\\E2\\81\\A6b'],
    ['\u{e0041}', 'CN=\\F3\\A0\\81\\81'],
    ['\u{1f600}', 'CN=\u{1f600}'],
  ])('%j', (value, expected) => {
    expect(formatName(of(value))).toBe(expected)
  })

  test('a lone surrogate cannot reach the output', () => {
    expect(formatName(of(tlv(0x1e, hex('d800'))))).toBe('CN=\ufffd')
    expect(formatName({ ...emptyName, rdns: [[{ type: cn, value: 'a\ud800', tag: 12 }]] })).toBe('CN=a\\ED\\A0\\80')
  })

  test('no control or formatting character comes out of any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(formatName(of(value))).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      }),
      { seed: 20200530 },
    )
  })

  test('names and identifiers', () => {
    expect(formatName(emptyName)).toBe('')
    expect(formatName(readName(seq()))).toBe('')
    expect(
      formatName(
        readName(
          name(
            attribute('1.2.840.113549.1.9.1', tlv(0x16, text('a@b'))),
            attribute('2.5.4.5', '7'),
            attribute('1.2.3', 'x'),
            attribute(cn, int(5)),
          ),
        ),
      ),
    ).toBe('CN=#020105,1.2.3=x,serialNumber=7,emailAddress=a@b')
  })
})

test('commonNames are in encoded order', () => {
  expect(commonNames(of('a', 'b'))).toEqual(['a', 'b'])
  expect(commonNames(readName(name(attribute('2.5.4.10', 'x'))))).toEqual([])
})

test('a name is read as far as it goes', () => {
  const odd = readName(seq(set(attribute(cn, 'a')), set(), set(join(oid(cn)))))
  expect(odd.rdns).toEqual([[{ type: cn, value: 'a', tag: 12 }]])
  expect(readName(hex('0500')).rdns).toEqual([])
  expect(readName(hex('0500')).canonical).not.toBe(readName(hex('0501')).canonical)
})

test.skipIf(noOpenssl !== null)(`subjects are those that openssl prints by RFC 2253${noOpenssl ? `: ${noOpenssl}` : ''}`, () => {
  // Attributes that both sides show with the same name and by text.
  const common = /^(CN|O|OU|C|L|ST|DC|emailAddress)$/
  let compared = 0
  for (const der of nodeRoots().slice(0, 60)) {
    const { subject } = readCertificate(der)
    const ours = formatName(subject)
    if (!ours.split(/(?<!\\),/).every((part) => common.test(part.split('=')[0] ?? ''))) continue
    const printed = execFileSync(openssl, ['x509', '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb,utf8'], {
      input: writePem('CERTIFICATE', der),
      timeout: 10_000,
    })
    expect(`subject=${ours}`).toBe(printed.toString().trimEnd())
    compared++
  }
  expect(compared).toBeGreaterThan(40)
})
