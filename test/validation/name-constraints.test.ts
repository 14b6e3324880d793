import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NameConstraintDialect } from '../../src/model/policy.ts'
import { checkNameConstraints } from '../../src/validation/checks/name-constraints.ts'
import { opensslConstraintViolation } from '../../src/validation/checks/openssl-name-constraints.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import {
  cn,
  constraintsOf,
  directory,
  dns,
  email,
  ip,
  mail,
  type NamedSpec,
  namedCertificate,
  o,
  OpenSsl,
  other,
  subtree,
  uri,
} from './host-name-certificate.ts'

const openssl: NameConstraintDialect = {
  names: 'all',
  anchor: true,
  commonNameAsDns: true,
  unsupported: 'fail',
  wildcardMatchesExcluded: false,
  kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
}
const go: NameConstraintDialect = {
  ...openssl,
  commonNameAsDns: false,
  unsupported: 'ignore',
  kinds: ['dns', 'ip', 'email', 'uri'],
}
const gnutls: NameConstraintDialect = { ...openssl, names: 'target', unsupported: 'ignore', kinds: ['dns', 'ip', 'email'] }
const webpki: NameConstraintDialect = { ...openssl, commonNameAsDns: false, wildcardMatchesExcluded: true, kinds: ['dns', 'ip'] }

type Constraints = NonNullable<NamedSpec['constraints']>
const permitted = (...bases: Parameters<typeof subtree>[0][]): Constraints => ({ permitted: bases.map((base) => subtree(base)) })
const excluded = (...bases: Parameters<typeof subtree>[0][]): Constraints => ({ excluded: bases.map((base) => subtree(base)) })

const net10 = ip(10, 0, 0, 0, 255, 0, 0, 0)
const documentation6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] as const
const documentationNet6 = ip(0x20, 1, 0xd, 0xb8, ...Array<number>(12).fill(0), 255, 255, 255, 255, ...Array<number>(12).fill(0))

