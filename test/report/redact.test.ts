import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnose.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { redactEvidence, redactReport } from '../../src/report/redact.ts'
import { redactor } from '../../src/report/redact-text.ts'
import { isInternalHost } from '../../src/report/internal-name.ts'
import { goldenEvidence, goldenNames, goldenReport } from '../support/golden-replay.ts'

const masked = (text: string, hosts: readonly string[] = []): string => redactor([text], { hosts, keep: [] }).text(text)

// Assembled here, so that no scanner takes the test for a leak.
const of = (prefix: string, n: number): string => `${prefix}${'a1B2'.repeat(n)}`
const jwt = `${of('eyJ', 4)}.${of('', 5)}.${of('', 6)}`

describe('what is masked', () => {
  test.each([
    ['/home/alice/certs/ca.pem', '/home/user-1/certs/ca.pem'],
    ['/var/home/alice/x', '/var/home/user-1/x'],
    ['/Users/alice/Library/x', '/Users/user-1/Library/x'],
    ['C:\\Users\\alice\\AppData', 'C:\\Users\\user-1\\AppData'],
    ['C:\\\\Users\\\\alice\\\\AppData', 'C:\\\\Users\\\\user-1\\\\AppData'],
    ['C:\\Users\\Alice Smith\\AppData', 'C:\\Users\\user-1\\AppData'],
    ['c:/Users/alice/x', 'c:/Users/user-1/x'],
    ['D:\\Documents and Settings\\alice\\x', 'D:\\Documents and Settings\\user-1\\x'],
    ['/mnt/c/Users/alice/x', '/mnt/c/Users/user-1/x'],
    ['cannot read /home/alice: denied to alice', 'cannot read /home/user-1: denied to user-1'],
    ['/home/alice/a and /home/bob/b and /home/alice/c', '/home/user-1/a and /home/user-2/b and /home/user-1/c'],
    ['http://alice:s3cret@proxy.example:3128/', 'http://[masked]@proxy.example:3128/'],
    ['http://alice@proxy.example', 'http://[masked]@proxy.example'],
    ['Authorization: Bearer abcdef0123456789', 'Authorization: [masked]'],
    ['Proxy-Authorization: Basic dXNlcjpwYXNz', 'Proxy-Authorization: [masked]'],
    ['//registry.example/:_authToken=abc123', '//registry.example/:_authToken=[masked]'],
    ['password=hunter2 next', 'password=[masked] next'],
    ['"api_key": "hunter2"', '"api_key": "[masked]"'],
    ['https://a.example/?access_token=hunter2&x=1', 'https://a.example/?access_token=[masked]&x=1'],
    [`using ${of('ghp_', 9)}`, 'using [masked]'],
    [`using ${of('glpat-', 5)}`, 'using [masked]'],
    [`using ${of('npm_', 9)}`, 'using [masked]'],
    [`using ${of('xoxb-', 6)}`, 'using [masked]'],
    [`using AKIA${'A1B2'.repeat(4)}`, 'using [masked]'],
    [`using ${jwt}`, 'using [masked]'],
    ['written by alice.smith@example.org', 'written by [masked]@example.org'],
    ['git.corp answered', 'host-1 answered'],
    ['*.apps.example.internal and db.lan', '*.host-1 and host-2'],
    ['nas.local and NAS.local.', 'host-1 and host-1.'],
    ['http://intranet:8080/x', 'http://host-1:8080/x'],
    ['\\\\fileserver\\share\\ca.cer', '\\\\host-1\\share\\ca.cer'],
    ['proxy cache:3128', 'proxy host-1:3128'],
    ['10.1.2.3, 172.16.0.9, 192.168.1.1, 100.64.0.1 and 10.1.2.3', 'address-1, address-2, address-3, address-4 and address-1'],
    ['fd12:3456::1 and fe80::1%eth0', 'address-1 and address-2'],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected)
    // Masking what is masked changes nothing: a case that was given away is saved again as it is.
    expect(masked(expected)).toBe(expected)
  })

  test('a single label is a host where it is known to be one', () => {
    expect(masked('intranet says no; intranets do not; intranet.pem', ['intranet'])).toBe(
      'host-1 says no; intranets do not; intranet.pem',
    )
  })
})

