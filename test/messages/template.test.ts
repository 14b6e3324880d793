import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import { failureCodes } from '../../src/model/failure.ts'
import { seconds } from '../../src/model/time.ts'
import { compile, matchTemplate } from '../../src/messages/compile.ts'
import { messageTables } from '../../src/messages/index.ts'
import { derivedParams } from '../../src/messages/params.ts'
import { ipText } from '../../src/model/ip-text.ts'
import { render } from '../../src/messages/render.ts'
import { says, templateFor } from '../../src/messages/says.ts'
import { parseTemplate } from '../../src/messages/template.ts'
import { wrapTable } from '../../src/messages/wrap.ts'

const clock = seconds(1_795_310_840)

describe('render', () => {
  test('puts the clock in last', () => {
    const template = '{now} {nowUnix} {agoSeconds}'
    expect(render({ template, params: { notAfterUnix: '1735689600' } }, clock)).toBe('2026-11-22T01:27:20Z 1795310840 59621240')
    expect(render({ template, params: { notAfterUnix: '1735689600' } }, seconds(1_735_689_601))).toBe(
      '2025-01-01T00:00:01Z 1735689601 1',
    )
  })
  test('a missing value is nothing, and a section asks whether one is there', () => {
    const template = '{?names}for {names}{/names}{!names}for none{/names}, not {host}'
    expect(render({ template, params: {} }, clock)).toBe('for none, not ')
    expect(render({ template, params: { names: 'a, b', host: 'c' } }, clock)).toBe('for a, b, not c')
  })
  test('values are not read as templates, nor found on prototypes', () => {
    expect(render({ template: '{host}', params: { host: '{now}' } }, clock)).toBe('{now}')
    expect(render({ template: '{{{host}}}', params: { host: 'x' } }, clock)).toBe('{x}')
    expect(render({ template: '{name}', params: Object.create({ name: 'inherited' }) }, clock)).toBe('')
  })
})

describe('parseTemplate', () => {
  test.each(['{nosuch}', '{', 'a}', '{?host}a', 'a{/host}', '{?host}{?ip}a{/ip}{/host}', '{?host}a{/ip}'])(
    'refuses %s',
    (template) => {
      expect(() => parseTemplate(template)).toThrow()
    },
  )
  test('every table parses, and holds a generic sentence', () => {
    for (const [family, table] of Object.entries(messageTables())) {
      expect(table['handshake-failed'], family).toBeDefined()
      for (const code of failureCodes) expect(() => parseTemplate(templateFor(table, code)), `${family} ${code}`).not.toThrow()
    }
  })
})

describe('compile', () => {
  test('is anchored and takes characters as they are', () => {
    const expression = compile('a.b ({at})')
    expect(expression.test('a.b (12)')).toBe(true)
    for (const text of ['axb (12)', 'a.b (x)', ' a.b (1)', 'a.b (1)\n']) expect(expression.test(text), text).toBe(false)
  })
  test('a slot that comes twice holds the same', () => {
    expect(matchTemplate('{at}-{at}', '3-3')).toEqual({ at: '3' })
    expect(matchTemplate('{at}-{at}', '3-4')).toBeNull()
    expect(compile('{at}-{at}{?host}/{host}{/host}').test('3-3/h')).toBe(true)
  })
  test('sections belong together', () => {
    const template = '{?names}for {names}{/names}{!names}for none{/names}{?names}, not{/names} {host}'
    expect(matchTemplate(template, 'for a, b, not c')).toEqual({ names: 'a, b', host: 'c' })
    expect(matchTemplate(template, 'for none c')).toEqual({ host: 'c' })
    expect(compile(template).test('for nonefor a c')).toBe(false)
  })
})

describe('says', () => {
  const failure = { code: 'expired', at: 1, certificate: null } as const
  test('keeps only what the template reads', () => {
    expect(says({ expired: '{at} {host} {now}' }, { ...failure, params: { kind: 'x' } }, { host: 'h' }).params).toEqual({
      at: '1',
      host: 'h',
    })
  })
  test('falls back: to the broader code, to the generic sentence, to ours', () => {
    const host = { code: 'host-no-names', at: 0, certificate: null } as const
    expect(says({ 'host-mismatch': 'names' }, host, { host: '' }).template).toBe('names')
    expect(says({ 'handshake-failed': 'generic' }, failure, { host: '' }).template).toBe('generic')
    expect(says({}, failure, { host: '' }).template).not.toBe('')
  })
  test('two failures that a client words alike compare equal', () => {
    const table = messageTables()['openssl-3'] ?? {}
    expect(says(table, { ...failure, at: 0 }, { host: 'a' })).toEqual(says(table, { ...failure, at: 2 }, { host: 'b' }))
  })
})

describe('derivedParams', () => {
  // RFC 5952 §4 and its examples.
  test.each([
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000000000000000', '::'],
    ['00010000000000000000000000000000', '1::'],
    ['7f000001', '127.0.0.1'],
  ])('%s is %s', (hex, text) => {
    expect(ipText(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(text)
  })
  test('names in each client’s form', () => {
    const names = ['a.test', 'b.test', 'c.test'].map((value) => ({ kind: 'dns', value }) as const)
    const certificate = partial({
      subjectAltName: { critical: false, names: [...names, { kind: 'ip', value: Uint8Array.of(1, 2, 3, 4) }] },
    })
    const params = derivedParams({ code: 'host-mismatch', at: 0, certificate }, 'x.test')
    expect(params).toMatchObject({
      names: 'a.test, b.test, c.test',
      ips: '1.2.3.4',
      sans: 'DNS:a.test, DNS:b.test, DNS:c.test, IP Address:1.2.3.4',
      // rustls/src/error/mod.rs: commas, and `or` before the last.
      rustNames: 'DnsName("a.test"), DnsName("b.test"), DnsName("c.test") or IpAddress(1.2.3.4)',
      dn: 'CN=Lab Root no BC, O=Lab',
      cn: 'Lab Root no BC',
      goAlgorithm: 'SHA1-RSA',
      javaAlgorithm: 'SHA1withRSA',
      notAfter: '2025-01-01T00:00:00Z',
    })
  })
})

test('wrapTable substitutes texts and values by code', () => {
  const table = wrapTable({ expired: 'old $& {host}', 'not-a-ca': 'ca' }, '<{text}|{code}|{text}>', { code: { expired: '10' } })
  expect(table).toEqual({ expired: '<old $& {host}|10|old $& {host}>', 'not-a-ca': '<ca||ca>' })
})

function partial(fields: Partial<Certificate>): Certificate {
  const name = {
    der: new Uint8Array(),
    raw: '',
    canonical: '',
    rdns: [[{ type: '2.5.4.10', value: 'Lab', tag: 12 }], [{ type: '2.5.4.3', value: 'Lab Root no BC', tag: 12 }]],
  }
  return {
    subject: name,
    issuer: name,
    notBefore: seconds(0),
    notAfter: seconds(1_735_689_600),
    anomalies: [],
    dateAnomalies: { notBefore: [], notAfter: [] },
    signatureScheme: { kind: 'rsa-pkcs1', hash: 'sha1' },
    subjectAltName: null,
    ...fields,
  } as Certificate
}
