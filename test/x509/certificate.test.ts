import { type KeyObject, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PublicKey } from '../../src/model/algorithm.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { GeneralName } from '../../src/model/extension.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { toHex } from '../../src/x509/hex.ts'
import { oidName } from '../../src/x509/oids.ts'
import { corpus, noCorpora, nodeRoots } from './corpus.ts'

/** Node's reading; `null` where OpenSSL refuses the certificate. */
function byNode(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    return null
  }
}

/** The key as node:crypto tells it; `null` where OpenSSL cannot load it. */
function nodeKey(x: X509Certificate): KeyObject | null {
  try {
    return x.publicKey
  } catch {
    return null
  }
}

const curveNames: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  prime192v1: 'P-192',
  secp224r1: 'P-224',
}

function compareKey(ours: PublicKey, key: KeyObject): void {
  const details = key.asymmetricKeyDetails
  if (ours.kind === 'rsa') {
    expect(key.asymmetricKeyType).toBe(ours.pss ? 'rsa-pss' : 'rsa')
    expect(ours.bits).toBe(details?.modulusLength)
    expect(BigInt(`0x${toHex(ours.exponent)}`)).toBe(details?.publicExponent)
    if (!ours.pss) expect(Buffer.from(ours.modulus).toString('base64url')).toBe(key.export({ format: 'jwk' }).n)
  } else if (ours.kind === 'ec') {
    expect(key.asymmetricKeyType).toBe('ec')
    const curve = details?.namedCurve ?? ''
    if (ours.curve !== null) expect(oidName(ours.curve)).toBe(curveNames[curve] ?? curve)
  } else expect(key.asymmetricKeyType).toBe(ours.kind)
}

const dotted = (address: Uint8Array): string =>
  address.length === 4
    ? address.join('.')
    : Array.from({ length: 8 }, (_, i) => ((address[2 * i]! << 8) | address[2 * i + 1]!).toString(16).toUpperCase()).join(':')

function asNodePrints(name: GeneralName): string | null {
  if (name.kind === 'dns') return `DNS:${name.value}`
  if (name.kind === 'email') return `email:${name.value}`
  if (name.kind === 'uri') return `URI:${name.value}`
  if (name.kind === 'ip') return `IP Address:${dotted(name.value)}`
  return null
}

function compareNames(c: Certificate, x: X509Certificate): void {
  const names = c.subjectAltName?.names.map(asNodePrints)
  // Node quotes names that hold commas, and prints other forms in its own way.
  if (names === undefined || names.includes(null) || x.subjectAltName?.includes('"')) return
  expect(names.join(', ')).toBe(x.subjectAltName)
}

function compare(der: Uint8Array): boolean {
  const x = byNode(der)
  if (x === null) return false
  const c = readCertificate(der)
  const serial = BigInt(`0x${toHex(c.serialNumber)}`)
  const codes = c.anomalies.map((a) => a.code)
  expect(codes).not.toContain('unreadable')
  expect(c.sha256).toBe(x.fingerprint256.replaceAll(':', '').toLowerCase())
  // Node's fields have no year beyond 9999 and no sign for a serial number.
  expect(c.notBefore).toBe(Date.parse(x.validFrom) / 1000)
  expect(c.notAfter).toBe(Date.parse(x.validTo) / 1000)
  if (!codes.includes('serial-negative')) expect(serial).toBe(BigInt(`0x${x.serialNumber}`))
  if (!codes.includes('extension-malformed')) {
    expect(c.extendedKeyUsage?.purposes).toEqual(x.keyUsage)
    compareNames(c, x)
  }
  const key = nodeKey(x)
  if (key !== null) {
    expect(codes).not.toContain('public-key-malformed')
    compareKey(c.subjectPublicKeyInfo.key, key)
    if (codes.length === 0)
      expect(toHex(c.subjectPublicKeyInfo.der)).toBe(key.export({ type: 'spki', format: 'der' }).toString('hex'))
  }
  return true
}

/** Node prints `type=value` for each attribute, a line each. */
const nodeSubject = (text: string): string[] => text.split('\n').map((line) => line.slice(line.indexOf('=') + 1))

test('fields and extensions are those that node:crypto reads in its own roots', () => {
  const ders = nodeRoots()
  expect(ders.length).toBeGreaterThan(100)
  for (const der of ders) {
    expect(compare(der)).toBe(true)
    const c = readCertificate(der)
    const x = new X509Certificate(der)
    expect(c.basicConstraints?.cA).toBe(x.ca)
    const values = c.subject.rdns.flatMap((rdn) => rdn.map((a) => a.value))
    // Node escapes what is not ASCII, and commas; those are compared by the OpenSSL test.
    if (/^[\x20-\x7e\n]*$/.test(values.join('')) && !/[\\+,"<>;#]/.test(values.join('')))
      expect(values).toEqual(nodeSubject(x.subject))
  }
})

describe.skipIf(noCorpora !== null)(
  `fields and extensions are those that node:crypto reads${noCorpora ? `: ${noCorpora}` : ''}`,
  () => {
    // How many there are, and how many OpenSSL 3 reads.
    test.each([
      ['roots', 931],
      ['intermediates', 2106],
      ['limbo', 300],
      ['pkits', 400],
      ['chains', 6],
    ] as const)('%s', (name, least) => {
      const ders = corpus[name]()
      expect(ders.length).toBeGreaterThanOrEqual(least)
      const read = ders.filter(compare).length
      expect(read / ders.length).toBeGreaterThan(0.98)
    })
  },
)

test('octets are slices of the certificate', () => {
  const der = nodeRoots()[0] ?? new Uint8Array()
  const c = readCertificate(der)
  expect(c.der).toBe(der)
  for (const slice of [
    c.tbsCertificate,
    c.serialNumber,
    c.signatureValue,
    c.subject.der,
    c.subjectPublicKeyInfo.der,
    c.signatureAlgorithm.der,
  ]) {
    expect(slice.buffer).toBe(der.buffer)
    expect(slice.length).toBeGreaterThan(0)
  }
})

test('octets that are no certificate give empty fields', () => {
  for (const der of [new Uint8Array(), Uint8Array.of(0x30), Buffer.from('hello'), Uint8Array.of(0x30, 0x00)]) {
    const c = readCertificate(der)
    expect(c.anomalies.map((a) => a.code)).toContain('unreadable')
    expect(c.version).toBe(1)
    expect(c.serialNumber.length + c.tbsCertificate.length + c.signatureValue.length + c.extensions.length).toBe(0)
    expect([c.issuer.rdns, c.subject.rdns, c.issuer.canonical]).toEqual([[], [], ''])
    expect([c.notBefore, c.notAfter]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
    expect(c.subjectPublicKeyInfo.key).toEqual({ kind: 'malformed', bits: 0 })
    expect(c.signatureScheme).toEqual({ kind: 'unknown', hash: null })
    expect(c.basicConstraints).toBeNull()
    expect(c.sha256).toHaveLength(64)
  }
})
