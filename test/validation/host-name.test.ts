import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { checkServerIdentity } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostDialect } from '../../src/model/policy.ts'
import { checkHostName } from '../../src/validation/checks/host-name.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import {
  cn,
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
  uri,
} from './host-name-certificate.ts'

const openssl: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: false,
}
const node: HostDialect = { ...openssl, stripTrailingDot: true }
const strict: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 1,
  ipInNames: false,
  stripTrailingDot: false,
}
const go: HostDialect = { ...strict, labelsAfterWildcard: 0, stripTrailingDot: true }
const gnutls: HostDialect = { ...openssl, commonName: 'without-san', partialWildcards: false }
/** GnuTLS before 3.6 looked for addresses in names. */
const gnutls35: HostDialect = { ...gnutls, ipInNames: true }
const curl: HostDialect = { ...node, commonName: 'without-san', partialWildcards: false }

const localhost6 = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
const documentation6 = ip(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)

/** A client whose verdict differs from the dialect's, and why. It fails when the client stops differing. */
interface Exception {
  readonly client: 'openssl' | 'node'
  readonly why: string
}

/** Certificate, host, and where a real client is known to differ. */
const pairs: readonly (readonly [NamedSpec, string, Exception?])[] = [
  [{ names: [dns('example.com')] }, 'example.com'],
  [{ names: [dns('example.com')] }, 'EXAMPLE.com'],
  [{ names: [dns('eXample.COM')] }, 'example.com'],
  [{ names: [dns('example.com')] }, 'www.example.com'],
  [{ names: [dns('www.example.com')] }, 'example.com'],
  [{ names: [dns('example.com')] }, 'badexample.com'],
  [{ names: [dns('a.example'), dns('b.example')] }, 'b.example'],
  [{ names: [dns('a.example'), dns('b.example')] }, 'c.example'],
  [{ names: [dns('localhost')] }, 'localhost'],
  [{ names: [dns('a_b.example.com')] }, 'a_b.example.com'],
  [{ names: [dns('*.example.com')] }, 'www.example.com'],
  [{ names: [dns('*.EXAMPLE.com')] }, 'WWW.example.com'],
  [{ names: [dns('*.example.com')] }, 'example.com'],
  [{ names: [dns('*.example.com')] }, 'a.b.example.com'],
  [{ names: [dns('*.example.com')] }, 'xn--bcher-kva.example.com'],
  [
    { names: [dns('*.example.com')] },
    'a_b.example.com',
    { client: 'openssl', why: 'a wildcard stands for letters, digits and hyphens alone (v3_utl.c wildcard_match)' },
  ],
  [{ names: [dns('*.com')] }, 'example.com'],
  [{ names: [dns('*.co.uk')] }, 'example.co.uk'],
  [{ names: [dns('*')] }, 'localhost'],
  [{ names: [dns('*')] }, 'example.com'],
  [{ names: [dns('www.*.com')] }, 'www.example.com'],
  [{ names: [dns('*.*.com')] }, 'www.example.com'],
  [{ names: [dns('**.example.com')] }, 'www.example.com'],
  [{ names: [dns('*www*.example.com')] }, 'awwwb.example.com'],
  [{ names: [dns('f*.example.com')] }, 'foo.example.com'],
  [{ names: [dns('f*.example.com')] }, 'f.example.com'],
  [{ names: [dns('f*.example.com')] }, 'bar.example.com'],
  [{ names: [dns('*oo.example.com')] }, 'foo.example.com'],
  [
    { names: [dns('f*o.example.com')] },
    'foo.example.com',
    { client: 'openssl', why: 'no wildcard between other characters (v3_utl.c valid_star)' },
  ],
  [{ names: [dns('foo*foo.example.com')] }, 'foo.example.com'],
  [{ names: [dns('f*.com')] }, 'foo.com'],
  [
    { names: [dns('x*.example.com')] },
    'xn--bcher-kva.example.com',
    { client: 'node', why: 'only the pattern is looked at for xn-- (lib/tls.js check)' },
  ],
  [{ names: [dns('xn--*.example.com')] }, 'xn--bcher-kva.example.com'],
  [{ names: [dns('xn--bcher-kva.example')] }, 'xn--bcher-kva.example'],
  [{ names: [dns('*..example.com')] }, 'www..example.com'],
  [{ names: [dns('example.com\0.evil.example')] }, 'example.com'],
  [{ names: [dns('exam\nple.com')] }, 'exam\nple.com', { client: 'openssl', why: 'octets are compared, whatever they are' }],
  [{ names: [dns('')] }, 'example.com'],
  [
    { names: [dns('example.com.')] },
    'example.com',
    { client: 'node', why: 'the dot is dropped from the presented name too (lib/tls.js splitHost)' },
  ],
  [{ names: [dns('example.com')] }, 'example.com.'],
  [{ names: [dns('*.example.com')] }, 'www.example.com.'],
  // Common names.
  [{ subject: [cn('example.com')] }, 'example.com'],
  [{ subject: [cn('*.example.com')] }, 'www.example.com'],
  [{ subject: [cn('f*.example.com')] }, 'foo.example.com'],
  [{ subject: [cn('example.com')] }, 'www.example.com'],
  [{ subject: [cn('first.example'), cn('last.example')] }, 'first.example'],
  [{ subject: [cn('first.example'), cn('last.example')] }, 'last.example'],
  [{ subject: [cn('example.com')], names: [dns('other.example')] }, 'example.com'],
  [{ subject: [cn('example.com')], names: [ip(192, 0, 2, 1)] }, 'example.com'],
  [{ subject: [cn('example.com')], names: [email('a@example.com')] }, 'example.com'],
  [{ subject: [cn('example.com')], names: [uri('https://example.com/')] }, 'example.com'],
  [{ subject: [cn('example.com')], names: [directory(o('x'))] }, 'example.com'],
  [{ subject: [cn('example.com')], names: [other('1.2.3.4')] }, 'example.com'],
  [{ subject: [o('No name')] }, 'example.com'],
  [{ subject: [o('No name')], names: [uri('https://example.com/')] }, 'example.com'],
  // Addresses.
  [{ names: [ip(192, 0, 2, 1)] }, '192.0.2.1'],
  [{ names: [ip(192, 0, 2, 1)] }, '192.0.2.2'],
  [{ names: [ip(192, 0, 2, 1)] }, 'example.com'],
  [{ names: [documentation6] }, '2001:db8::1'],
  [{ names: [documentation6] }, '2001:DB8:0:0::1'],
  [{ names: [documentation6] }, '2001:0db8:0000:0000:0000:0000:0000:0001'],
  [{ names: [documentation6] }, '2001:db8::2'],
  [{ names: [localhost6] }, '::1'],
  [{ names: [localhost6] }, '::0.0.0.1'],
  [{ names: [ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1)] }, '::ffff:192.0.2.1'],
  [{ names: [ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1)] }, '192.0.2.1'],
  [{ names: [dns('192.0.2.1')] }, '192.0.2.1'],
  [{ names: [dns('*.0.2.1')] }, '192.0.2.1'],
  [{ subject: [cn('192.0.2.1')] }, '192.0.2.1'],
  [{ names: [dns('192.0.2.1'), ip(192, 0, 2, 2)] }, '192.0.2.2'],
  [{ names: [ip(192, 0, 2)] }, '192.0.2.0'],
]

