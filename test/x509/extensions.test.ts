import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import type { GeneralName } from '../../src/model/extension.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readTimestampList } from '../../src/x509/extensions/signed-certificate-timestamps.ts'
import { toHex } from '../../src/x509/hex.ts'
import { formatName } from '../../src/x509/name.ts'
import { certificate, extension, extensions, hex, int, octets, oid, seq, text, tlv, withExtension } from './der-builder.ts'
import { noOpenssl, openssl } from './openssl.ts'

/** A GeneralName in one line. */
function show(name: GeneralName): string {
  if (name.kind === 'directory') return `directory:${formatName(name.value)}`
  if (name.kind === 'other') return `other:${name.type}:${toHex(name.value)}`
  return `${name.kind}:${typeof name.value === 'string' ? name.value : toHex(name.value)}`
}

const config = `
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE,pathlen:3
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = 000102030405
nameConstraints = critical,permitted;DNS:.example.com,permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:2001:db8::/ffff:ffff::,permitted;dirName:dir,excluded;email:bad.example,excluded;URI:.evil.example
policyConstraints = critical,requireExplicitPolicy:2,inhibitPolicyMapping:0
inhibitAnyPolicy = critical,5
certificatePolicies = 1.2.3.4,@policy,2.5.29.32.0
policyMappings = 1.2.3.4:1.2.3.5,1.2.3.6:1.2.3.7
[policy]
policyIdentifier = 1.2.3.8
CPS.1 = http://cps.example/
[dir]
O = Example
[leaf]
basicConstraints = CA:FALSE
keyUsage = digitalSignature,decipherOnly,keyAgreement
extendedKeyUsage = serverAuth,clientAuth,1.2.3.4.5
subjectAltName = @names
issuerAltName = DNS:issuer.example,email:a@issuer.example
authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/ca.cer
crlDistributionPoints = one,two
tlsfeature = status_request,status_request_v2
nsCertType = sslCA,server
nsComment = "a comment"
1.3.6.1.4.1.311.20.2 = ASN1:FORMAT:UTF8,BMP:WebServer
1.3.6.1.4.1.311.21.7 = ASN1:SEQUENCE:template
1.3.6.1.4.1.311.21.1 = ASN1:INTEGER:0x30002
[template]
id = OID:1.3.6.1.4.1.311.21.8.1.2
major = INTEGER:100
[one]
fullname = URI:http://crl.example/1,URI:ldap://crl.example/1
CRLissuer = dirName:dir
reasons = keyCompromise,CACompromise
[two]
fullname = URI:http://crl.example/2
[names]
DNS.1 = example.com
DNS.2 = *.example.com
email = a@example.com
URI = https://example.com/
IP.1 = 192.0.2.1
IP.2 = 2001:db8::1
RID = 1.2.3.4
dirName = dir
otherName = 1.3.6.1.4.1.311.20.2.3;UTF8:user@example.com
`