test('takes no time over texts that are made to take some', () => {
  const texts = [
    'a-'.repeat(50_000),
    'a.'.repeat(50_000),
    'a@'.repeat(50_000),
    '/home/'.repeat(20_000),
    'C:\\Users\\'.repeat(10_000),
    '10.'.repeat(50_000),
  ]
  const started = performance.now()
  expect(redactor(texts, { hosts: [], keep: [] }).text(texts.join(' ')).length).toBeGreaterThan(0)
  expect(performance.now() - started).toBeLessThan(5000)
})

describe('what stays', () => {
  test.each([
    '/etc/ssl/certs/ca-certificates.crt',
    '/usr/local/share/ca-certificates/x.crt',
    '/root/.config',
    'C:\\Users\\Public\\x',
    '/home/linuxbrew/.linuxbrew/etc/ca',
    'localhost and 127.0.0.1 and ::1',
    'api.example.org and 192.0.2.1 and 203.0.113.9 and 8.8.8.8',
    'schannel@windows-2020-05-30 and go-1.15@nss-3.53 and sectrust@2020-05-30',
    'go-1.24 and python-3.8 on windows-lazy and 1.3.6.1.5.5.7.3.1',
    'CN=Example Corp Private CA, O=Corp',
    'Windows 10.0.19045.1',
    'private.example.org and corp.example.com and local.example.net',
    `SHA-256 ${'e793c9b02fd8aa13'.repeat(4)}`,
    '2020-05-30T10:48:38Z',
    '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1108)',
    'https://letsencrypt.org/docs',
  ])('%s', (text) => {
    expect(masked(text)).toBe(text)
  })

  test('every golden report: the lab knows neither people nor internal hosts', () => {
    for (const name of goldenNames) {
      const report = goldenReport(name, recordedSignatures)
      expect(redactReport(report), name).toEqual(report)
    }
  })
})

test.each([
  ['intranet', true],
  ['nas.local', true],
  ['a.b.home.arpa', true],
  ['git.corp.', true],
  ['10.0.0.1', true],
  ['172.32.0.1', false],
  ['172.31.255.255', true],
  ['[fd00::1]', true],
  ['2001:db8::1', false],
  ['localhost', false],
  ['127.0.0.1', false],
  ['local.example', false],
  ['', false],
])('%s is internal: %s', (host, expected) => {
  expect(isInternalHost(host)).toBe(expected)
})

test('variables of the machine are masked, and settings of certificates are not', () => {
  const evidence: Evidence = {
    ...goldenEvidence('anchor-distrusted'),
    settings: { SSL_CERT_FILE: '/home/alice/own.pem', HTTPS_PROXY: 'http://alice:s3cret@cache.corp:3128' },
  }
  const { evidence: given } = redactEvidence(evidence)
  expect(given.settings).toEqual({ SSL_CERT_FILE: '/home/user-1/own.pem', HTTPS_PROXY: 'http://[masked]@host-1:3128' })
  expect(given.stores).toEqual(evidence.stores)
})

/** A golden case as a machine of somebody would have saved it: his paths, his network. */
function ofSomebody(host: string): Evidence {
  const evidence = goldenEvidence('expired-cross')
  return {
    ...evidence,
    target: { ...evidence.target, host, source: '/home/alice/chain.pem' },
    sends: evidence.sends.map((s) => ({ ...s, address: '10.20.30.40' })),
    stores: evidence.stores.map((s) => ({
      ...s,
      id: `/home/alice/${s.id}`,
      origin: `read from /home/alice/${s.id} on build7.corp`,
    })),
    clients: evidence.clients.map((c) => ({
      ...c,
      store: `/home/alice/${c.store}`,
      why: 'HTTPS_PROXY=http://alice:s3cret@proxy.corp:3128',
    })),
    contacted: ['proxy proxy.corp:3128'],
  }
}

const leaks = /alice|s3cret|10\.20\.30\.40|\.corp|intranet/