const describeSpec = (spec: NamedSpec): string =>
  JSON.stringify({
    cn: spec.subject?.map(([, text]) => text),
    san: spec.names?.map((name) =>
      name.kind === 'ip' ? [...name.value].join('.') : 'value' in name && typeof name.value === 'string' ? name.value : name.kind,
    ),
  })

const version = OpenSsl.version()
const isAddress = (host: string): boolean => host.includes(':') || /^[0-9.]+$/.test(host)

describe.skipIf(version === null)(
  'the OpenSSL dialect beside `openssl verify` and the Node dialect beside tls.checkServerIdentity',
  () => {
    let real: OpenSsl
    beforeAll(() => {
      real = new OpenSsl()
    })
    afterAll(() => real.remove())

    for (const [spec, host, exception] of pairs) {
      const title = `${describeSpec(spec)} for ${JSON.stringify(host)}`
      it(`OpenSSL: ${title}${exception?.client === 'openssl' ? ` differs: ${exception.why}` : ''}`, () => {
        const file = real.mint(spec)
        const theirs = real.verify(file, file, isAddress(host) ? '-verify_ip' : '-verify_hostname', host)
        expect([0, 62, 64]).toContain(theirs)
        const ours = checkHostName(namedCertificate(spec), host, openssl)
        expect(ours === null).toBe(exception?.client === 'openssl' ? theirs !== 0 : theirs === 0)
        if (ours !== null) expect(ours.code === 'ip-mismatch').toBe(isAddress(host))
      })
      it(`Node: ${title}${exception?.client === 'node' ? ` differs: ${exception.why}` : ''}`, () => {
        const theirs = checkServerIdentity(host, new X509Certificate(readFileSync(real.mint(spec))).toLegacyObject())
        const ours = checkHostName(namedCertificate(spec), host, node)
        expect(ours === null).toBe(exception?.client === 'node' ? theirs !== undefined : theirs === undefined)
      })
    }

    it('verdicts on certificates that were read are those on their names', () => {
      for (const [spec, host] of pairs) {
        const read = readCertificate(new Uint8Array(new X509Certificate(readFileSync(real.mint(spec))).raw))
        for (const dialect of [openssl, strict, curl]) {
          const [ours, theirs] = [checkHostName(namedCertificate(spec), host, dialect), checkHostName(read, host, dialect)]
          expect([theirs?.code, theirs?.params]).toEqual([ours?.code, ours?.params])
        }
      }
    })

    it('the param `sans` is what Node prints', () => {
      const odd = ['a,b', "a'b", 'a"b', 'a\\b', 'a b', 'a\xe9b', 'a\tb', 'a\x7fb'].map(
        (text): NamedSpec => ({ names: [dns(text), dns('z')] }),
      )
      const named: NamedSpec = {
        names: [directory(o('x, y'), cn('z \xe9'), mail('a@b')), email('a@b'), { kind: 'registered-id', value: '1.2.3.4' }],
      }
      for (const spec of [...pairs.map(([first]) => first), ...odd, named, { names: [uri('http://x/?a,b')] }]) {
        const text = new X509Certificate(readFileSync(real.mint(spec))).subjectAltName
        expect(checkHostName(namedCertificate(spec), 'no.such.host.invalid', strict)?.params?.['sans']).toBe(text ?? '')
      }
    })
  },
)

