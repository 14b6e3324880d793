import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { readCertificate } from '../../src/x509/certificate.ts'
import { signatureScheme } from '../../src/x509/algorithm.ts'
import { oidName } from '../../src/x509/oids.ts'
import { readPublicKeyInfo } from '../../src/x509/spki.ts'
import { asn1Null, bits, certificate, hex, int, oid, seq, tlv } from './der-builder.ts'
import { noOpenssl, openssl } from './openssl.ts'

const scheme = (identifier: Uint8Array) => readCertificate(certificate({ signature: identifier, signatureAlgorithm: identifier }))

describe('signature algorithms', () => {
  test.each([
    ['1.2.840.113549.1.1.2', 'rsa-pkcs1', 'md2'],
    ['1.2.840.113549.1.1.3', 'rsa-pkcs1', 'md4'],
    ['1.2.840.113549.1.1.4', 'rsa-pkcs1', 'md5'],
    ['1.2.840.113549.1.1.5', 'rsa-pkcs1', 'sha1'],
    ['1.3.14.3.2.29', 'rsa-pkcs1', 'sha1'],
    ['1.2.840.113549.1.1.14', 'rsa-pkcs1', 'sha224'],
    ['1.2.840.113549.1.1.11', 'rsa-pkcs1', 'sha256'],
    ['1.2.840.113549.1.1.12', 'rsa-pkcs1', 'sha384'],
    ['1.2.840.113549.1.1.13', 'rsa-pkcs1', 'sha512'],
    ['1.2.840.10045.4.1', 'ecdsa', 'sha1'],
    ['1.2.840.10045.4.3.1', 'ecdsa', 'sha224'],
    ['1.2.840.10045.4.3.2', 'ecdsa', 'sha256'],
    ['1.2.840.10045.4.3.3', 'ecdsa', 'sha384'],
    ['1.2.840.10045.4.3.4', 'ecdsa', 'sha512'],
    ['1.2.840.10040.4.3', 'dsa', 'sha1'],
    ['2.16.840.1.101.3.4.3.2', 'dsa', 'sha256'],
    ['1.3.101.112', 'ed25519', null],
    ['1.3.101.113', 'ed448', null],
    ['1.2.3', 'unknown', null],
    ['1.2.840.113549.1.1.1', 'unknown', null],
  ] as const)('%s', (dotted, kind, hash) => {
    const c = scheme(kind === 'rsa-pkcs1' ? seq(oid(dotted), asn1Null) : seq(oid(dotted)))
    expect(c.signatureScheme).toEqual({ kind, hash })
    expect(c.anomalies).toEqual([])
    expect(signatureScheme({ oid: dotted, parameters: null, der: new Uint8Array() })).toEqual({ kind, hash })
  })

  const pss = '1.2.840.113549.1.1.10'
  const sha = (dotted: string): Uint8Array => seq(oid(dotted), asn1Null)
  const [sha256, sha512] = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.3']
  const mgf = (dotted: string): Uint8Array => tlv(0xa1, seq(oid('1.2.840.113549.1.1.8'), sha(dotted)))
  const salt = (...n: readonly number[]): Uint8Array => tlv(0xa2, int(...n))

  test.each([
    ['the defaults', seq(), { kind: 'rsa-pss', hash: 'sha1', saltLength: 20 }, []],
    ['SHA-256', seq(tlv(0xa0, sha(sha256)), mgf(sha256), salt(32)), { kind: 'rsa-pss', hash: 'sha256', saltLength: 32 }, []],
    ['SHA-512', seq(tlv(0xa0, sha(sha512)), mgf(sha512), salt(64)), { kind: 'rsa-pss', hash: 'sha512', saltLength: 64 }, []],
    [
      'a default told',
      seq(tlv(0xa0, sha(sha256)), mgf(sha256), salt(20)),
      { kind: 'rsa-pss', hash: 'sha256', saltLength: 20 },
      ['default-encoded'],
    ],
    ['two hashes', seq(tlv(0xa0, sha(sha256)), mgf(sha512), salt(32)), { kind: 'unknown', hash: null }, ['algorithm-parameters']],
    ['the default mask', seq(tlv(0xa0, sha(sha256)), salt(32)), { kind: 'unknown', hash: null }, ['algorithm-parameters']],
    ['another mask', seq(tlv(0xa1, seq(oid('1.2.3')))), { kind: 'unknown', hash: null }, ['algorithm-parameters']],
    ['another trailer', seq(tlv(0xa3, int(2))), { kind: 'unknown', hash: null }, ['algorithm-parameters']],
    ['a negative salt', seq(salt(0xff)), { kind: 'unknown', hash: null }, ['algorithm-parameters']],
    [
      'fields in disorder',
      seq(mgf(sha256), tlv(0xa0, sha(sha256)), salt(32)),
      { kind: 'unknown', hash: null },
      ['algorithm-parameters'],
    ],
    ['a field too many', seq(tlv(0xa4, int(2))), { kind: 'unknown', hash: null }, ['algorithm-parameters']],
    ['NULL', asn1Null, { kind: 'unknown', hash: null }, ['algorithm-parameters']],
  ] as const)('RSASSA-PSS, RFC 4055 §3.1: %s', (_, parameters, expected, codes) => {
    const c = scheme(seq(oid(pss), parameters))
    expect(c.signatureScheme).toEqual(expected)
    expect([...new Set(c.anomalies.map((a) => a.code))]).toEqual(codes)
    expect(Buffer.from(c.signatureAlgorithm.parameters ?? []).toString('hex')).toBe(Buffer.from(parameters).toString('hex'))
  })

  test('absent parameters are null, NULL is not', () => {
    expect(scheme(seq(oid('1.2.840.10045.4.3.2'))).signatureAlgorithm.parameters).toBeNull()
    expect(scheme(seq(oid('1.2.840.113549.1.1.5'), asn1Null)).signatureAlgorithm.parameters).toEqual(hex('0500'))
  })
})

