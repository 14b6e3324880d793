import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { addresses, locators } from '../../src/programmes/addresses.ts'
import { readGivenCertificate, readLocated } from '../../src/programmes/crt-sh.ts'
import { publishedSources } from '../../src/programmes/index.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { writePem } from '../../src/x509/pem.ts'
import { context, octets, sha256Hex } from './support.ts'

describe('every publication', () => {
  test('has a name of its own and an address, over TLS unless it is signed', () => {
    const ids = publishedSources.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(Object.keys(addresses).toSorted()).toEqual(ids.toSorted())
    for (const { id, believed, maxOctets } of publishedSources) {
      for (const address of addresses[id] ?? []) {
        const { protocol, username } = new URL(address)
        expect(believed === 'signature' ? ['http:', 'https:'] : ['https:'], address).toContain(protocol)
        expect(username).toBe('')
      }
      expect(maxOctets, id).toBeLessThanOrEqual(48_000_000)
    }
  })

  // Beginnings that lead the readers past their first look.
  const seeds = [
    '',
    'MSCF',
    '\u001f\u008b\u0008',
    'BEGINDATA\nCKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE\n',
    'version_major: 1\ntrust_anchors {',
    '-----BEGIN CERTIFICATE-----\n',
    '## Certificate data from Mozilla as of: Tue Sep  9 03:12:01 2025 GMT\n-----BEGIN CERTIFICATE-----\n',
    '"SHA-256 Fingerprint","PEM Info"\n',
    '0\u0082\u0001\u0000\u0006\t*\u0086H\u0086÷\r\u0001\u0007\u0002',
  ].map((text) => Uint8Array.from(text, (c) => c.codePointAt(0) ?? 0))

  test.each(publishedSources.map((source) => [source.id, source] as const))('%s is total on random octets', (_, source) => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.uint8Array({ maxLength: 600 }), fc.boolean(), (seed, tail, isText) => {
        const rest = isText ? tail.map((octet) => 0x20 + (octet % 0x5f)) : tail
        const read = source.read(new Uint8Array([...seed, ...rest]), context)
        // Nothing random is a list of anybody's.
        expect(read.kind).toBe('unreadable')
        expect(read.kind === 'unreadable' ? read.why : '').not.toBe('')
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

describe('crt.sh', () => {
  const der = rootCertificate(
    { subject: { CN: 'Located' }, key: labKey('p-256', 'located') },
    { notBefore: utc('2010-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
  const own = sha256Hex(der) as Sha256
  const other = '0'.repeat(64) as Sha256

  test('gives a certificate, which must be the one that was asked for', () => {
    for (const form of [octets(writePem('CERTIFICATE', der)), der]) {
      expect(readGivenCertificate(form, own)).toEqual(der)
      expect(readGivenCertificate(form, null)).toEqual(der)
      expect(readGivenCertificate(form, other)).toBeNull()
    }
    expect(readGivenCertificate(octets(writePem('CERTIFICATE', der).repeat(2)), null)).toBeNull()
    expect(readGivenCertificate(octets('<html>Certificate not found </html>'), null)).toBeNull()
    expect(readGivenCertificate(octets(writePem('CERTIFICATE', der).slice(0, -40)), null)).toBeNull()
  })

  test('finds by key identifier, as numbers', () => {
    const answer = [
      {
        issuer_ca_id: 1,
        issuer_name: 'C=US, O=X',
        common_name: 'X',
        name_value: 'X',
        id: 3_958_242_236,
        not_before: '2019-03-12T00:00:00',
      },
      { issuer_ca_id: 1, issuer_name: 'C=US, O=X', id: 3_958_242_236 },
      { id: 1 },
    ]
    expect(readLocated(octets(JSON.stringify(answer)))).toEqual([
      { id: 3_958_242_236, issuer: 'C=US, O=X' },
      { id: 1, issuer: '' },
    ])
    expect(readLocated(octets('[]'))).toEqual([])
    for (const text of ['', '{}', '[1]', '[{"id":"1"}]', '[{"id":-1}]', '<html>', '[{"id":1e30}]'])
      expect(readLocated(octets(text))).toBeNull()
  })

  test('is asked with nothing but what was located by', () => {
    expect(locators.bySha256(own)).toBe(`https://crt.sh/?d=${own}`)
    expect(locators.byKeyIdentifier('ab&x=1')).toBe('https://crt.sh/?ski=ab%26x%3D1&output=json')
  })
})
