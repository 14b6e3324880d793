import { describe, expect, test } from 'vitest'
import { type AnomalyCode, anomalyCodes } from '../../src/model/anomaly.ts'
import { largestCertificate } from '../../src/x509/certificate-fields.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import {
  asn1Null,
  attribute,
  bits,
  caConstraints,
  certificate,
  extension,
  extensions,
  generalizedTime,
  hex,
  int,
  join,
  name,
  no,
  nothing,
  octets,
  offsetOf,
  oid,
  rsaKey,
  seq,
  set,
  sha256WithRsa,
  soundParts,
  tbsCertificate,
  text,
  tlv,
  utcTime,
  validity,
  version,
  withExtension,
  yes,
} from './der-builder.ts'

/** A certificate with one fault. */
interface Case {
  readonly code: AnomalyCode
  readonly what: string
  readonly der: Uint8Array
  /** The octets at which it is seen; `null`: the first of the certificate. */
  readonly at: Uint8Array | null
  /** Distance of the offset from the first of those octets. */
  readonly skip?: number
  readonly about?: string
  /** Other codes that the same fault must bring with it. */
  readonly also?: readonly AnomalyCode[]
}

const tbs = tbsCertificate()
const tail = join(soundParts.signatureAlgorithm, soundParts.signatureValue)
const cn = '2.5.4.3'
const oidMalformed = hex('0603 55 1d 93')
const critical = (type: string, flag: Uint8Array, value: Uint8Array): Uint8Array => seq(oid(type), flag, octets(value))
const oneExtension = (e: Uint8Array): Uint8Array => certificate({ optional: extensions(e) })
const pss = '1.2.840.113549.1.1.10'
const ecKey = '1.2.840.10045.2.1'
const deep = join(...Array.from({ length: 70 }, () => hex('3080')), ...Array.from({ length: 70 }, () => hex('0000')))
const explicitCurve = seq(int(1), seq(oid('1.2.840.10045.1.1'), int(0, ...new Uint8Array(32).fill(0xff))))
const explicitKey = seq(seq(oid(ecKey), explicitCurve), bits(0, hex('04'), new Uint8Array(64)))
const dns = (value: string): Uint8Array => tlv(0x82, text(value))
const san = '2.5.29.17'