describe.skipIf(noOpenssl !== null)(`extensions that openssl makes${noOpenssl ? `: ${noOpenssl}` : ''}`, () => {
  let folder = ''
  const made = (section: string): Certificate => {
    const file = join(folder, section)
    const args = [
      'req',
      '-x509',
      '-config',
      join(folder, 'config'),
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      join(folder, 'key'),
    ]
    execFileSync(openssl, [...args, '-subj', '/CN=x', '-days', '2', '-extensions', section, '-outform', 'DER', '-out', file], {
      stdio: 'ignore',
      timeout: 30_000,
    })
    return readCertificate(readFileSync(file))
  }
  let ca: Certificate
  let leaf: Certificate
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'extensions-'))
    writeFileSync(join(folder, 'config'), config)
    ca = made('ca')
    leaf = made('leaf')
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('of an authority', () => {
    expect(ca.anomalies).toEqual([])
    expect(ca.basicConstraints).toEqual({ critical: true, cA: true, pathLenConstraint: 3 })
    expect(ca.keyUsage).toEqual({ critical: true, bits: 32 | 64 })
    expect(toHex(ca.subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array())).toBe('000102030405')
    expect(ca.policyConstraints).toEqual({ critical: true, requireExplicitPolicy: 2, inhibitPolicyMapping: 0 })
    expect(ca.inhibitAnyPolicy).toEqual({ critical: true, skipCerts: 5 })
    expect(ca.policyMappings?.mappings).toEqual([
      { issuerDomainPolicy: '1.2.3.4', subjectDomainPolicy: '1.2.3.5' },
      { issuerDomainPolicy: '1.2.3.6', subjectDomainPolicy: '1.2.3.7' },
    ])
    expect(ca.certificatePolicies?.policies.map((p) => [p.policy, p.qualifiers === null])).toEqual([
      ['1.2.3.4', true],
      ['1.2.3.8', false],
      ['2.5.29.32.0', true],
    ])
    const qualifiers = Buffer.from(ca.certificatePolicies?.policies[1]?.qualifiers ?? [])
    expect(qualifiers[0]).toBe(0x30)
    expect(qualifiers.toString('latin1')).toContain('http://cps.example/')
  })

  test('name constraints', () => {
    const { critical, permitted = [], excluded = [] } = ca.nameConstraints ?? {}
    expect(critical).toBe(true)
    expect(permitted.map((s) => show(s.base))).toEqual([
      'dns:.example.com',
      'ip:0a000000ff000000',
      'ip:20010db8000000000000000000000000ffffffff000000000000000000000000',
      'directory:O=Example',
    ])
    expect(excluded.map((s) => show(s.base))).toEqual(['email:bad.example', 'uri:.evil.example'])
    for (const s of [...permitted, ...excluded]) expect([s.minimum, s.maximum]).toEqual([0, null])
  })

  test('of a server', () => {
    expect(leaf.anomalies).toEqual([])
    expect(leaf.basicConstraints).toEqual({ critical: false, cA: false, pathLenConstraint: null })
    expect(leaf.keyUsage).toEqual({ critical: false, bits: 1 | 16 | 256 })
    expect(leaf.extendedKeyUsage?.purposes).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.2.3.4.5'])
    expect(leaf.subjectAltName?.names.map(show)).toEqual([
      'dns:example.com',
      'dns:*.example.com',
      'email:a@example.com',
      'uri:https://example.com/',
      'ip:c0000201',
      'ip:20010db8000000000000000000000001',
      'registered-id:1.2.3.4',
      'directory:O=Example',
      `other:1.3.6.1.4.1.311.20.2.3:0c10${Buffer.from('user@example.com').toString('hex')}`,
    ])
    expect(leaf.issuerAltName?.names.map(show)).toEqual(['dns:issuer.example', 'email:a@issuer.example'])
    expect(leaf.authorityInfoAccess?.map((a) => [a.method, show(a.location)])).toEqual([
      ['1.3.6.1.5.5.7.48.1', 'uri:http://ocsp.example/'],
      ['1.3.6.1.5.5.7.48.2', 'uri:http://ca.example/ca.cer'],
    ])
    expect(leaf.cRLDistributionPoints?.map((p) => [p.fullName.map(show), p.cRLIssuer.map(show), p.reasons])).toEqual([
      [['uri:http://crl.example/1', 'uri:ldap://crl.example/1'], ['directory:O=Example'], 0b110],
      [['uri:http://crl.example/2'], [], null],
    ])
    expect(leaf.tlsFeatures).toEqual([5, 17])
    expect(leaf.legacy).toEqual({
      netscapeCertType: 0b100010,
      netscapeComment: 'a comment',
      microsoftTemplateName: 'WebServer',
      microsoftTemplateId: '1.3.6.1.4.1.311.21.8.1.2',
      microsoftCaVersion: { certificate: 2, key: 3 },
    })
    expect(leaf.extensions).toHaveLength(14)
  })
})

