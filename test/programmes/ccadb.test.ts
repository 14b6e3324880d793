import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { ccadbIncluded } from '../../src/programmes/ccadb-included.ts'
import { ccadbMicrosoft } from '../../src/programmes/ccadb-microsoft.ts'
import { ccadbRecordsReport } from '../../src/programmes/ccadb-records.ts'
import { ccadbTrustBits } from '../../src/programmes/ccadb-trust-bits.ts'
import { readCsv } from '../../src/programmes/shared/csv.ts'
import { writePem } from '../../src/x509/pem.ts'
import { contentOf, sha256Hex, told, whyNot } from './support.ts'

/** As RFC 4180 §2 writes it: every field quoted, quotes doubled, CRLF. */
const written = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((f) => `"${f.replaceAll('"', '""')}"`).join(',')}\r\n`).join('')
const table = (header: readonly string[], ...rows: readonly (readonly string[])[]): string => written([header, ...rows])
const id = (n: number): string => n.toString(16).padStart(64, '0')

describe('a table', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', ',', '"', '\n', '\r\n', 'a "b", c\nd'))
  test('is read as it was written (RFC 4180 §2)', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 8 })),
        (rows) => {
          const header = (rows[0] ?? []).map((_, i) => `column ${i}`)
          const read = readCsv(table(header, ...rows))
          expect(typeof read === 'string' ? read : read.records).toEqual(rows)
        },
      ),
      { seed: 5, numRuns: 400 },
    )
  })

  test('may be plain, end without a line end, and begin with a byte order mark', () => {
    const read = readCsv('\ufeffname,b\n1,\n,"x ""y"""')
    expect(typeof read === 'string' ? read : [read.column('name'), read.column('b'), read.column('c'), read.records]).toEqual([
      0,
      1,
      -1,
      [
        ['1', ''],
        ['', 'x "y"'],
      ],
    ])
  })

  test('may end its lines with a comma, as reports of CCADB do', () => {
    for (const text of ['a,b,\n1,2,\n', 'a,b\n1,2,\n', 'a,b,\n1,2\n']) {
      const read = readCsv(text)
      expect(typeof read === 'string' ? read : read.records).toEqual([['1', '2']])
    }
  })

  test.each([
    ['a,b\n1', 'record 2 has 1 fields, the header 2'],
    ['a,b\n1,2,3\n', 'record 2 has 3 fields, the header 2'],
    ['a,b\n"1,2\n', 'a quote that is not closed in record 2'],
    ['a,b\n"1"x,2\n', 'text behind a closing quote in record 2'],
    ['a,b\n1"2,3\n', 'a quote inside a field in record 2'],
    ['a,b\r1,2\n', 'a line end without line feed in record 1'],
    ['', 'the table is empty'],
  ])('%j is refused', (text, why) => {
    expect(readCsv(text)).toBe(why)
  })
})

describe('the report of trust bits', () => {
  const header = [
    'CA Owner',
    'SHA-256 Fingerprint',
    'Apple Status',
    'Apple Trust Bits',
    'Google Chrome Status',
    'Microsoft Status',
    'Microsoft EKUs',
    'Mozilla Status',
    'Mozilla Trust Bits',
  ]
  test('tells each programme by its own column and its own words', () => {
    const content = contentOf(
      ccadbTrustBits,
      table(
        header,
        [
          'A',
          id(1),
          'Included',
          'serverAuth;clientAuth',
          'Included',
          'Included',
          'Client Authentication;Server Authentication',
          'Included',
          'Email;Websites',
        ],
        // E-mail alone everywhere.
        ['B', id(2), 'Included', 'emailProtection', 'Not Included', 'Included', 'Secure Email', 'Included', 'Email'],
        ['C', id(3), 'Blocked', '', 'Removed', 'NotBefore', 'Server Authentication', 'Removed', 'All Trust Bits Turned Off'],
        ['D', id(4), 'Not Included', '', '', 'Disabled', '', 'Pending', ''],
      ),
    )
    expect(told(content)).toEqual({
      [id(1)]: ['apple included', 'google included', 'microsoft included', 'mozilla included'],
      [id(2)]: ['apple other-purpose', 'microsoft other-purpose', 'mozilla other-purpose'],
      [id(3)]: ['apple blocked', 'google removed', 'microsoft dated', 'mozilla removed'],
      [id(4)]: ['microsoft removed'],
    })
  })

  test('is refused without a column, or with a record that names no certificate', () => {
    expect(whyNot(ccadbTrustBits, table(header.slice(0, -1), ['A', id(1), '', '', '', '', '', '']))).toBe(
      'it has no column Mozilla Trust Bits',
    )
    expect(whyNot(ccadbTrustBits, table(header, ['A', 'x', '', '', '', '', '', '', '']))).toBe('record 2 has no fingerprint')
  })
})

describe('the report of all records', () => {
  const header = [
    'Certificate Record Type',
    'SHA-256 Fingerprint',
    'Apple Status',
    'Chrome Status',
    'Microsoft Status',
    'Mozilla Status',
    'Revocation Status',
    'Trust Bits for Root Cert',
  ]
  const root = (n: number, statuses: readonly [string, string, string, string], bits: string): readonly string[] => [
    'Root Certificate',
    id(n),
    ...statuses,
    '',
    bits,
  ]
  const no = 'Not Included'
  test('tells refusals always, and inclusion where the common bits are one programme’s own', () => {
    const content = contentOf(
      ccadbRecordsReport,
      table(
        header,
        // Rows as the report of 2026 has them: A-Trust-Root-07, Chambers of Commerce Root - 2008, Chambers of Commerce Root.
        root(1, [no, no, 'Included', no], 'Server Authentication'),
        root(2, ['Blocked', no, 'Included', 'Removed'], 'Client Authentication;Code Signing;Secure Email'),
        root(3, ['Removed', no, 'Disabled', 'Removed'], ''),
        // Whose bit is it?
        root(4, ['Included', 'Included', 'Included', 'Included'], 'Server Authentication;Secure Email'),
        root(5, ['Included', no, no, no], 'Server Authentication'),
        ['Intermediate Certificate', id(6), 'Trusted', 'Trusted', 'Trusted', 'Trusted', 'Revoked', ''],
        ['Intermediate Certificate', id(7), '', '', '', '', 'Parent Cert Revoked', ''],
        ['Intermediate Certificate', id(8), 'Included', '', '', '', 'Not Revoked', 'Server Authentication'],
      ),
    )
    expect(told(content)).toEqual({
      [id(1)]: ['microsoft included'],
      [id(2)]: ['apple blocked', 'microsoft other-purpose', 'mozilla removed'],
      [id(3)]: ['apple removed', 'microsoft removed', 'mozilla removed'],
      [id(4)]: ['google included'],
    })
    expect(content.revoked).toEqual([id(6), id(7)])
  })
})

const der = (CN: string): Uint8Array =>
  rootCertificate(
    { subject: { CN }, key: labKey('p-256', `ccadb ${CN}`) },
    { notBefore: utc('2010-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )

describe('the reports with certificates', () => {
  const [a, b] = [der('A'), der('B')]
  const header = ['Microsoft Status', 'SHA-256 Fingerprint', 'Microsoft EKUs', 'PEM Info']
  const quoted = (bytes: Uint8Array): string => `'${writePem('CERTIFICATE', bytes)}'`

  test("Microsoft's tells status and purposes; a certificate that cannot be read leaves its fingerprint", () => {
    const content = contentOf(
      ccadbMicrosoft,
      table(
        header,
        ['Included', sha256Hex(a), 'Server Authentication;Secure Email', quoted(a)],
        ['NotBefore', sha256Hex(b), 'Server Authentication', quoted(b).replace('M', '!')],
        ['Included', id(3), 'Code Signing', ''],
        ['Disabled', id(4), '', ''],
      ),
    )
    expect(told(content)).toEqual({
      [sha256Hex(a)]: ['microsoft included'],
      [sha256Hex(b)]: ['microsoft dated'],
      [id(3)]: ['microsoft other-purpose'],
      [id(4)]: ['microsoft removed'],
    })
    expect(content.certificates.map((bytes) => sha256Hex(bytes))).toEqual([sha256Hex(a)])
    expect(whyNot(ccadbMicrosoft, table(header, ['Included', sha256Hex(b), '', quoted(a)]))).toBe(
      'a certificate is not the one that its record names',
    )
  })

  test('that of included roots locates, and states nothing', () => {
    const content = contentOf(
      ccadbIncluded,
      table(['SHA-256 Fingerprint', 'Mozilla Status', 'X.509 Certificate (PEM)'], [sha256Hex(a), 'Included', quoted(a)]),
    )
    expect(content.statements).toEqual([])
    expect(content.certificates.map((bytes) => sha256Hex(bytes))).toEqual([sha256Hex(a)])
  })
})
