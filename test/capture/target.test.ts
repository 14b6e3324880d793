import { describe, expect, test } from 'vitest'
import { parseHost, parseTarget } from '../../src/capture/target.ts'
import { RootcauseError } from '../../src/model/error.ts'
import type { StarttlsProtocol } from '../../src/model/evidence.ts'

const targets: readonly (readonly [text: string, host: string, port: number, starttls?: StarttlsProtocol])[] = [
  ['example.org', 'example.org', 443],
  ['  Example.ORG.  ', 'example.org', 443],
  ['example.org:8443', 'example.org', 8443],
  ['https://example.org', 'example.org', 443],
  ['https://user:secret@example.org:444/path?x=1#y', 'example.org', 444],
  ['HTTPS://example.org?q', 'example.org', 443],
  ['smtps://mail.example.org', 'mail.example.org', 465],
  ['imaps://mail.example.org', 'mail.example.org', 993],
  ['pop3s://mail.example.org', 'mail.example.org', 995],
  ['ldaps://ldap.example.org', 'ldap.example.org', 636],
  ['ftps://ftp.example.org', 'ftp.example.org', 990],
  ['smtp://mail.example.org', 'mail.example.org', 25, 'smtp'],
  ['submission://mail.example.org', 'mail.example.org', 587, 'smtp'],
  ['smtp://mail.example.org:587', 'mail.example.org', 587, 'smtp'],
  ['lmtp://mail.example.org', 'mail.example.org', 24, 'lmtp'],
  ['imap://mail.example.org', 'mail.example.org', 143, 'imap'],
  ['pop3://mail.example.org', 'mail.example.org', 110, 'pop3'],
  ['ftp://ftp.example.org', 'ftp.example.org', 21, 'ftp'],
  ['xmpp://example.org', 'example.org', 5222, 'xmpp'],
  ['ldap://ldap.example.org', 'ldap.example.org', 389, 'ldap'],
  ['postgres://me:secret@db.example.org/name', 'db.example.org', 5432, 'postgres'],
  ['postgresql://db.example.org:6432', 'db.example.org', 6432, 'postgres'],
  ['mysql://db.example.org', 'db.example.org', 3306, 'mysql'],
  ['192.0.2.1', '192.0.2.1', 443],
  ['192.0.2.1:25', '192.0.2.1', 25],
  ['2001:DB8::1', '2001:db8::1', 443],
  ['::1', '::1', 443],
  ['[2001:db8::1]', '2001:db8::1', 443],
  ['[2001:db8::1]:8443', '2001:db8::1', 8443],
  ['https://[::1]:8443/', '::1', 8443],
  ['bücher.example', 'xn--bcher-kva.example', 443],
  ['straße.example', 'xn--strae-oqa.example', 443],
  ['例え。テスト:8443', 'xn--r8jz45g.xn--zckzah', 8443],
  ['_sip._tcp.example.org', '_sip._tcp.example.org', 443],
  ['localhost', 'localhost', 443],
  ['example.org/path', 'example.org', 443],
  ['me:secret@example.org:8443/path', 'example.org', 8443],
]

test.each(targets.map(([text, host, port, starttls]) => ({ text, host, port, starttls })))(
  '$text',
  ({ text, host, port, starttls }) => {
    expect(parseTarget(text)).toEqual(starttls === undefined ? { host, port } : { host, port, starttls })
  },
)

test('options beside the text', () => {
  expect(parseTarget('mail.example.org', { starttls: 'smtp' })).toEqual({ host: 'mail.example.org', port: 25, starttls: 'smtp' })
  expect(parseTarget('mail.example.org:587', { starttls: 'smtp' })).toEqual({
    host: 'mail.example.org',
    port: 587,
    starttls: 'smtp',
  })
  expect(parseTarget('smtp://mail.example.org', { starttls: 'smtp' })).toEqual({
    host: 'mail.example.org',
    port: 25,
    starttls: 'smtp',
  })
  expect(parseTarget('example.org', { port: 8443 })).toEqual({ host: 'example.org', port: 8443 })
  expect(parseTarget('example.org:8443', { port: 8443 })).toEqual({ host: 'example.org', port: 8443 })
})