describe('a report that is shared', () => {
  /** Markdown without its marks of code. */
  const plain = (r: Parameters<typeof renderMarkdown>[0]): string => renderMarkdown(r).replaceAll('`', '')
  const report = diagnose(ofSomebody('intranet'), { verify: recordedSignatures })
  const shared = redactReport(report)

  test('names nobody and nothing of the network, and is consistent', () => {
    expect(JSON.stringify(report)).toMatch(leaks)
    expect(JSON.stringify(shared)).not.toMatch(leaks)
    expect(renderMarkdown(shared)).not.toMatch(leaks)
    expect(shared.target.host).toMatch(/^host-\d$/)
    const ids = new Set(shared.stores.map((s) => s.id))
    expect(ids.size).toBe(report.stores.length)
    for (const { store } of shared.results) expect(ids).toContain(store)
  })

  test('has the same verdicts, certificates and dates', () => {
    const essence = (r: typeof report) => [
      r.results.map(({ client, verdict, timeline }) => [client, verdict.kind, timeline]),
      Object.keys(r.certificates),
      r.chains.map((c) => c.certificates),
      r.clock,
      r.findings.map((f) => [f.code, f.about, f.clients]),
    ]
    expect(essence(shared)).toEqual(essence(report))
  })

  test('masks a public name too where it stands for a private address', () => {
    const split = redactReport(diagnose(ofSomebody('git.company.example'), { verify: recordedSignatures }))
    expect(JSON.stringify(split)).not.toContain('git.company.example')
  })

  test('masks the domain of such a name too, and the name servers that answer for it', () => {
    const where = ['/etc/resolver/company.example']
    const own: Evidence['resolvers'] = { kind: 'own-domain', domain: 'company.example', servers: ['10.20.30.53'], where }
    const given = diagnose({ ...ofSomebody('git.company.example'), resolvers: own }, { verify: recordedSignatures })
    expect(plain(given)).toContain('company.example has name servers of its own on this machine: 10.20.30.53')
    const masked = redactReport(given)
    expect(JSON.stringify(masked)).not.toMatch(/company\.example|10\.20\.30/)
    expect(plain(masked)).toMatch(/host-\d has name servers of its own .*: address-\d, set in \/etc\/resolver\/host-\d/)
    // Where the name is everybody's its domain is too.
    const open = { ...given, sends: given.sends.map((send) => ({ ...send, address: '192.0.2.1' })) }
    expect(JSON.stringify(redactReport(open))).toContain('company.example')
  })

  test('tells of a public name with private addresses as well when these are masked', () => {
    const resolvers: Evidence['resolvers'] = {
      kind: 'private-address',
      domain: '',
      servers: ['10.20.30.53', '10.20.30.54'],
      where: ['/etc/resolv.conf'],
    }
    const evidence = { ...ofSomebody('git.company.example'), resolvers }
    const words = (e: Evidence) => plain(diagnose(e, { verify: recordedSignatures }))
    expect(words(evidence)).toContain(
      'private addresses for a public name: 10.20.30.40; it asks 10.20.30.53, 10.20.30.54, set in /etc/resolv.conf',
    )
    expect(words(redactEvidence(evidence).evidence)).toMatch(
      /private addresses for a public name: address-\d; it asks address-\d, address-\d, set in \/etc\/resolv\.conf/,
    )
    expect(words({ ...evidence, resolvers: { ...resolvers, servers: [], where: [] } })).toContain(
      'private addresses for a public name: 10.20.30.40. A resolver',
    )
  })
})

describe('a case that is shared', () => {
  test.each(['localhost', 'intranet'])('replays to the same verdicts (%s): the name that they are about stays', (host) => {
    const own = ofSomebody(host)
    const { evidence, keptHost } = redactEvidence(own)
    expect(keptHost).toBe(host === 'localhost' ? null : host)
    const text = JSON.stringify({ ...evidence, certs: {} }).replaceAll(`"${host}"`, '""')
    expect(text).not.toMatch(leaks)
    const verdicts = (e: Evidence) =>
      diagnose(e, { verify: recordedSignatures }).results.map((r) => [r.client, r.verdict, r.timeline])
    expect(verdicts(evidence)).toEqual(verdicts(own))
    // Saved again, it is the same case.
    expect(redactEvidence(evidence).evidence).toEqual(evidence)
  })

  test('every golden case is given away as it is', () => {
    for (const name of goldenNames)
      expect(redactEvidence(goldenEvidence(name)), name).toEqual({ evidence: goldenEvidence(name), keptHost: null })
  })
})