const spki = (key: KeyObject): Uint8Array => key.export({ type: 'spki', format: 'der' })
const read = (der: Uint8Array) => readPublicKeyInfo(der).key

describe('keys that node:crypto makes', () => {
  test('RSA', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1032, publicExponent: 3 })
    const jwk = publicKey.export({ format: 'jwk' })
    const info = readPublicKeyInfo(spki(publicKey))
    expect(info.key).toMatchObject({ kind: 'rsa', bits: 1032, pss: false })
    if (info.key.kind === 'rsa') {
      expect(Buffer.from(info.key.modulus).toString('base64url')).toBe(jwk.n)
      expect(Buffer.from(info.key.exponent).toString('base64url')).toBe(jwk.e)
    }
    expect(info.raw).toBe(Buffer.from(spki(publicKey)).toString('latin1'))
    expect(info.algorithm.oid).toBe('1.2.840.113549.1.1.1')
  })

  test('RSASSA-PSS', () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', {
      modulusLength: 1024,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
    })
    expect(read(spki(publicKey))).toMatchObject({ kind: 'rsa', bits: 1024, pss: true })
  })

  test.each([
    ['prime192v1', 192, '1.2.840.10045.3.1.1'],
    ['secp224r1', 224, '1.3.132.0.33'],
    ['prime256v1', 256, '1.2.840.10045.3.1.7'],
    ['secp384r1', 384, '1.3.132.0.34'],
    ['secp521r1', 521, '1.3.132.0.35'],
    ['secp256k1', 256, '1.3.132.0.10'],
    ['brainpoolP256r1', 256, '1.3.36.3.3.2.8.1.1.7'],
    ['brainpoolP320t1', 320, '1.3.36.3.3.2.8.1.1.10'],
    ['brainpoolP512r1', 512, '1.3.36.3.3.2.8.1.1.13'],
    ['sect283k1', 283, '1.3.132.0.16'],
  ])('%s', (namedCurve, size, curve) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve })
    expect(read(spki(publicKey))).toEqual({ kind: 'ec', bits: size, curve })
  })

  test.each([
    ['prime256v1', 256],
    ['secp521r1', 521],
  ])('explicit parameters of %s', (namedCurve, size) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve, paramEncoding: 'explicit' })
    expect(read(spki(publicKey))).toEqual({ kind: 'ec', bits: size, curve: null })
  })

  test.each([
    ['ed25519', 256],
    ['ed448', 456],
    ['x25519', 253],
    ['x448', 448],
  ] as const)('%s', (kind, size) => {
    // Node's types have one overload for each of them.
    const { publicKey } =
      kind === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : kind === 'ed448'
          ? generateKeyPairSync('ed448')
          : kind === 'x25519'
            ? generateKeyPairSync('x25519')
            : generateKeyPairSync('x448')
    expect(read(spki(publicKey))).toEqual({ kind, bits: size })
  })

  test('DSA', () => {
    const { publicKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
    expect(read(spki(publicKey))).toEqual({ kind: 'dsa', bits: 1024 })
  })
})

