import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { cacert } from '../../src/programmes/cacert.ts'
import { ccadbMozilla } from '../../src/programmes/ccadb-mozilla.ts'
import { certdata } from '../../src/programmes/certdata.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { writePem } from '../../src/x509/pem.ts'
import { contentOf, context, fetchedAt, sha256Hex, told, whyNot } from './support.ts'

const root = (CN: string): Uint8Array =>
  rootCertificate(
    { subject: { CN }, key: labKey('p-256', `programmes ${CN}`) },
    { notBefore: utc('2010-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )

/** MULTILINE_OCTAL of certdata.txt: sixteen octets a line. */
const octal = (name: string, bytes: Uint8Array): string => {
  const digits = [...bytes].map((b) => `\\${b.toString(8).padStart(3, '0')}`)
  const lines = Array.from({ length: Math.ceil(digits.length / 16) }, (_, i) => digits.slice(16 * i, 16 * i + 16).join(''))
  return [`${name} MULTILINE_OCTAL`, ...lines, 'END'].join('\n')
}

const certificateObject = (der: Uint8Array, after: string | null = null): string => {
  const { issuer, serialNumber } = readCertificate(der)
  return [
    '# Certificate',
    'CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE',
    'CKA_TOKEN CK_BBOOL CK_TRUE',
    'CKA_LABEL UTF8 "Some authority"',
    octal('CKA_ISSUER', issuer.der),
    octal('CKA_SERIAL_NUMBER', serialNumber),
    octal('CKA_VALUE', der),
    after === null
      ? 'CKA_NSS_SERVER_DISTRUST_AFTER CK_BBOOL CK_FALSE'
      : octal('CKA_NSS_SERVER_DISTRUST_AFTER', new Uint8Array(Buffer.from(after))),
    '',
  ].join('\n')
}

const trustObject = (der: Uint8Array, server: string, email: string, hashOf: Uint8Array | null = der): string => {
  const { issuer, serialNumber } = readCertificate(der)
  return [
    '# Trust',
    'CKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST',
    ...(hashOf === null ? [] : [octal('CKA_CERT_SHA1_HASH', new Uint8Array(createHash('sha1').update(hashOf).digest()))]),
    octal('CKA_ISSUER', issuer.der),
    octal('CKA_SERIAL_NUMBER', serialNumber),
    `CKA_TRUST_SERVER_AUTH CK_TRUST ${server}`,
    `CKA_TRUST_EMAIL_PROTECTION CK_TRUST ${email}`,
    'CKA_TRUST_STEP_UP_APPROVED CK_BBOOL CK_FALSE',
    '',
  ].join('\n')
}

const file = (...objects: readonly string[]): string => `# certdata.txt\nBEGINDATA\n\n${objects.join('\n')}`
const [anchor, must, never] = ['CKT_NSS_TRUSTED_DELEGATOR', 'CKT_NSS_MUST_VERIFY_TRUST', 'CKT_NSS_NOT_TRUSTED']
const [a, b, c, d] = [root('A'), root('B'), root('C'), root('D')]

describe('certdata.txt', () => {
  test('tells what each root is trusted for', () => {
    const content = contentOf(
      certdata,
      file(
        certificateObject(a),
        trustObject(a, anchor, must),
        certificateObject(b, '241130235959Z'),
        trustObject(b, anchor, must),
        certificateObject(c),
        trustObject(c, must, anchor),
        certificateObject(d),
        trustObject(d, never, never),
      ),
    )
    expect(told(content)).toEqual({
      [sha256Hex(a)]: ['mozilla included'],
      [sha256Hex(b)]: ['mozilla dated'],
      [sha256Hex(c)]: ['mozilla other-purpose'],
      [sha256Hex(d)]: ['mozilla blocked'],
    })
    expect(content.statements[1]?.note).toBe('not for certificates issued after 2024-11-30')
    expect(content.statements[2]?.note).toBe('for e-mail')
    expect(content.certificates.map((der) => sha256Hex(der))).toEqual([a, b, c, d].map((der) => sha256Hex(der)))
    expect(content.asOf).toBe(fetchedAt)
  })

  test('takes the names of PKCS #11 3.2, and of NSS up to 3.12, for what they are', () => {
    const modern = trustObject(a, 'CKT_TRUST_ANCHOR', 'CKT_TRUST_MUST_VERIFY_TRUST')
      .replace('CKO_NSS_TRUST', 'CKO_TRUST')
      .replaceAll('CKA_TRUST_', 'CKA_PKCS_TRUST_')
    const old = trustObject(b, 'CKT_NETSCAPE_UNTRUSTED', 'CKT_NETSCAPE_TRUSTED_DELEGATOR').replace(
      'CKO_NSS_TRUST',
      'CKO_NETSCAPE_TRUST',
    )
    expect(told(contentOf(certdata, file(certificateObject(a), modern, certificateObject(b), old)))).toEqual({
      [sha256Hex(a)]: ['mozilla included'],
      [sha256Hex(b)]: ['mozilla blocked'],
    })
  })

  test('does not lend trust that is bound to another certificate of the same name', () => {
    const content = contentOf(
      certdata,
      file(certificateObject(a), trustObject(a, anchor, must, b), certificateObject(b), trustObject(b, must, must)),
    )
    expect(told(content)[sha256Hex(a)]).toBeUndefined()
  })

  test('joins by name where trust is bound to no hash', () => {
    expect(told(contentOf(certdata, file(certificateObject(a), trustObject(a, anchor, must, null))))).toEqual({
      [sha256Hex(a)]: ['mozilla included'],
    })
  })

  test('an unknown word of trust is none', () => {
    expect(told(contentOf(certdata, file(certificateObject(a), trustObject(a, 'CKT_NSS_SOMETHING', must))))).toEqual({
      [sha256Hex(a)]: ['mozilla other-purpose'],
    })
  })

  test('is not read by halves', () => {
    const whole = file(certificateObject(a), trustObject(a, anchor, must), certificateObject(b), trustObject(b, anchor, must))
    const between = whole.indexOf('# Trust', whole.indexOf('# Trust') + 1)
    expect(whyNot(certdata, whole.slice(0, between))).toBe('a certificate has no trust object: the file is cut')
    expect(whyNot(certdata, whole.slice(0, between - 100))).toBe('the file is cut')
    expect(whyNot(certdata, whole.replace('BEGINDATA', ''))).toBe('this is no certdata.txt')
    expect(whyNot(certdata, '<!doctype html><title>Login</title>')).toBe('this is no certdata.txt')
    expect(whyNot(certdata, file(certificateObject(a, '24113023Z'), trustObject(a, anchor, must)))).toBe(
      'a date of distrust cannot be read',
    )
    expect(whyNot(certdata, file())).toBe('it holds no certificate')
  })
})

describe("curl's cacert.pem", () => {
  const bundle = (line: string, ...ders: readonly Uint8Array[]): string =>
    `##\n## Bundle of CA Root Certificates\n##\n${line}\n##\n\n${ders.map((der) => `Name\n====\n${writePem('CERTIFICATE', der)}`).join('\n')}`
  const line = '## Certificate data from Mozilla as of: Tue Sep  9 03:12:01 2025 GMT'

  test("is Mozilla's word as of its own day", () => {
    const content = contentOf(cacert, bundle(line, a, b, a))
    expect(content.asOf).toBe(utc('2025-09-09T03:12:01Z'))
    expect(told(content)).toEqual({ [sha256Hex(a)]: ['mozilla included'], [sha256Hex(b)]: ['mozilla included'] })
    expect(content.certificates).toHaveLength(2)
  })

  test('cannot date itself into the future', () => {
    expect(contentOf(cacert, bundle(line.replace('2025', '2035'), a)).asOf).toBe(fetchedAt)
  })

  test('is refused without a day, cut, or with something that is no certificate', () => {
    expect(whyNot(cacert, bundle('##', a))).toBe('it does not tell the day of its content')
    expect(whyNot(cacert, bundle(line.replace('Sep', 'Sap'), a))).toBe('it does not tell the day of its content')
    expect(whyNot(cacert, bundle(line))).toBe('it holds no certificate')
    expect(whyNot(cacert, bundle(line, a, b).slice(0, -40))).toMatch(/^line \d+: /)
    expect(whyNot(cacert, bundle(line, new Uint8Array([1, 2, 3])))).toMatch(/is no certificate$/)
  })

  test('the root whose names NSS bounds is the one of the table', async () => {
    const { table } = await import('../roots/support.ts')
    // TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1: the subject that NSS lib/certdb/genname.c names.
    const found = Array.from({ length: table.size }, (_, i) => table.anchorAt(i)).filter(({ certificate }) =>
      certificate().subject.rdns.some((rdn) => rdn.some((v) => v.value.startsWith('TUBITAK Kamu SM SSL Kok Sertifikasi'))),
    )
    const { imposedNames } = await import('../../src/roots/authenticity/imposed-names.ts')
    expect(found.map(({ sha256 }) => imposedNames.get(sha256))).toEqual(['.tr'])
  })
})

describe("CCADB's report of Mozilla's roots", () => {
  const header =
    '"Owner","SHA-256 Fingerprint","Trust Bits","Distrust for TLS After Date","Mozilla Applied Constraints","PEM Info"'
  const row = (der: Uint8Array, bits: string, after = '', names = '', sha256 = sha256Hex(der).toUpperCase()): string =>
    `"Owner, Inc.","${sha256}","${bits}","${after}","${names}","'${writePem('CERTIFICATE', der)}'"`
  const report = (...rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`

  test('tells bits, dates and constraints, and has the certificates', () => {
    const content = contentOf(
      ccadbMozilla,
      report(row(a, 'Websites;Email'), row(b, 'Email'), row(c, 'Websites', '2024.11.30'), row(d, 'Email;Websites', '', '*.tr')),
    )
    expect(told(content)).toEqual({
      [sha256Hex(a)]: ['mozilla included'],
      [sha256Hex(b)]: ['mozilla other-purpose'],
      [sha256Hex(c)]: ['mozilla dated'],
      [sha256Hex(d)]: ['mozilla limited'],
    })
    expect(content.statements[2]?.note).toBe('not for certificates issued after 2024-11-30')
    expect(content.certificates).toHaveLength(4)
    expect(content.asOf).toBe(context.fetchedAt)
  })

  test('a certificate under the fingerprint of another spoils the report', () => {
    expect(whyNot(ccadbMozilla, report(row(a, 'Websites', '', '', sha256Hex(b))))).toBe(
      'a certificate is not the one that its record names',
    )
  })

  test('a page, a cut table and a table of other columns are refused', () => {
    expect(whyNot(ccadbMozilla, '<html>\n<body>busy</body>\n</html>\n')).toBe('it has no column SHA-256 Fingerprint')
    expect(whyNot(ccadbMozilla, report(row(a, 'Websites')).slice(0, -60))).toBe('a quote that is not closed in record 2')
    expect(whyNot(ccadbMozilla, report(row(a, 'Websites')).replace('Trust Bits', 'Bits'))).toBe('it has no column Trust Bits')
    expect(whyNot(ccadbMozilla, report())).toBe('it holds no record')
  })
})