const cases: readonly Case[] = [
  { code: 'unreadable', what: 'no octets', der: nothing, at: null },
  { code: 'unreadable', what: 'text', der: text('hello'), at: null, also: ['truncated'] },
  { code: 'unreadable', what: 'a signed part that is none', der: seq(int(1), tail), at: int(1) },
  {
    code: 'unreadable',
    what: 'no public key',
    der: seq(seq(soundParts.version, soundParts.serial, sha256WithRsa, soundParts.issuer), tail),
    at: soundParts.version,
    skip: -2,
  },
  { code: 'truncated', what: 'the last octet is missing', der: certificate().subarray(0, -1), at: null, also: ['unreadable'] },
  { code: 'data-after-certificate', what: 'behind the certificate', der: join(certificate(), hex('beef')), at: hex('beef') },
  { code: 'trailing-data', what: 'behind the signature', der: seq(tbs, tail, hex('0500')), at: hex('04050607080500'), skip: 5 },
  {
    code: 'trailing-data',
    what: 'in an extension',
    der: withExtension('2.5.29.14', join(octets(hex('aabbcc')), hex('dd'))),
    at: hex('aabbccdd'),
    skip: 3,
    about: '2.5.29.14',
  },
  {
    code: 'too-deep',
    what: 'indefinite lengths in each other',
    der: certificate({ subject: deep }),
    at: deep,
    skip: 130,
    also: ['unreadable', 'indefinite-length', 'name-malformed'],
  },
  {
    code: 'too-large',
    what: 'longer than TLS can carry',
    der: new Uint8Array(largestCertificate + 1).fill(0x30),
    at: null,
    also: ['unreadable'],
  },
  { code: 'too-large', what: 'a length of five octets', der: hex('3085 0100000000'), at: null, also: ['unreadable'] },
  { code: 'indefinite-length', what: 'of the certificate', der: join(hex('3080'), tbs, tail, hex('0000')), at: null },
  {
    code: 'indefinite-length',
    what: 'of a primitive element',
    der: certificate({ serial: hex('0280') }),
    at: hex('0280'),
    also: ['unreadable'],
  },
  {
    code: 'length-not-minimal',
    what: 'of the serial number',
    der: certificate({ serial: hex('0281012a') }),
    at: hex('0281012a'),
  },
  {
    code: 'length-not-minimal',
    what: 'with a leading zero',
    der: certificate({ serial: hex('028200012a') }),
    at: hex('028200012a'),
  },
  {
    code: 'tag-not-minimal',
    what: 'a small number in the long form',
    der: certificate({ optional: hex('9f0300') }),
    at: hex('9f0300'),
    also: ['field-unexpected'],
  },
  {
    code: 'boolean-not-canonical',
    what: 'TRUE as 01',
    der: oneExtension(critical('2.5.29.19', hex('010101'), seq(yes))),
    at: join(oid('2.5.29.19'), hex('010101')),
    skip: 7,
    about: '2.5.29.19',
  },
  {
    code: 'boolean-not-canonical',
    what: 'cA as 01',
    der: withExtension('2.5.29.19', seq(hex('010101')), true),
    at: seq(hex('010101')),
    skip: 4,
    about: '2.5.29.19',
  },
  {
    code: 'integer-not-minimal',
    what: 'zeros before the serial number',
    der: certificate({ serial: int(0, 0x2a) }),
    at: int(0, 0x2a),
    skip: 2,
  },
  {
    code: 'integer-not-minimal',
    what: 'ones before a negative serial number',
    der: certificate({ serial: int(0xff, 0xf0) }),
    at: int(0xff, 0xf0),
    skip: 2,
    also: ['serial-negative'],
  },
  {
    code: 'bit-string-padding',
    what: 'of keyUsage',
    der: withExtension('2.5.29.15', hex('03020187')),
    at: hex('03020187'),
    skip: 2,
    about: '2.5.29.15',
  },
  {
    code: 'oid-malformed',
    what: 'an extension whose identifier goes on',
    der: oneExtension(seq(oidMalformed, octets(hex('00')))),
    at: oidMalformed,
    skip: 2,
    also: ['extension-malformed'],
  },
  {
    code: 'oid-malformed',
    what: 'a padded number',
    der: certificate({ subject: name(seq(hex('060455048003'), tlv(0x0c, text('x')))) }),
    at: hex('060455048003'),
    skip: 2,
  },
  {
    code: 'set-not-sorted',
    what: 'a relative name',
    der: certificate({ subject: seq(set(attribute('2.5.4.10', 'b'), attribute(cn, 'a'))) }),
    at: attribute(cn, 'a'),
  },
  {
    code: 'default-encoded',
    what: 'version 1',
    der: certificate({ version: version(0), optional: nothing }),
    at: version(0),
  },
  {
    code: 'default-encoded',
    what: 'critical FALSE',
    der: oneExtension(critical('2.5.29.14', no, octets(hex('aa')))),
    at: no,
    about: '2.5.29.14',
  },
  { code: 'default-encoded', what: 'cA FALSE', der: withExtension('2.5.29.19', seq(no), true), at: no, about: '2.5.29.19' },
  {
    code: 'default-encoded',
    what: 'minimum 0',
    der: withExtension('2.5.29.30', seq(tlv(0xa0, seq(dns('a'), hex('800100')))), true),
    at: hex('800100'),
    about: '2.5.29.30',
  },
  {
    code: 'field-unexpected',
    what: '[4] behind the extensions',
    der: certificate({ optional: join(soundParts.optional, hex('a400')) }),
    at: hex('a400'),
  },
  {
    code: 'field-unexpected',
    what: 'a UTF8String in subjectAltName',
    der: withExtension(san, seq(tlv(0x0c, text('a.b')))),
    at: tlv(0x0c, text('a.b')),
    about: san,
  },
  {
    code: 'field-malformed',
    what: 'a serial number that is an OCTET STRING',
    der: certificate({ serial: octets(hex('2a')) }),
    at: octets(hex('2a')),
  },
  {
    code: 'field-malformed',
    what: 'an address of five octets',
    der: withExtension(san, seq(hex('87050102030405'))),
    at: hex('87050102030405'),
    about: san,
  },
  { code: 'field-malformed', what: 'an empty serial number', der: certificate({ serial: int() }), at: hex('0200') },
  {
    code: 'field-malformed',
    what: 'no signature',
    der: seq(tbs, sha256WithRsa),
    at: join(soundParts.optional, sha256WithRsa),
    skip: soundParts.optional.length + sha256WithRsa.length,
  },
  { code: 'version-unknown', what: 'version 4', der: certificate({ version: version(3) }), at: version(3) },
  {
    code: 'version-unknown',
    what: 'a negative version',
    der: certificate({ version: version(0xff) }),
    at: version(0xff),

    also: ['extensions-before-v3'],
  },
  { code: 'serial-negative', what: '', der: certificate({ serial: int(0xaa) }), at: int(0xaa) },
  { code: 'serial-zero', what: '', der: certificate({ serial: int(0) }), at: hex('020100 300d'), skip: 0 },
  {
    code: 'serial-too-long',
    what: '21 octets',
    der: certificate({ serial: int(...new Uint8Array(21).fill(0x11)) }),
    at: int(...new Uint8Array(21).fill(0x11)),
  },
  {
    code: 'algorithm-mismatch',
    what: 'SHA-1 outside',
    der: certificate({ signatureAlgorithm: seq(oid('1.2.840.113549.1.1.5'), asn1Null) }),
    at: seq(oid('1.2.840.113549.1.1.5'), asn1Null),
  },
  {
    code: 'algorithm-parameters',
    what: 'RSA without NULL',
    der: certificate({ signatureAlgorithm: seq(oid('1.2.840.113549.1.1.11')) }),
    at: seq(oid('1.2.840.113549.1.1.11')),
    about: '1.2.840.113549.1.1.11',
    also: ['algorithm-mismatch'],
  },
  {
    code: 'algorithm-parameters',
    what: 'ECDSA with NULL',
    der: certificate({ signatureAlgorithm: seq(oid('1.2.840.10045.4.3.2'), asn1Null) }),
    at: join(oid('1.2.840.10045.4.3.2'), asn1Null),
    skip: 10,
    about: '1.2.840.10045.4.3.2',
    also: ['algorithm-mismatch'],
  },
  {
    code: 'algorithm-parameters',
    what: 'RSASSA-PSS without parameters',
    der: certificate({ signatureAlgorithm: seq(oid(pss)) }),
    at: seq(oid(pss)),
    about: pss,
    also: ['algorithm-mismatch'],
  },
  {
    code: 'algorithm-parameters',
    what: 'an RSA key without NULL',
    der: certificate({ key: seq(seq(oid('1.2.840.113549.1.1.1')), bits(0, seq(int(0x7f), int(3)))) }),
    at: seq(oid('1.2.840.113549.1.1.1')),
    about: '1.2.840.113549.1.1.1',
  },
  { code: 'issuer-empty', what: '', der: certificate({ issuer: name() }), at: join(sha256WithRsa, name()), skip: 15 },
  {
    code: 'name-malformed',
    what: 'a SEQUENCE where a SET belongs',
    der: certificate({ subject: seq(seq(attribute(cn, 'x'))) }),
    at: seq(attribute(cn, 'x')),
  },
  {
    code: 'name-malformed',
    what: 'an attribute without a value',
    der: certificate({ subject: seq(set(seq(oid(cn)))) }),
    at: set(seq(oid(cn))),
  },
  {
    code: 'string-malformed',
    what: 'UTF-8',
    der: certificate({ subject: name(attribute(cn, tlv(0x0c, hex('41ff42')))) }),
    at: hex('41ff42'),
    about: cn,
  },
  {
    code: 'string-malformed',
    what: 'a star in PrintableString',
    der: certificate({ subject: name(attribute(cn, tlv(0x13, text('*.b')))) }),
    at: text('*.b'),
    about: cn,
  },
  {
    code: 'string-malformed',
    what: 'an odd octet in BMPString',
    der: certificate({ subject: name(attribute(cn, tlv(0x1e, hex('004142')))) }),
    at: hex('004142'),
    about: cn,
  },
  {
    code: 'string-malformed',
    what: 'Latin 1 in a dNSName',
    der: withExtension(san, seq(tlv(0x82, hex('61e9')))),
    at: hex('61e9'),
    about: san,
  },
  {
    code: 'time-malformed',
    what: 'a month 13',
    der: certificate({ validity: validity(utcTime('201301000000Z')) }),
    at: text('201301000000Z'),
  },
  {
    code: 'time-malformed',
    what: 'no zone',
    der: certificate({ validity: validity(utcTime('200101000000')) }),
    at: text('200101000000'),
  },
  { code: 'time-malformed', what: 'an INTEGER', der: certificate({ validity: validity(int(0x55)) }), at: int(0x55), skip: 2 },
  {
    code: 'time-without-seconds',
    what: '',
    der: certificate({ validity: validity(utcTime('2001010000Z')) }),
    at: text('2001010000Z'),
  },
  {
    code: 'time-with-offset',
    what: '',
    der: certificate({ validity: validity(utcTime('200101000000+0100')) }),
    at: text('200101000000+0100'),
  },
  {
    code: 'time-with-fraction',
    what: '',
    der: certificate({ validity: validity(undefined, generalizedTime('20500101000000.5Z')) }),
    at: text('20500101000000.5Z'),
  },
  {
    code: 'time-form',
    what: 'GeneralizedTime before 2050',
    der: certificate({ validity: validity(undefined, generalizedTime('20491231235959Z')) }),
    at: text('20491231235959Z'),
  },
  {
    code: 'validity-inverted',
    what: '',
    der: certificate({ validity: validity(utcTime('300101000000Z'), utcTime('200101000000Z')) }),
    at: validity(utcTime('300101000000Z'), utcTime('200101000000Z')),
  },
  {
    code: 'public-key-malformed',
    what: 'a modulus of zero',
    der: certificate({ key: rsaKey(hex('00')) }),
    at: rsaKey(hex('00')),
    about: '1.2.840.113549.1.1.1',
  },
  {
    code: 'public-key-malformed',
    what: 'unused bits',
    der: certificate({ key: seq(seq(oid('1.3.101.112')), bits(1, new Uint8Array(32))) }),
    at: seq(seq(oid('1.3.101.112')), bits(1, new Uint8Array(32))),
    about: '1.3.101.112',
  },
  {
    code: 'public-key-malformed',
    what: 'a P-256 point of the wrong length',
    der: certificate({ key: seq(seq(oid(ecKey), oid('1.2.840.10045.3.1.7')), bits(0, hex('04aabb'))) }),
    at: seq(seq(oid(ecKey), oid('1.2.840.10045.3.1.7')), bits(0, hex('04aabb'))),
    about: ecKey,
  },
  { code: 'ec-explicit-parameters', what: '', der: certificate({ key: explicitKey }), at: explicitCurve, about: ecKey },
  {
    code: 'unique-id-before-v2',
    what: '',
    der: certificate({ version: nothing, optional: hex('81020001') }),
    at: hex('81020001'),
  },
  { code: 'extensions-before-v3', what: 'version 1', der: certificate({ version: nothing }), at: soundParts.optional },
  { code: 'extensions-before-v3', what: 'version 2', der: certificate({ version: version(1) }), at: soundParts.optional },
  { code: 'extensions-empty', what: '', der: certificate({ optional: extensions() }), at: extensions() },
  { code: 'signature-unused-bits', what: '', der: certificate({ signatureValue: bits(3, hex('08')) }), at: bits(3, hex('08')) },
  {
    code: 'extension-duplicate',
    what: '',
    der: certificate({ optional: extensions(caConstraints, extension('2.5.29.19', seq(yes, int(0)), true)) }),
    at: extension('2.5.29.19', seq(yes, int(0)), true),
    about: '2.5.29.19',
  },
  {
    code: 'extension-malformed',
    what: 'an empty value',
    der: withExtension('2.5.29.15', nothing),
    at: extension('2.5.29.15', nothing),
    about: '2.5.29.15',
  },
  {
    code: 'extension-malformed',
    what: 'a value that is cut',
    der: withExtension('2.5.29.14', hex('0405aabb')),
    at: extension('2.5.29.14', hex('0405aabb')),
    about: '2.5.29.14',
    also: ['truncated'],
  },
  {
    code: 'extension-malformed',
    what: 'without a value',
    der: oneExtension(seq(oid('1.2.3'))),
    at: seq(oid('1.2.3')),
    about: '1.2.3',
  },
  {
    code: 'extension-empty',
    what: 'extKeyUsage',
    der: withExtension('2.5.29.37', seq()),
    at: extension('2.5.29.37', seq()),
    about: '2.5.29.37',
  },
  {
    code: 'extension-empty',
    what: 'keyUsage without bits',
    der: withExtension('2.5.29.15', hex('030100')),
    at: extension('2.5.29.15', hex('030100')),
    about: '2.5.29.15',
  },
  {
    code: 'extension-criticality',
    what: 'basicConstraints of a CA',
    der: withExtension('2.5.29.19', seq(yes)),
    at: extension('2.5.29.19', seq(yes)),
    about: '2.5.29.19',
  },
  {
    code: 'extension-criticality',
    what: 'a critical key identifier',
    der: withExtension('2.5.29.14', octets(hex('aa')), true),
    at: extension('2.5.29.14', octets(hex('aa')), true),
    about: '2.5.29.14',
  },
  {
    code: 'extension-criticality',
    what: 'subjectAltName without a subject',
    der: certificate({ subject: name(), optional: extensions(extension(san, seq(dns('a')))) }),
    at: extension(san, seq(dns('a'))),
    about: san,
  },
  { code: 'san-empty', what: '', der: withExtension(san, seq()), at: extension(san, seq()), about: san },
  { code: 'name-empty', what: '', der: withExtension(san, seq(dns(''))), at: extension(san, seq(dns(''))), about: san },
]