describe('host names where the dialects part', () => {
  const code = (spec: NamedSpec, host: string, dialect: HostDialect) =>
    checkHostName(namedCertificate(spec), host, dialect)?.code ?? 'match'

  // RFC 9525 §6.3; Go verify.go matchHostnames; webpki dns_name.rs; GnuTLS lib/str.c _gnutls_hostname_compare; curl lib/vtls/hostcheck.c.
  it.each([
    [{ names: [dns('*')] }, 'localhost', { go: 'match', strict: 'host-mismatch', openssl: 'host-mismatch' }],
    [
      { names: [dns('*.com')] },
      'example.com',
      { go: 'match', strict: 'match', openssl: 'host-mismatch', gnutls: 'host-mismatch', curl: 'host-mismatch' },
    ],
    [
      { names: [dns('f*.example.com')] },
      'foo.example.com',
      { strict: 'host-mismatch', go: 'host-mismatch', openssl: 'match', gnutls: 'host-mismatch', curl: 'host-mismatch' },
    ],
    [
      { names: [dns('example.com')] },
      'example.com.',
      { go: 'match', curl: 'match', openssl: 'host-mismatch', strict: 'host-mismatch' },
    ],
    [{ names: [dns('example.com.')] }, 'example.com', { go: 'host-mismatch', strict: 'host-mismatch' }],
    // Which names keep the common name from being asked.
    [
      { subject: [cn('example.com')] },
      'example.com',
      { go: 'host-in-common-name-only', strict: 'host-in-common-name-only', openssl: 'match', gnutls: 'match', curl: 'match' },
    ],
    [{ subject: [cn('other.example')] }, 'example.com', { go: 'host-no-names', openssl: 'host-mismatch', curl: 'host-mismatch' }],
    [
      { subject: [cn('example.com')], names: [ip(192, 0, 2, 1)] },
      'example.com',
      { go: 'host-no-names', openssl: 'match', curl: 'host-mismatch' },
    ],
    [
      { subject: [cn('example.com')], names: [email('a@b.example')] },
      'example.com',
      { go: 'host-no-names', openssl: 'match', curl: 'match' },
    ],
    [{ subject: [o('x')] }, 'example.com', { go: 'host-no-names', openssl: 'host-no-names', curl: 'host-no-names' }],
    [
      { subject: [cn('example.com')], names: [uri('https://a.example/')] },
      'example.com',
      { go: 'host-no-names', openssl: 'match', gnutls: 'host-mismatch' },
    ],
    [{ subject: [cn('example.com'), cn('last.example')] }, 'example.com', { go: 'host-no-names', openssl: 'match' }],
    [{ names: [dns('')] }, 'example.com', { go: 'host-no-names' }],
    // RFC 9525 §6.3: names are A-labels.
    [{ names: [dns('b\xfccher.example')] }, 'b\xfccher.example', { strict: 'host-mismatch', openssl: 'host-mismatch' }],
    // Addresses.
    [
      { names: [dns('192.0.2.1')] },
      '192.0.2.1',
      { go: 'ip-mismatch', openssl: 'ip-mismatch', gnutls: 'ip-mismatch', gnutls35: 'match' },
    ],
    [{ names: [dns('*.0.2.1')] }, '192.0.2.1', { go: 'ip-mismatch', gnutls35: 'ip-mismatch' }],
    [
      { subject: [cn('192.0.2.1')] },
      '192.0.2.1',
      { go: 'host-in-common-name-only', openssl: 'ip-mismatch', gnutls: 'ip-mismatch', gnutls35: 'match' },
    ],
    [{ subject: [cn('192.0.2.1')], names: [dns('a.example')] }, '192.0.2.1', { go: 'ip-mismatch', gnutls35: 'ip-mismatch' }],
    [{ subject: [o('x')] }, '192.0.2.1', { go: 'ip-mismatch', openssl: 'ip-mismatch' }],
    [
      { names: [dns('example.com\0.evil.example')] },
      'example.com\0.evil.example',
      { go: 'host-mismatch', openssl: 'host-mismatch' },
    ],
  ] as const)('%j for %j: %j', (spec, host, verdicts) => {
    const dialects = { go, strict, openssl, gnutls, gnutls35, curl }
    const ours = Object.fromEntries(
      Object.keys(verdicts).map((name) => [name, code(spec, host, dialects[name as keyof typeof dialects])]),
    )
    expect(ours).toEqual(verdicts)
  })

  it('an empty host is not checked', () => {
    expect(checkHostName(namedCertificate({}), '', strict)).toBeNull()
  })

  it('a failure carries the names for every client', () => {
    const target = namedCertificate({
      subject: [cn('first'), cn('last')],
      names: [dns('a.example'), ip(192, 0, 2, 1), dns('b.example'), documentation6],
    })
    expect(checkHostName(target, 'c.example', strict)).toEqual({
      code: 'host-mismatch',
      at: 0,
      certificate: target,
      params: {
        host: 'c.example',
        names: 'a.example, b.example',
        sans: 'DNS:a.example, IP Address:192.0.2.1, DNS:b.example, IP Address:2001:DB8:0:0:0:0:0:1',
        ips: '192.0.2.1, 2001:db8::1',
        cn: 'last',
      },
    })
  })

  // RFC 5952 §4: lower case, the longest run of zeros, the first of equals, no single zero group.
  it.each([
    [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], '2001:db8:0:1::1'],
    [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], '2001:db8::1:0:0:1'],
    [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], '2001:db8:0:1:1:1:1:1'],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], '::'],
    [[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 'fe80::'],
  ] as const)('%j is printed as %s', (octets, text) => {
    expect(checkHostName(namedCertificate({ names: [ip(...octets)] }), '192.0.2.1', strict)?.params?.['ips']).toBe(text)
  })

  it.each([
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '::g',
  ])('%s is no address: names are compared', (host) => {
    expect(code({ names: [dns('a.example')] }, host, strict)).toBe('host-mismatch')
  })
})