describe('keys by hand', () => {
  const rsa = (...content: readonly Uint8Array[]): Uint8Array =>
    seq(seq(oid('1.2.840.113549.1.1.1'), asn1Null), bits(0, seq(...content)))
  const malformed = { kind: 'malformed', bits: 0 }
  test.each([
    ['a negative modulus', rsa(int(0xff), int(3)), malformed],
    ['no exponent', rsa(int(0x55)), malformed],
    ['an exponent of zero', rsa(int(0x55), int(0)), malformed],
    ['nothing', rsa(), malformed],
    ['no SEQUENCE', seq(), malformed],
    ['no octets', new Uint8Array(), malformed],
    ['a key that is cut', rsa(int(0x55), int(3)).subarray(0, -1), malformed],
    ['EC without a curve', seq(seq(oid('1.2.840.10045.2.1')), bits(0, hex('04'))), malformed],
    ['EC on the curve of another', seq(seq(oid('1.2.840.10045.2.1'), asn1Null), bits(0, hex('04'))), malformed],
    [
      'EC on a curve not known',
      seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.3')), bits(0, hex('04'))),
      { kind: 'ec', bits: 0, curve: '1.2.3' },
    ],
    [
      'a compressed point',
      seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bits(0, hex('02'), new Uint8Array(32))),
      { kind: 'ec', bits: 256, curve: '1.2.840.10045.3.1.7' },
    ],
    ['the point at infinity', seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bits(0, hex('00'))), malformed],
    ['Ed25519 of 31 octets', seq(seq(oid('1.3.101.112')), bits(0, new Uint8Array(31))), malformed],
    ['DSA with inherited parameters', seq(seq(oid('1.2.840.10040.4.1')), bits(0, int(5))), { kind: 'dsa', bits: 0 }],
    ['an algorithm not known', seq(seq(oid('2.16.840.1.101.3.4.3.17')), bits(0, hex('00'))), { kind: 'unknown', bits: 0 }],
  ])('%s', (_, der, key) => {
    expect(read(der)).toEqual(key)
  })

  test('leading zeros and a first bit of the modulus', () => {
    const key = read(rsa(int(0, 0x80, 0x01), int(0, 0, 3)))
    expect(key).toEqual({ kind: 'rsa', bits: 16, modulus: hex('8001'), exponent: hex('03'), pss: false })
  })
})

test('oidName', () => {
  expect(oidName('1.3.6.1.5.5.7.3.1')).toBe('serverAuth')
  expect(oidName('2.5.29.19')).toBe('basicConstraints')
  expect(oidName('1.2.3')).toBeNull()
})

test.skipIf(noOpenssl !== null)(`names of algorithms are those that openssl prints${noOpenssl ? `: ${noOpenssl}` : ''}`, () => {
  for (const dotted of [
    '1.2.840.113549.1.1.1',
    '1.2.840.113549.1.1.4',
    '1.2.840.113549.1.1.5',
    '1.2.840.113549.1.1.11',
    '1.2.840.10045.4.3.2',
    '1.2.840.10045.4.3.3',
  ]) {
    const printed = execFileSync(openssl, ['asn1parse', '-inform', 'DER'], { input: oid(dotted), timeout: 10_000 }).toString()
    expect(printed.trim().split(':').at(-1)).toBe(oidName(dotted))
  }
})