test('what is allowed is no anomaly', () => {
  const instant = utcTime('200101000000Z')
  const sound = [
    certificate(),
    certificate({ version: nothing, optional: nothing }),
    certificate({ version: version(1), optional: hex('8102000182020002') }),
    certificate({ validity: validity(instant, instant) }),
    certificate({ serial: int(...new Uint8Array(20).fill(0x7f)) }),
    certificate({ subject: name() }),
    certificate({ subject: seq(set(attribute(cn, 'a'), attribute('2.5.4.10', 'b'))) }),
    certificate({ validity: validity(undefined, generalizedTime('20500101000000Z')) }),
  ]
  for (const der of sound) expect(readCertificate(der).anomalies).toEqual([])
})

test('a name inside an extension is looked at', () => {
  const odd = name(attribute(cn, tlv(0x0c, hex('41ff'))))
  const der = withExtension(san, seq(tlv(0xa4, odd)))
  expect(readCertificate(der).anomalies).toEqual([{ code: 'string-malformed', offset: offsetOf(der, hex('41ff')), about: cn }])
})

describe('each fault is told with its code, its offset and what it is about', () => {
  test.each(cases.map((c) => [`${c.code} ${c.what}`, c] as const))('%s', (_, { code, der, at, skip = 0, about, also = [] }) => {
    const offset = at === null ? 0 : offsetOf(der, at) + skip
    if (at !== null) expect(offsetOf(der, at)).toBeGreaterThanOrEqual(0)
    const { anomalies } = readCertificate(der)
    expect(anomalies).toContainEqual(about === undefined ? { code, offset } : { code, offset, about })
    // Nothing else is wrong with it.
    expect(new Set(anomalies.map((a) => a.code))).toEqual(new Set([code, ...also]))
  })
})

test('every code has a case', () => {
  const covered = new Set(cases.map((c) => c.code))
  expect(anomalyCodes.filter((code) => !covered.has(code))).toEqual([])
})

test('reading the anomalies first or last gives the same, each once', () => {
  for (const { der } of cases) {
    const first = readCertificate(der).anomalies
    const late = readCertificate(der)
    void late.subject.rdns
    void late.keyUsage
    void late.signatureScheme
    expect(late.anomalies).toEqual(first)
    expect(new Set(first.map((a) => JSON.stringify(a))).size).toBe(first.length)
  }
})

test('what is odd does not lose the other fields', () => {
  const readable = cases.filter(({ der }) => !readCertificate(der).anomalies.some((a) => a.code === 'unreadable'))
  expect(readable.length).toBeGreaterThan(60)
  for (const { der, code } of readable) {
    const c = readCertificate(der)
    if (!code.startsWith('time-') && !code.startsWith('validity')) expect(c.notBefore, code).toBe(Date.UTC(2020, 0, 1) / 1000)
    if (code !== 'field-malformed' && code !== 'truncated') expect(c.signatureValue.length, code).toBeGreaterThan(0)
    expect(c.der).toBe(der)
  }
})
