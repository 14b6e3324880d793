import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anomalyCodes } from '../../src/model/anomaly.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { derKind } from '../../src/x509/der-kind.ts'
import { commonNames, formatName, readName } from '../../src/x509/name.ts'
import { readPem } from '../../src/x509/pem.ts'
import { readPkcs7 } from '../../src/x509/pkcs7.ts'
import { readPublicKeyInfo } from '../../src/x509/spki.ts'
import { readTrustedCertificate } from '../../src/x509/trusted-certificate.ts'
import { corpus, noCorpora, nodeRoots } from './corpus.ts'
import { certificate } from './der-builder.ts'

const fields = [
  'tbsCertificate',
  'version',
  'serialNumber',
  'signature',
  'issuer',
  'notBefore',
  'notAfter',
  'subject',
  'subjectPublicKeyInfo',
  'extensions',
  'signatureAlgorithm',
  'signatureScheme',
  'signatureValue',
  'basicConstraints',
  'keyUsage',
  'extendedKeyUsage',
  'subjectAltName',
  'issuerAltName',
  'nameConstraints',
  'certificatePolicies',
  'policyConstraints',
  'policyMappings',
  'inhibitAnyPolicy',
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'authorityInfoAccess',
  'cRLDistributionPoints',
  'signedCertificateTimestamps',
  'tlsFeatures',
  'legacy',
] as const satisfies readonly (keyof Certificate)[]

/** Reads everything there is to read, and checks what must hold of every certificate. */
function readAll(der: Uint8Array): Certificate {
  const c = readCertificate(der)
  for (const field of fields) if (c[field] === undefined) throw new Error(`${field} is undefined`)
  for (const name of [c.issuer, c.subject])
    if (typeof formatName(name) + typeof name.canonical + typeof name.raw !== 'stringstringstring') throw new Error('name')
  for (const e of c.extensions) if (e.value.length + e.offset > der.length) throw new Error('extension')
  for (const { code, offset } of c.anomalies) {
    if (!anomalyCodes.includes(code) || offset < 0 || offset > der.length)
      throw new Error(`${code} at ${offset} of ${der.length}`)
  }
  return c
}

/** Random octets that often have the shape of DER. */
const derLike = fc.letrec<{ node: Uint8Array }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.uint8Array({ maxLength: 12 }),
    fc
      .tuple(
        fc.constantFrom(0x30, 0x31, 0xa0, 0xa3, 0x02, 0x03, 0x04, 0x06, 0x0c, 0x17, 0x80, 0x82),
        fc.array(tie('node'), { maxLength: 6 }),
        fc.constantFrom(0, 0, 0, 1, -1),
      )
      .map(([tag, parts, lie]) => {
        const body = parts.flatMap((part) => [...part])
        const size = Math.max(0, body.length + lie)
        return Uint8Array.from([tag, ...(size < 0x80 ? [size] : [0x82, size >> 8, size & 0xff]), ...body])
      }),
  ),
})).node

describe('every reader gives an answer for any octets', () => {
  test('random', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), derLike), (bytes) => {
        readAll(bytes)
        readCertificateFile(bytes)
        readPem(bytes)
        readPkcs7(bytes)
        readTrustedCertificate(bytes)
        derKind(bytes)
        formatName(readName(bytes))
        commonNames(readName(bytes))
        readPublicKeyInfo(bytes)
      }),
      { numRuns: 5000, seed: 20200530 },
    )
  })

  test('extension values', () => {
    const types = [
      '551d13',
      '551d0f',
      '551d25',
      '551d11',
      '551d12',
      '551d1e',
      '551d20',
      '551d24',
      '551d21',
      '551d36',
      '551d23',
      '551d0e',
      '551d1f',
      '2b06010505070101',
      '2b06010401d679020402',
      '2b06010505070118',
      '6086480186f8420101',
      '6086480186f842010d',
      '2b0601040182371402',
      '2b0601040182371507',
      '2b0601040182371501',
    ].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))
    const wrap = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
      const body = parts.flatMap((part) => [...part])
      return Uint8Array.from([tag, 0x82, body.length >> 8, body.length & 0xff, ...body])
    }
    fc.assert(
      fc.property(fc.constantFrom(...types), derLike, (type, value) => {
        const optional = wrap(0xa3, wrap(0x30, wrap(0x30, Uint8Array.from([6, type.length, ...type]), wrap(4, value))))
        const c = readAll(certificate({ optional }))
        expect(c.extensions).toHaveLength(1)
      }),
      { numRuns: 5000, seed: 20200530 },
    )
  })

  test('every truncation of real certificates', () => {
    for (const der of nodeRoots().slice(0, 12)) {
      for (let size = 0; size < der.length; size++) {
        const codes = readAll(der.subarray(0, size)).anomalies.map((a) => a.code)
        expect(codes.includes('truncated') || codes.includes('unreadable')).toBe(true)
      }
    }
  })

  test('every single octet of real certificates changed', () => {
    for (const original of nodeRoots().slice(20, 26)) {
      const der = original.slice()
      for (let i = 0; i < der.length; i++) {
        const octet = der[i]!
        for (const other of [octet ^ 0x01, octet ^ 0x80, octet ^ 0x20, 0x00, 0xff, 0x80, 0x30]) {
          der[i] = other
          readAll(der)
        }
        der[i] = octet
      }
      expect(readAll(der).sha256).toBe(readAll(original).sha256)
    }
  })

  test.skipIf(noCorpora !== null)(
    `every single octet of certificates with many extensions changed${noCorpora ? `: ${noCorpora}` : ''}`,
    () => {
      for (const original of corpus
        .chains()
        .filter((der) => readCertificate(der).extensions.length > 8)
        .slice(0, 3)) {
        const der = original.slice()
        for (let i = 0; i < der.length; i++) {
          const octet = der[i]!
          for (const other of [octet ^ 0x01, 0x00, 0xff, 0x80, 0x30]) {
            der[i] = other
            readAll(der)
          }
          der[i] = octet
        }
      }
    },
  )
})

test('hostile sizes are read in linear time', () => {
  // A million indefinite lengths; extensions that are all alike; a name of many attributes; open lists in open lists.
  const nested = new Uint8Array(2_000_000).map((_, i) => (i % 2 === 0 ? 0x30 : 0x80))
  const started = process.cpuUsage()
  readAll(nested)
  const many = Uint8Array.from(
    Array.from({ length: 60_000 }, (_, i) => [0x30, 0x08, 0x06, 0x04, 0x2a, i & 0x7f, (i >> 7) & 0x7f, 0x01, 0x04, 0x00]).flat(),
  )
  const list = (tag: number, body: Uint8Array): Uint8Array =>
    Uint8Array.from(
      Buffer.concat([Uint8Array.of(tag, 0x83, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff), body]),
    )
  const inner = Buffer.concat([
    Buffer.from('a003020102', 'hex'),
    Buffer.from('02012a30003000300030003000', 'hex'),
    list(0xa3, list(0x30, many)),
  ])
  const c = readAll(list(0x30, list(0x30, inner)))
  expect(c.extensions).toHaveLength(60_000)
  expect(c.anomalies.length).toBeGreaterThan(10_000)
  const { user, system } = process.cpuUsage(started)
  expect(user + system).toBeLessThan(20_000_000)
})