test('authorityKeyIdentifier, RFC 5280 §4.2.1.1, with all its parts', () => {
  const name = seq(tlv(0x31, seq(oid('2.5.4.3'), tlv(0x0c, text('Issuer')))))
  const c = withExtension('2.5.29.35', seq(tlv(0x80, hex('aabb')), tlv(0xa1, tlv(0xa4, name)), tlv(0x82, hex('00ff'))))
  const { anomalies, authorityKeyIdentifier: akid } = readCertificate(c)
  expect(anomalies).toEqual([])
  expect(toHex(akid?.keyIdentifier ?? new Uint8Array())).toBe('aabb')
  expect(akid?.authorityCertIssuer?.map(show)).toEqual(['directory:CN=Issuer'])
  expect(toHex(akid?.authorityCertSerialNumber ?? new Uint8Array())).toBe('00ff')
  expect(readCertificate(withExtension('2.5.29.35', seq())).authorityKeyIdentifier).toEqual({
    critical: false,
    keyIdentifier: null,
    authorityCertIssuer: null,
    authorityCertSerialNumber: null,
  })
})

describe('signed certificate timestamps, RFC 6962 §3.2 and §3.3', () => {
  const logId = '11'.repeat(32)
  const signature = '04030004deadbeef'
  // 2020-05-30T10:48:38.999Z
  const sct = `00${logId}${(1590835718999).toString(16).padStart(16, '0')}0000${signature}`
  const prefixed = (octetsHex: string): string => (octetsHex.length / 2).toString(16).padStart(4, '0') + octetsHex
  const list = hex(prefixed(prefixed(sct) + prefixed('01aabb')))

  test('sound', () => {
    const c = readCertificate(withExtension('1.3.6.1.4.1.11129.2.4.2', octets(list)))
    expect(c.anomalies).toEqual([])
    expect(c.signedCertificateTimestamps?.map((s) => [s.version, toHex(s.logId), s.timestamp, toHex(s.signature)])).toEqual([
      [0, logId, Date.parse('2020-05-30T10:48:38Z') / 1000, signature],
      [1, '', 0, ''],
    ])
  })

  test.each([
    ['cut', list.subarray(0, -1)],
    ['longer than it says', Uint8Array.of(...list, 0)],
    ['no length', Uint8Array.of(0)],
    ['an empty timestamp', hex('00020000')],
    ['a short timestamp', hex(prefixed(prefixed(sct.slice(0, 60))))],
    ['a signature longer than the rest', hex(prefixed(prefixed(sct.replace('04030004', '04030005'))))],
  ])('malformed: %s', (_, bytes) => {
    expect(readTimestampList(bytes, 0, bytes.length)).toBeNull()
    const c = readCertificate(withExtension('1.3.6.1.4.1.11129.2.4.2', octets(bytes)))
    expect(c.signedCertificateTimestamps).toBeNull()
    expect(c.anomalies.map((a) => a.code)).toEqual(['extension-malformed'])
  })
})