/** Target, and constraints of its issuer. */
const pairs: readonly (readonly [NamedSpec, Constraints])[] = [
  // dNSName
  [{ names: [dns('example.com')] }, permitted(dns('example.com'))],
  [{ names: [dns('www.EXAMPLE.com')] }, permitted(dns('Example.COM'))],
  [{ names: [dns('badexample.com')] }, permitted(dns('example.com'))],
  [{ names: [dns('com')] }, permitted(dns('example.com'))],
  [{ names: [dns('example.com')] }, permitted(dns('.example.com'))],
  [{ names: [dns('www.example.com')] }, permitted(dns('.example.com'))],
  [{ names: [dns('a.b.example.com')] }, permitted(dns('.example.com'))],
  [{ names: [dns('example.com')] }, permitted(dns(''))],
  [{ names: [dns('example.com')] }, excluded(dns(''))],
  [{ names: [dns('www.example.com')] }, excluded(dns('example.com'))],
  [{ names: [dns('badexample.com')] }, excluded(dns('example.com'))],
  [{ names: [dns('example.com')] }, excluded(dns('.example.com'))],
  [{ names: [dns('www.example.com')] }, excluded(dns('.example.com'))],
  [{ names: [dns('*.example.com')] }, permitted(dns('example.com'))],
  [{ names: [dns('*.example.com')] }, permitted(dns('www.example.com'))],
  [{ names: [dns('*.example.com')] }, excluded(dns('example.com'))],
  [{ names: [dns('*.example.com')] }, excluded(dns('www.example.com'))],
  [{ names: [dns('a.example'), dns('b.example')] }, permitted(dns('a.example'))],
  [{ names: [dns('a.example'), dns('b.example')] }, permitted(dns('a.example'), dns('b.example'))],
  [{ names: [dns('a.example')] }, { ...permitted(dns('b.example')), ...excluded(dns('a.example')) }],
  [{ names: [dns('a.b.example')] }, { ...permitted(dns('b.example')), ...excluded(dns('a.b.example')) }],
  // iPAddress
  [{ names: [ip(10, 1, 2, 3)] }, permitted(net10)],
  [{ names: [ip(11, 1, 2, 3)] }, permitted(net10)],
  [{ names: [ip(10, 1, 2, 3)] }, excluded(net10)],
  [{ names: [ip(11, 1, 2, 3)] }, excluded(net10)],
  [{ names: [ip(10, 9, 2, 3)] }, permitted(ip(10, 0, 2, 0, 255, 0, 255, 0))],
  [{ names: [ip(10, 9, 3, 3)] }, permitted(ip(10, 0, 2, 0, 255, 0, 255, 0))],
  [{ names: [ip(10, 1, 2, 3)] }, permitted(ip(10, 7, 7, 7, 255, 0, 0, 0))],
  [{ names: [ip(...documentation6)] }, permitted(documentationNet6)],
  [{ names: [ip(...documentation6)] }, permitted(net10)],
  [{ names: [ip(...documentation6)] }, excluded(net10)],
  [{ names: [ip(10, 1, 2, 3)] }, permitted(documentationNet6)],
  [{ names: [ip(10, 1, 2, 3)] }, permitted(ip(10, 0, 0, 0))],
  [{ names: [ip(10, 1, 2)] }, permitted(net10)],
  [{ names: [dns('example.com')] }, permitted(net10)],
  // rfc822Name
  [{ names: [email('a@example.com')] }, permitted(email('a@example.com'))],
  [{ names: [email('a@EXAMPLE.com')] }, permitted(email('a@example.com'))],
  [{ names: [email('A@example.com')] }, permitted(email('a@example.com'))],
  [{ names: [email('b@example.com')] }, excluded(email('a@example.com'))],
  [{ names: [email('a@example.com')] }, permitted(email('example.com'))],
  [{ names: [email('a@www.example.com')] }, permitted(email('example.com'))],
  [{ names: [email('a@www.example.com')] }, permitted(email('.example.com'))],
  [{ names: [email('a@example.com')] }, permitted(email('.example.com'))],
  [{ names: [email('a@example.com')] }, permitted(email('@example.com'))],
  [{ names: [email('a@example.com')] }, permitted(email(''))],
  [{ names: [email('"a@b"@example.com')] }, permitted(email('example.com'))],
  [{ names: [email('example.com')] }, permitted(email('example.com'))],
  [{ subject: [mail('a@example.com')] }, permitted(email('example.com'))],
  [{ subject: [mail('a@example.net')] }, permitted(email('example.com'))],
  [{ subject: [mail('a@example.net')], names: [dns('example.com')] }, excluded(email('example.net'))],
  // NAME_CONSTRAINTS_check: the subject's addresses beside others, and before them.
  [{ subject: [mail('a@example.net')], names: [email('a@example.com')] }, permitted(email('example.com'))],
  [{ subject: [mail('nonsense')], names: [email('a@example.net')] }, permitted(email('b@'))],
  [{ subject: [mail('a@example.com')], names: [email('nonsense')] }, permitted(email('example.com'))],
  [{ subject: [mail('a@example.com'), mail('a@example.net')], names: [email('a@example.com')] }, excluded(email('example.net'))],
  [{ subject: [mail('a@example.com'), o('Other')], names: [email('a@example.net')] }, permitted(directory(o('Example')))],
  // uniformResourceIdentifier
  [{ names: [uri('https://example.com/a?b#c')] }, permitted(uri('example.com'))],
  [{ names: [uri('https://EXAMPLE.com:8443')] }, permitted(uri('example.com'))],
  [{ names: [uri('https://www.example.com/')] }, permitted(uri('example.com'))],
  [{ names: [uri('https://www.example.com/')] }, permitted(uri('.example.com'))],
  [{ names: [uri('https://example.com/')] }, permitted(uri('.example.com'))],
  [{ names: [uri('https://.example.com/')] }, permitted(uri('.example.com'))],
  [{ names: [uri('https://example.com/')] }, excluded(uri('example.com'))],
  [{ names: [uri('mailto:a@example.com')] }, excluded(uri('example.com'))],
  [{ names: [uri('urn:example:a')] }, permitted(uri('example.com'))],
  [{ names: [uri('https://192.0.2.1/')] }, excluded(uri('example.com'))],
  [{ names: [uri('https:///path')] }, permitted(uri('example.com'))],
  // directoryName
  [{ subject: [o('Example'), cn('a')] }, permitted(directory(o('Example')))],
  [{ subject: [o('  EXAMPLE '), cn('a')] }, permitted(directory(o('example')))],
  [{ subject: [o('Exam  ple'), cn('a')] }, permitted(directory(o('exam ple')))],
  [{ subject: [cn('a'), o('Example')] }, permitted(directory(o('Example')))],
  [{ subject: [o('Other')] }, permitted(directory(o('Example')))],
  [{ subject: [o('Example')] }, permitted(directory(o('Example'), cn('a')))],
  [{ subject: [o('Example')] }, excluded(directory(o('Example')))],
  [{ subject: [o('Example')] }, permitted(directory())],
  [{ subject: [o('Example')], names: [directory(o('Other'))] }, permitted(directory(o('Example')))],
  [{ names: [dns('example.com')] }, permitted(directory(o('Example')))],
  // Common names as host names
  [{ subject: [cn('www.example.com')] }, permitted(dns('example.com'))],
  [{ subject: [cn('www.example.net')] }, permitted(dns('example.com'))],
  [{ subject: [cn('www.example.net')] }, excluded(dns('example.net'))],
  [{ subject: [cn('a_b.example.net')] }, permitted(dns('example.com'))],
  [{ subject: [cn('John Doe')] }, permitted(dns('example.com'))],
  [{ subject: [cn('localhost')] }, permitted(dns('example.com'))],
  [{ subject: [cn('a-.example.net')] }, permitted(dns('example.com'))],
  [{ subject: [cn('a..example.net')] }, permitted(dns('example.com'))],
  [{ subject: [cn('a.example.net-')] }, permitted(dns('example.com'))],
  [{ subject: [cn('*.example.net')] }, permitted(dns('example.com'))],
  [{ subject: [cn('www.example.net')], names: [dns('www.example.com')] }, permitted(dns('example.com'))],
  [{ subject: [cn('www.example.net')], names: [email('a@example.com')] }, permitted(dns('example.com'))],
  // What cannot be compared
  [{ names: [other('1.2.3.4')] }, permitted(other('1.2.3.4'))],
  [{ names: [other('1.2.3.4')] }, excluded(other('1.2.3.4'))],
  [{ names: [other('1.2.3.4')] }, excluded(other('1.2.3.5'))],
  [{ names: [{ kind: 'registered-id', value: '1.2.3.4' }] }, excluded({ kind: 'registered-id', value: '1.2.3' })],
  [{ names: [dns('example.com')] }, excluded(other('1.2.3.4'))],
  [{ names: [dns('example.com')] }, { permitted: [subtree(dns('example.com'), 1)] }],
  [{ names: [dns('example.com')] }, { permitted: [subtree(dns('example.com'), 0, 5)] }],
  [{ names: [dns('example.com')] }, { excluded: [subtree(dns('example.net'), 1)] }],
  [{ names: [dns('example.com')] }, { permitted: [subtree(email('example.com'), 1)] }],
]

