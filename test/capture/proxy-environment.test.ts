import { execFile } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type Environment, parseProxy, proxyFor } from '../../src/capture/proxy/environment.ts'
import { isExempt } from '../../src/capture/proxy/no-proxy.ts'
import { listen } from './support/peer.ts'
import { cleanEnvironment, hasTool } from './support/tools.ts'

const web = { host: 'www.example.org', port: 443 }

describe('which variable counts (curl(1), ENVIRONMENT)', () => {
  const host = (env: Environment, target: Parameters<typeof proxyFor>[0] = web): string | null =>
    proxyFor(target, env)?.host ?? null
  test.each<readonly [Environment, string | null]>([
    [{}, null],
    [{ https_proxy: 'a' }, 'a'],
    [{ HTTPS_PROXY: 'a' }, 'a'],
    [{ https_proxy: 'a', HTTPS_PROXY: 'b' }, 'a'],
    [{ https_proxy: '', HTTPS_PROXY: 'b' }, 'b'],
    [{ all_proxy: 'a' }, 'a'],
    [{ ALL_PROXY: 'a' }, 'a'],
    [{ https_proxy: 'a', all_proxy: 'b' }, 'a'],
    [{ http_proxy: 'a', HTTP_PROXY: 'b' }, null],
    [{ smtp_proxy: 'a' }, null],
    [{ https_proxy: 'a', no_proxy: '*' }, null],
    [{ https_proxy: 'a', NO_PROXY: 'example.org' }, null],
    [{ https_proxy: 'a', no_proxy: 'example.net', NO_PROXY: 'example.org' }, 'a'],
    [{ https_proxy: 'a', no_proxy: '', NO_PROXY: 'example.org' }, null],
  ])('%j', (env, expected) => {
    expect(host(env)).toBe(expected)
  })
  test('STARTTLS protocols have variables of their own', () => {
    const mail = { host: 'mail.example.org', port: 25, starttls: 'smtp' } as const
    expect(host({ https_proxy: 'a' }, mail)).toBeNull()
    expect(host({ https_proxy: 'a', smtp_proxy: 'b' }, mail)).toBe('b')
    expect(host({ https_proxy: 'a', SMTP_PROXY: 'c', ALL_PROXY: 'd' }, mail)).toBe('c')
    expect(host({ https_proxy: 'a', ALL_PROXY: 'd' }, mail)).toBe('d')
  })
})

describe('what a proxy is called', () => {
  test.each([
    ['proxy.example', { kind: 'http', host: 'proxy.example', port: 1080, credentials: null }],
    ['proxy.example:3128', { kind: 'http', host: 'proxy.example', port: 3128, credentials: null }],
    ['http://proxy.example:3128/', { kind: 'http', host: 'proxy.example', port: 3128, credentials: null }],
    [
      'HTTP://me@proxy.example',
      { kind: 'http', host: 'proxy.example', port: 1080, credentials: { username: 'me', password: '' } },
    ],
    ['http://m%40e:p%3Aq%@x:1', { kind: 'http', host: 'x', port: 1, credentials: { username: 'm@e', password: 'p%3Aq%' } }],
    ['http://me:a@b:c@x:1', { kind: 'http', host: 'x', port: 1, credentials: { username: 'me', password: 'a@b:c' } }],
    ['socks5h://[2001:db8::1]:1081', { kind: 'socks5', host: '2001:db8::1', port: 1081, credentials: null }],
    ['https://proxy.example', { kind: 'unusable', host: 'proxy.example', port: 443 }],
    ['socks4a://proxy.example', { kind: 'unusable', host: 'proxy.example', port: 1080 }],
    ['http://:8080', { kind: 'unusable', host: '' }],
  ])('%s', (text, expected) => {
    expect(parseProxy(text)).toMatchObject(expected)
  })
})

/** `differs`: why some curl says otherwise, and is not asked. */
const exempt: readonly { list: string; host: string; expected: boolean; differs?: string }[] = [
  { list: '*', host: 'www.example.org', expected: true },
  { list: '*,x', host: 'www.example.org', expected: false },
  { list: 'example.org', host: 'example.org', expected: true },
  { list: 'example.org', host: 'www.example.org', expected: true },
  { list: '.example.org', host: 'www.example.org', expected: true },
  { list: '.example.org', host: 'example.org', expected: true },
  { list: 'example.org.', host: 'www.example.org', expected: true },
  { list: 'EXAMPLE.org', host: 'www.Example.ORG', expected: true },
  { list: 'example.org', host: 'badexample.org', expected: false },
  { list: '*.example.org', host: 'www.example.org', expected: false },
  { list: 'example.org:443', host: 'www.example.org', expected: false },
  { list: 'a.example, b.example ,www.example.org', host: 'www.example.org', expected: true },
  {
    list: 'a.example b.example\twww.example.org',
    host: 'www.example.org',
    expected: true,
    differs: 'newer ones end the list at a blank without a comma',
  },
  { list: '127.0.0.1', host: '127.0.0.1', expected: true },
  { list: '127.0.0.0/8', host: '127.1.2.3', expected: true },
  { list: '127.0.0.0/16', host: '127.1.2.3', expected: false },
  { list: '127.0.0.0/33', host: '127.0.0.0', expected: false },
  { list: '127.0.0.1/32', host: '127.0.0.1', expected: true },
  { list: '0.0.0.1', host: '127.0.0.1', expected: false },
  { list: '.0.1', host: '127.0.0.1', expected: false },
  { list: '::1', host: '::1', expected: true },
  { list: '::/64', host: '::1', expected: true, differs: '7.88 compares IPv6 addresses as text, against CURLOPT_NOPROXY(3)' },
  { list: 'fe80::/10', host: '::1', expected: false },
  { list: '0:0:0:0:0:0:0:1', host: '::1', expected: true, differs: '7.88 compares IPv6 addresses as text' },
]

test.each(exempt)('NO_PROXY=$list and $host: $expected', ({ list, host, expected }) => {
  expect(isExempt(host, list)).toBe(expected)
})

/** curl reads networks since 7.86; older ones cannot be asked. */
describe.skipIf(!hasTool('curl'))('curl says the same (skipped without curl)', () => {
  test.each(exempt.filter(({ differs }) => differs === undefined))(
    'NO_PROXY=$list and $host: $expected',
    async ({ list, host, expected }) => {
      const proxy = await listen((socket) => socket.destroy())
      const address = host.includes(':') ? `[${host}]` : host
      const env = { ...cleanEnvironment, https_proxy: `http://127.0.0.1:${proxy.port}`, no_proxy: list }
      // Port 1 of this machine stands for the server: a direct connection is refused, and no name is looked up.
      const args = ['--silent', '--max-time', '5', '--resolve', '*:1:127.0.0.1', `https://${address}:1/`]
      try {
        await new Promise<void>((done) => execFile('curl', args, { env, timeout: 8000 }, () => done()))
        expect(proxy.connections() === 0).toBe(expected)
      } finally {
        await proxy.close()
      }
    },
  )
})
