import { createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hex, integer, tlv } from '../../src/lab/der-writer.ts'
import { basicConstraints, keyUsage } from '../../src/lab/extensions.ts'
import { type KeyKind, labKey, withExplicitParameters } from '../../src/lab/key.ts'
import { type CertificateSpec, type Digest, mint, signatureAlgorithm } from '../../src/lab/mint.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { utc } from '../../src/lab/shapes.ts'
import { openssl, opensslMajor } from './openssl.ts'

const spec = (change: Partial<CertificateSpec> = {}): CertificateSpec => ({
  issuer: { C: 'XX', O: 'Lab', CN: 'Issuer' },
  subject: { CN: 'Subject' },
  notBefore: utc('2026-01-01T00:00:00Z'),
  notAfter: utc('2051-01-01T00:00:00Z'),
  key: labKey('p-256', 'mint leaf'),
  signer: labKey('p-256', 'mint signer'),
  extensions: [basicConstraints(true, 3), keyUsage(32)],
  ...change,
})

const text = (der: Uint8Array): Promise<string> => openssl(['x509', '-noout', '-text'], certificatesPem([der]))

describe('signatures', () => {
  const kinds: readonly KeyKind[] = ['rsa-2048', 'rsa-1024', 'p-256', 'p-384', 'ed25519']
  const digests: readonly Digest[] = ['sha1', 'sha256', 'sha384', 'sha512']
  test.each(kinds.flatMap((kind) => digests.map((digest) => [kind, digest] as const)))('%s with %s', (kind, digest) => {
    const signer = labKey(kind, 'mint signer')
    const certificate = new X509Certificate(mint(spec({ signer, digest })))
    expect(certificate.verify(createPublicKey(signer.privateKey))).toBe(true)
    expect(certificate.verify(createPublicKey(labKey(kind, 'another').privateKey))).toBe(false)
  })

  test('RSA with MD5 still verifies', () => {
    const signer = labKey('rsa-2048', 'mint signer')
    expect(new X509Certificate(mint(spec({ signer, digest: 'md5' }))).verify(createPublicKey(signer.privateKey))).toBe(true)
  })

  test('a spoilt signature does not', () => {
    const der = mint(spec({ spoilSignature: (signature) => signature.map((octet, at) => (at === 40 ? octet ^ 1 : octet)) }))
    expect(new X509Certificate(der).verify(createPublicKey(spec().signer.privateKey))).toBe(false)
  })
})

describe('fields', () => {
  test('the fields that are asked for', () => {
    const certificate = new X509Certificate(mint(spec({ serial: 0x1234abcdn })))
    expect(certificate.issuer).toBe('C=XX\nO=Lab\nCN=Issuer')
    expect(certificate.subject).toBe('CN=Subject')
    expect(certificate.serialNumber).toBe('1234ABCD')
    expect(certificate.validFrom).toBe('Jan  1 00:00:00 2026 GMT')
    expect(certificate.validTo).toBe('Jan  1 00:00:00 2051 GMT')
    expect(certificate.ca).toBe(true)
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' })).toEqual(Buffer.from(spec().key.spki))
  })

  test('RFC 5280 §4.1.2.2: serial numbers of one issuer differ and are positive, of at most 20 octets', () => {
    const serials = [spec(), spec({ subject: { CN: 'Other' } }), spec({ notAfter: utc('2030-01-01T00:00:00Z') })].map(
      (each) => new X509Certificate(mint(each)).serialNumber,
    )
    expect(new Set(serials).size).toBe(3)
    for (const serial of serials) expect(serial).toMatch(/^4[0-9A-F]{31}$/)
  })

  test('octets behind the certificate and inside it', () => {
    const der = mint(spec({ trailingAfter: hex('beef') }))
    const plain = new X509Certificate(der).raw
    expect(Buffer.from(der).toString('hex')).toBe(`${plain.toString('hex')}beef`)
    const inside = mint(spec({ trailingInside: integer(7) }))
    expect(Buffer.from(inside.subarray(-3)).toString('hex')).toBe('020107')
    expect(() => new X509Certificate(inside)).toThrow()
  })
})

describe.skipIf(opensslMajor < 3)('as `openssl x509` reads it (skipped without OpenSSL 3)', () => {
  test('version 1, without extensions', async () => {
    expect(await text(mint(spec({ version: 1, extensions: [] })))).toMatch(/Version: 1 \(0x0\)(?![\s\S]*X509v3)/)
  })

  test('version 1 with extensions, version 2, a version that does not exist', async () => {
    expect(await text(mint(spec({ version: 1 })))).toMatch(/Version: 1 \(0x0\)[\s\S]*X509v3 Basic Constraints/)
    expect(await text(mint(spec({ version: 2, extensions: [] })))).toContain('Version: 2 (0x1)')
    expect(await text(mint(spec({ version: 5 })))).toMatch(/Version: (5|Unknown \(4\))/)
  })

  test('negative and raw serial numbers', async () => {
    expect(await text(mint(spec({ serial: -5n })))).toContain('Serial Number: -5 (-0x5)')
    expect(await text(mint(spec({ serial: tlv(0x02, hex('7f')) })))).toContain('Serial Number: 127 (0x7f)')
  })

  test('extensions in their order, with criticality and duplicates', async () => {
    const printed = await text(mint(spec({ extensions: [keyUsage(32, false), basicConstraints(true, 0), keyUsage(64)] })))
    const lines = [...printed.matchAll(/X509v3 (Key Usage|Basic Constraints): ?(critical)?\s+(.*)/g)].map((found) =>
      found.slice(1, 4),
    )
    expect(lines).toEqual([
      ['Key Usage', undefined, 'Certificate Sign'],
      ['Basic Constraints', 'critical', 'CA:TRUE, pathlen:0'],
      ['Key Usage', 'critical', 'CRL Sign'],
    ])
  })

  test('the algorithm inside and the algorithm outside', async () => {
    const inner = await text(mint(spec({ innerAlgorithm: signatureAlgorithm('rsa-2048', 'sha1') })))
    expect([...inner.matchAll(/Signature Algorithm: (.*)/g)].map((found) => found[1])).toEqual([
      'sha1WithRSAEncryption',
      'ecdsa-with-SHA256',
    ])
    const outer = await text(mint(spec({ outerAlgorithm: signatureAlgorithm('p-256', 'sha512') })))
    expect([...outer.matchAll(/Signature Algorithm: (.*)/g)].map((found) => found[1])).toEqual([
      'ecdsa-with-SHA256',
      'ecdsa-with-SHA512',
    ])
  })

  test('a raw time', async () => {
    expect(await text(mint(spec({ notAfter: tlv(0x17, Buffer.from('3001010000Z')) })))).toMatch(
      /Not After : (Bad time value|Jan {2}1 00:00)/,
    )
  })

  test('a curve written out as numbers, with the same point', async () => {
    const key = labKey('p-256', 'mint leaf')
    const printed = await text(mint(spec({ key: withExplicitParameters(key) })))
    expect(printed).toContain('Field Type: prime-field')
    const point = Buffer.from(key.spki.subarray(-65)).toString('hex')
    expect(printed.replace(/[\s:]/g, '')).toContain(point)
  })

  test('one key for one label, and another for another', () => {
    expect(labKey('p-256', 'x')).toBe(labKey('p-256', 'x'))
    expect(labKey('p-256', 'x').spki).not.toEqual(labKey('p-256', 'y').spki)
  })
})