/** X509_V_ERR_PERMITTED_VIOLATION and so on: include/openssl/x509_vfy.h. */
const number = { 'name-not-permitted': [47], 'name-excluded': [48], 'name-constraint-unsupported': [49, 51, 52, 53] } as const
const reasonNumber = { 'min-max': 49, type: 51, 'name-syntax': 53, 'constraint-syntax': 53, 'too-many': 1 } as const

const title = ([spec, constraints]: readonly [NamedSpec, Constraints]): string =>
  JSON.stringify([spec, constraints], (key, value: unknown) =>
    key === 'der' || key === 'raw' || key === 'canonical'
      ? undefined
      : value instanceof Uint8Array
        ? [...value].join('.')
        : value,
  )

describe.skipIf(OpenSsl.version() === null)('name constraints beside `openssl verify`', () => {
  let real: OpenSsl
  beforeAll(() => {
    real = new OpenSsl()
  })
  afterAll(() => real.remove())

  it.each(pairs.map((pair) => [title(pair), pair] as const))('%s', (_, [spec, constraints]) => {
    const issuer = real.mint({ constraints })
    const theirs = real.verify(issuer, real.mint(spec, issuer))
    const ours = opensslConstraintViolation(namedCertificate(spec), true, constraintsOf(constraints), openssl)
    const agrees = ours === null ? theirs === 0 : (number[ours.code] as readonly number[]).includes(theirs)
    const read = (file: string) => readCertificate(new Uint8Array(new X509Certificate(readFileSync(file)).raw))
    const nameConstraints = read(issuer).nameConstraints
    if (nameConstraints === null) throw new Error('the constraints were not read')
    expect(opensslConstraintViolation(read(real.mint(spec, issuer)), true, nameConstraints, openssl)).toEqual(ours)
    expect({ ours: ours?.code ?? 'ok', theirs, agrees }).toMatchObject({ agrees: true })
    if (ours !== null && ours.params.reason !== 'subtree') expect(theirs).toBe(reasonNumber[ours.params.reason])
  })
})