test.each([
  ['jdbc:postgresql://me:secret@db.example:5432/x', 'a JDBC URL is not a target', /: postgresql:\/\/db\.example:5432$/],
  ['jdbc:postgresql://db.example:6432/x', 'a JDBC URL is not a target', /: postgresql:\/\/db\.example:6432$/],
  ['jdbc:mysql://db.example/x?useSSL=true', 'a JDBC URL is not a target', /: mysql:\/\/db\.example$/],
  ['jdbc:oracle:thin:@//db.example:2484/service', 'a JDBC URL is not a target', /: db\.example:2484$/],
  ['jdbc:sqlserver://db.example:1433;encrypt=true', 'a JDBC URL is not a target', /: db\.example:1433$/],
  ['jdbc:h2:mem:x', 'a JDBC URL is not a target', /^give a host, /],
  ['git@git.example:me/project.git', 'SSH has no certificates of TLS', /: git\.example$/],
  ['ssh://git@git.example:22/me/project.git', 'SSH has no certificates of TLS', /: git\.example$/],
])('%s: what to type instead', (text, message, hint) => {
  expect(() => parseTarget(text)).toThrow(expect.objectContaining({ kind: 'usage', message, hint: expect.stringMatching(hint) }))
})

test.each(['me@example.org:8443', 'me@example.org:8443/path', 'me@example.org/path'])('%s is a server and a user', (text) => {
  expect(parseTarget(text).host).toBe('example.org')
})

test.each([
  ['FE80::1%Wlan0', 'fe80::1%Wlan0'],
  ['[FE80::1%Wlan0]:8443', 'fe80::1%Wlan0'],
  ['https://[fe80::1%25Wlan0]/', 'fe80::1%Wlan0'], // RFC 6874 §2
  ['[fe80::1%25]:8443', 'fe80::1%25'], // no URL: the interface of number 25
])('the zone of an address is the machine’s: %j', (text, host) => {
  expect(parseTarget(text).host).toBe(host)
})

test.each([
  ['BÜCHER.example.', 'xn--bcher-kva.example'],
  [' [2001:DB8::1] ', '2001:db8::1'],
  ['192.0.2.1', '192.0.2.1'],
])('a name without a port: %j', (text, host) => {
  expect(parseHost(text)).toBe(host)
})

test.each(['', 'x y', 'example.org:443', 'https://example.org', '[example.org]', 'a'.repeat(70_000)])(
  'no name: %.20j',
  (text) => {
    expect(() => parseHost(text)).toThrow(expect.objectContaining({ kind: 'usage' }))
  },
)

describe('what is no target is a usage error with a hint', () => {
  test.each([
    '',
    ' ',
    ':443',
    'https://',
    'example.org:',
    'example.org:0',
    'example.org:65536',
    'example.org:http',
    'example.org:-1',
    'http://example.org',
    'gopher://example.org',
    'constructor://example.org',
    'exa mple.org',
    '-bad.example',
    'bad-.example',
    'a..b',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
    '[::1',
    '[example.org]:443',
    '1:2:3',
    'host\r\nCONNECT evil',
    'x\0y',
  ])('%j', (text) => {
    expect(() => parseTarget(text)).toThrow(RootcauseError)
    try {
      parseTarget(text)
    } catch (error) {
      expect(error).toMatchObject({ kind: 'usage', hint: expect.stringMatching(/\w/), message: expect.stringMatching(/[^.]$/) })
    }
  })

  test.each([
    ['example.org:1', { port: 2 }],
    ['https://example.org', { starttls: 'smtp' }],
    ['imap://example.org', { starttls: 'smtp' }],
    ['example.org', { port: 0 }],
    ['example.org', { port: 1.5 }],
  ] as const)('%j with %j', (text, options) => {
    expect(() => parseTarget(text, options)).toThrow(RootcauseError)
  })

  test.each(['https://me:secret@exa mple.org', 'https://me:secret@example.org:', 'https://me:secret@', 'me:secret@:1'])(
    'a password is in no error: %j',
    (text) => {
      expect(() => parseTarget(text)).toThrow(/^(?!.*secret)/)
      expect(() => parseTarget(text)).toThrow(RootcauseError)
    },
  )
})