describe('malformed values give null, the anomaly and no other loss', () => {
  test.each([
    ['2.5.29.19', 'basicConstraints', seq(int(0xff))],
    ['2.5.29.19', 'basicConstraints', seq(hex('0102ffff'))],
    ['2.5.29.19', 'basicConstraints', seq(hex('0101ff'), octets())],
    ['2.5.29.15', 'keyUsage', int(5)],
    ['2.5.29.15', 'keyUsage', hex('030209ff')],
    ['2.5.29.37', 'extendedKeyUsage', seq(int(1))],
    ['2.5.29.17', 'subjectAltName', tlv(0x82, text('a'))],
    ['2.5.29.18', 'issuerAltName', octets()],
    ['2.5.29.30', 'nameConstraints', seq(tlv(0xa2))],
    ['2.5.29.30', 'nameConstraints', seq(tlv(0xa0, seq()))],
    ['2.5.29.32', 'certificatePolicies', seq(oid('1.2.3'))],
    ['2.5.29.36', 'policyConstraints', seq(tlv(0x80))],
    ['2.5.29.33', 'policyMappings', seq(seq(oid('1.2.3')))],
    ['2.5.29.54', 'inhibitAnyPolicy', int(0x80)],
    ['2.5.29.35', 'authorityKeyIdentifier', octets(hex('aa'))],
    ['2.5.29.35', 'authorityKeyIdentifier', seq(tlv(0x83, hex('aa')))],
    ['2.5.29.14', 'subjectKeyIdentifier', hex('aabb')],
    ['1.3.6.1.5.5.7.1.1', 'authorityInfoAccess', seq(seq(oid('1.2.3')))],
    ['2.5.29.31', 'cRLDistributionPoints', seq(seq(tlv(0xa0, tlv(0x86, text('http://x')))))],
    ['1.3.6.1.5.5.7.1.24', 'tlsFeatures', seq(oid('1.2.3'))],
  ] as const)('%s %s %#', (type, field, value) => {
    const c = readCertificate(certificate({ optional: extensions(extension('2.5.29.99', hex('0500')), extension(type, value)) }))
    expect(c[field]).toBeNull()
    expect(c.anomalies.filter((a) => a.code === 'extension-malformed')).toEqual([
      { code: 'extension-malformed', offset: c.extensions[1]?.offset, about: type },
    ])
    expect(c.extensions.map((e) => [e.oid, toHex(e.value)])).toEqual([
      ['2.5.29.99', '0500'],
      [type, toHex(value)],
    ])
  })

  test.each([
    ['2.16.840.1.113730.1.1', 'netscapeCertType', int(1)],
    ['2.16.840.1.113730.1.13', 'netscapeComment', int(1)],
    ['1.3.6.1.4.1.311.20.2', 'microsoftTemplateName', octets()],
    ['1.3.6.1.4.1.311.21.7', 'microsoftTemplateId', seq()],
    ['1.3.6.1.4.1.311.21.1', 'microsoftCaVersion', int(0xff)],
  ] as const)('%s', (type, field, value) => {
    const c = readCertificate(withExtension(type, value))
    expect(c.legacy[field]).toBeNull()
    expect(c.anomalies.map((a) => a.code)).toEqual(['extension-malformed'])
  })
})

test('of two extensions of a type the first is decoded, and a type without decoder is kept as it is', () => {
  const first = extension('2.5.29.14', octets(hex('aa')))
  const c = readCertificate(
    certificate({ optional: extensions(first, extension('2.5.29.14', octets(hex('bb'))), extension('1.2.3', hex('ff'), true)) }),
  )
  expect(toHex(c.subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array())).toBe('aa')
  expect(c.extensions.map((e) => [e.oid, e.critical])).toEqual([
    ['2.5.29.14', false],
    ['2.5.29.14', false],
    ['1.2.3', true],
  ])
})

test('large counts are held at 2^31 - 1', () => {
  const c = readCertificate(withExtension('2.5.29.19', seq(hex('0101ff'), int(0x7f, 255, 255, 255, 255)), true))
  expect(c.basicConstraints?.pathLenConstraint).toBe(2 ** 31 - 1)
})

test('names that cannot be read are unknown beside those that can', () => {
  const names = [
    tlv(0x82, text('a.b')),
    tlv(0xa4, int(1)),
    tlv(0xa0, int(1)),
    tlv(0x89, hex('00')),
    tlv(0xa3, seq()),
    tlv(0xa5, seq()),
  ]
  const c = readCertificate(withExtension('2.5.29.17', seq(...names)))
  expect(c.subjectAltName?.names.map(show)).toEqual([
    'dns:a.b',
    'unknown:a403020101',
    'unknown:a003020101',
    'unknown:890100',
    'x400:a3023000',
    'edi-party:a5023000',
  ])
  expect(c.anomalies.map((a) => a.code)).toEqual(['field-malformed', 'field-malformed', 'field-unexpected'])
})