describe('name constraints where the dialects part', () => {
  const check = (spec: NamedSpec, constraints: Constraints, dialect: NameConstraintDialect, isTarget = true) =>
    checkNameConstraints(namedCertificate(spec), isTarget, constraintsOf(constraints), dialect)
  const code = (...args: Parameters<typeof check>) => check(...args)?.code ?? 'ok'

  it('Go looks neither at the subject nor at kinds that it does not know', () => {
    expect(
      code({ subject: [mail('a@example.net'), cn('www.example.net')] }, permitted(email('example.com'), dns('example.com')), go),
    ).toBe('ok')
    expect(code({ subject: [o('Other')] }, permitted(directory(o('Example'))), go)).toBe('ok')
    expect(code({ names: [other('1.2.3.4')] }, excluded(other('1.2.3.4')), go)).toBe('ok')
    expect(code({ names: [dns('example.com')] }, { permitted: [subtree(dns('example.com'), 1, 5)] }, go)).toBe('ok')
  })

  // lib/x509/name_constraints.c gnutls_x509_name_constraints_check_crt.
  it('GnuTLS asks the subject for mail addresses and hosts, although it compares no directory names', () => {
    expect(code({ subject: [mail('a@example.net')] }, permitted(email('example.com')), gnutls)).toBe('name-not-permitted')
    expect(code({ subject: [cn('www.example.net')] }, permitted(dns('example.com')), gnutls)).toBe('name-not-permitted')
    expect(code({ subject: [o('Other')] }, permitted(directory(o('Example'))), gnutls)).toBe('ok')
  })

  it('webpki refuses kinds that it cannot compare, where a name of the kind stands', () => {
    expect(code({ names: [uri('https://example.com/')] }, permitted(uri('example.com')), webpki)).toBe(
      'name-constraint-unsupported',
    )
    expect(code({ subject: [o('Example')] }, permitted(directory(o('Example'))), webpki)).toBe('name-constraint-unsupported')
    expect(code({ names: [dns('example.com')] }, permitted(uri('example.com')), webpki)).toBe('ok')
  })

  // Go 1.26 constraints.go (CVE-2025-61727), webpki dns_name.rs.
  it.each([
    ['*.example.com', 'www.example.com', 'name-excluded'],
    ['*.EXAMPLE.com', 'www.example.COM', 'name-excluded'],
    ['*.example.com', 'a.www.example.com', 'ok'],
    ['*.example.com', '.example.com', 'name-excluded'],
    ['*.example.com', 'www.example.net', 'ok'],
    ['www.example.com', 'a.example.com', 'ok'],
    ['*.example.com', 'com', 'name-excluded'],
  ])('%s beside the excluded %s where a wildcard counts: %s', (name, base, verdict) => {
    expect(code({ names: [dns(name)] }, excluded(dns(base)), webpki)).toBe(verdict)
    expect(code({ names: [dns(name)] }, permitted(dns('www.example.com')), webpki)).toBe(
      name === 'www.example.com' ? 'ok' : 'name-not-permitted',
    )
  })

  it('a dialect that tests the target alone passes issuers over', () => {
    const spec = { names: [dns('example.net')] }
    expect(code(spec, permitted(dns('example.com')), { ...openssl, names: 'target' }, false)).toBe('ok')
    expect(code(spec, permitted(dns('example.com')), { ...openssl, names: 'target' }, true)).toBe('name-not-permitted')
    expect(code(spec, permitted(dns('example.com')), openssl, false)).toBe('name-not-permitted')
  })

  it('common names are tested on the target alone', () => {
    expect(code({ subject: [cn('www.example.net')] }, permitted(dns('example.com')), openssl, false)).toBe('ok')
  })

  // Go crypto/x509 verify.go, checkNameConstraints: `%s %q is excluded by constraint %q`.
  it.each([
    [[dns('a.example')], excluded(dns('Example')), 'DNS name', 'a.example', 'Example'],
    [[dns('a.example')], permitted(dns('b.example')), 'DNS name', 'a.example', ''],
    [[email('a@b.example')], excluded(email('b.example')), 'email address', 'a@b.example', 'b.example'],
    [[uri('https://a.example/x')], excluded(uri('.example')), 'URI', 'https://a.example/x', '.example'],
    [[ip(10, 1, 2, 3)], excluded(net10), 'IP address', '10.1.2.3', '10.0.0.0/8'],
    [[ip(10, 1, 2, 3)], excluded(ip(10, 0, 0, 3, 255, 0, 0, 255)), 'IP address', '10.1.2.3', '10.0.0.3/ff0000ff'],
    [[ip(...documentation6)], excluded(documentationNet6), 'IP address', '2001:db8::1', '2001:db8::/32'],
    [[ip(1, 2, 3, 4)], excluded(ip(0, 0, 0, 0, 0, 0, 0, 0)), 'IP address', '1.2.3.4', '0.0.0.0/0'],
    [[directory(o('A'), cn('b'))], excluded(directory(o('a'))), 'directory name', '2.5.4.3=b,2.5.4.10=A', '2.5.4.10=a'],
  ] as const)('params of %#', (names, constraints, kind, name, constraint) => {
    expect(check({ names }, constraints, openssl)?.params).toEqual({ kind, name, constraint, reason: 'subtree' })
  })

  it('the first offending name is told, permitted before excluded', () => {
    const both = { ...permitted(dns('c.example')), ...excluded(dns('b.example')) }
    expect(check({ names: [dns('c.example'), dns('b.example'), dns('a.example')] }, both, openssl)).toMatchObject({
      code: 'name-not-permitted',
      params: { name: 'b.example' },
    })
  })

  it('more comparisons than OpenSSL makes are refused unmade', () => {
    const names = Array.from({ length: 1025 }, (_, i) => dns(`n${i}.example`))
    const many = Array.from({ length: 1024 }, (_, i) => dns(`x${i}.example`))
    expect(check({ names }, excluded(...many), openssl)?.params.reason).toBe('too-many')
    expect(code({ names: names.slice(1) }, excluded(...many), openssl)).toBe('ok')
  })

  it('without constraints of its kind every name is allowed', () => {
    expect(code({ names: [dns('a.example'), ip(1, 2, 3, 4), email('no mailbox')] }, {}, openssl)).toBe('ok')
  })
})
