import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { renderText } from '../../src/report/text.ts'
import { switchWords } from '../../src/report/words/switches.ts'
import { saidBy } from '../../src/report/words/capture.ts'
import { paint } from '../../src/terminal/paint.ts'
import { blank, byFingerprint, certificate, chainOf, madeUp, rejected, result, sent, store } from './fixtures.ts'
import { plainHandshake } from '../support/handshake.ts'

const [leaf, ca, root] = [madeUp(1), madeUp(2), madeUp(3)]

const report: Report = {
  ...blank,
  certificates: byFingerprint([
    certificate({ sha256: leaf, label: 'api.example', issuer: 'CN=Issuing CA', ca: false }),
    certificate({ sha256: ca, label: 'Issuing CA', issuer: 'CN=Root' }),
    certificate({ sha256: root, label: 'Root', selfIssued: true }),
  ]),
  chains: [chainOf(leaf, ca)],
  sends: [sent({ kind: 'chain', chain: [leaf, ca], tls: plainHandshake })],
}

const text = (given: Report): string => paint(renderText(given, { width: 1000, detail: 'whole' }), { width: 1000, color: false })
const accepted = { kind: 'accepted', path: [leaf, ca, root] } as const
const no = rejected('issuer-not-found', [1, ca], 'unable to get issuer', [leaf, ca])

describe('a store', () => {
  const line = (origin: string, why: string): string => {
    const results = [result({ client: 'go', verdict: accepted, store: 'host', why })]
    const all = text({ ...report, results, stores: [store('host', origin, 2)] })
    return all.split('\n').find((l) => l.startsWith('  host')) ?? ''
  }

  it.each([
    ['/etc/ssl/certs of the host', '--store host', '  host (2 certificates): /etc/ssl/certs of the host'],
    ['host', 'the default', '  host (2 certificates)'],
    ['/etc/ssl', 'the default', '  host (2 certificates): /etc/ssl'],
    ['/etc/ssl', 'asked for by --store', '  host (2 certificates): /etc/ssl; asked for by --store'],
  ])('at %s, asked because of %s, leaves no sentence cut short', (origin, why, expected) => {
    expect(line(origin, why)).toBe(expected)
  })
})

describe('why there and not here', () => {
  const clients = ['a', 'b', 'c', 'd']
  const results = clients.flatMap((client) => [
    result({ client, verdict: no, store: 'old' }),
    result({ client, verdict: accepted, store: 'new' }),
  ])

  it('is one sentence for clients that differ by store alone', () => {
    const separations = clients.map((client) => ({
      works: { client, store: 'new' },
      fails: { client, store: 'old' },
      facts: [{ kind: 'anchor-missing', certificate: root, params: { store: 'old' } } as const],
    }))
    const all = text({ ...report, results, separations })
    expect(all).toContain('All 4 clients reject on old and accept on new. The one difference: old lacks this root.')
    expect(all).toContain('With it, they would accept there.')
    expect(all).not.toMatch(/reject reject|accept accept/)
  })

  it('is not told where nothing but the program is known, and its finding then stands in the list', () => {
    const separations = [
      {
        works: { client: 'b', store: 'old' },
        fails: { client: 'a', store: 'old' },
        facts: [{ kind: 'client', certificate: null, params: { works: 'b', fails: 'a' } } as const],
      },
    ]
    const findings = [{ code: 'RC501', severity: 'error', about: [], clients: ['a'], params: { store: 'old' } } as const]
    const all = text({ ...report, results, separations, findings })
    expect(all).not.toContain('Why there and not here')
    expect(all).toMatch(/^ {2}RC501 /m)
  })

  it('has words for every switch of every verifier', () => {
    const source = readFileSync(new URL('../../src/model/verifier.ts', import.meta.url), 'utf8')
    const verifiers = [...source.matchAll(/export interface \w+Verifier (?:extends [^{]*)?\{([\s\S]*?)\n\}/g)].map(
      ([, body]) => body ?? '',
    )
    const keys = verifiers.flatMap((body) => [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, key]) => key ?? ''))
    expect(verifiers).toHaveLength(17)
    const switches = new Set(keys.filter((key) => key !== 'strategy'))
    expect([...switches].filter((key) => !Object.hasOwn(switchWords, key))).toEqual([])
    expect(switches.size).toBeGreaterThan(50)
  })
})

describe('what is said of a certificate', () => {
  it('is not that its issuer was neither sent nor stored, where one of that name was sent', () => {
    const orphan = rejected('issuer-not-found', [0, leaf], 'unable to get issuer', [leaf])
    const said = text({ ...report, results: [result({ client: 'go', verdict: orphan })] })
    expect(said).toContain('was not found, although a certificate named "Issuing CA" was sent')
    expect(said).not.toContain('neither')
    expect(text({ ...report, results: [result({ client: 'go', verdict: no })] })).toContain('"Root" was neither sent')
  })

  it('is not that octets which cannot be read are a root', () => {
    const junk = madeUp(9)
    const blankNames = { subject: '', issuer: '', selfIssued: true, anomalies: ['truncated', 'unreadable'] }
    const certificates = { ...report.certificates, [junk]: certificate({ sha256: junk, label: '', ...blankNames }) }
    const verdict = rejected('certificate-unreadable', [1, junk], 'malformed', [leaf])
    const all = text({ ...report, certificates, chains: [chainOf(leaf, junk)], results: [result({ client: 'go', verdict })] })
    expect(all).toContain('the certificate 00000009… cannot be read')
    expect(all).not.toMatch(/\broot\b/)
  })

  it('is not that the name of an authority is bad, where its constraint may be what refuses', () => {
    const verdict = rejected('name-not-permitted', [1, ca], 'not permitted', [leaf, ca, root])
    const all = text({ ...report, results: [result({ client: 'go', verdict })] })
    expect(all).not.toContain('a name in the intermediate')
    expect(all).toContain('"Issuing CA" or an authority above it may issue for')
  })

  it('is not that its key is weak, where the key of its issuer is', () => {
    const verdict = rejected('ca-key-weak', [0, leaf], 'unsupported key', [leaf, ca, root])
    const all = text({ ...report, results: [result({ client: 'rustls', verdict })] })
    expect(all).toContain("api.example, the server's certificate: signed with a weak key")
  })

  it('comes after the clock, where that is suspected', () => {
    const findings = [
      { code: 'RC106', severity: 'error', about: [leaf, ca], clients: [], params: { kind: 'several-not-yet-valid' } } as const,
    ]
    const [first] = text({ ...report, findings, results: [result({ client: 'go', verdict: no })] }).split('\n')
    expect(first).toMatch(/Suspect the clock first \(RC106\)\.$/)
  })
})

describe('a sentence', () => {
  it('that begins with a group of clients begins with a capital', () => {
    const rejecting = ['a', 'b', 'c', 'd'].map((client) =>
      result({
        client,
        verdict: no,
        timeline: [{ from: null, until: null, verdict: 'rejected', code: 'issuer-not-found', certificate: ca, path: [] }],
      }),
    )
    const all = text({ ...report, results: [...rejecting, result({ client: 'e', verdict: accepted })] })
    expect(all).toContain('  The 4 that reject will not accept again')
  })
})

describe('who ended an attempt', () => {
  it('is the proxy where it was the proxy, and nobody where nothing was said', () => {
    expect(saidBy({ code: 'proxy-refused', by: 'peer' })).toBe('said by the proxy')
    expect(saidBy({ code: 'alert', by: 'peer' })).toBe('said by the server')
    expect(saidBy({ code: 'timeout', by: 'network' })).toBe('')
    expect(saidBy({ code: 'closed', by: 'network' })).toBe('')
  })
})

describe('a remedy', () => {
  const add = { kind: 'add-anchor', store: 'old', cert: root } as const
  const [a, b] = ['a', 'b'].map((client) => ({ client, store: 'linux-bundle' }))
  const told = (...cures: readonly ({ readonly client: string; readonly store: string } | undefined)[]): string => {
    const cured = cures.flatMap((c) => c ?? [])
    const stillRejects = [a, b].flatMap((c) => (c === undefined || cured.includes(c) ? [] : [c]))
    const proof = { cures: cured, breaks: [], stillRejects }
    const results = ['a', 'b', 'c'].map((client) => result({ client, verdict: client === 'c' ? accepted : no }))
    return text({ ...report, results, remedies: [{ rule: 'add-anchor', owner: 'user', deltas: [add], trusts: [root], proof }] })
  }

  it('names those whom it cures, unless it cures all that reject', () => {
    expect(told(a)).toContain('Cures 1 of 2: a.')
    expect(told(a, b)).toContain('Cures all 2.')
  })
})

describe('an alert', () => {
  const refusal = { ...rejected('handshake-alert', null, 'alert', []), params: { alert: 'protocol_version\u001b[31m' } }

  it('is named in the verdict, and cannot steer the terminal', () => {
    const all = text({ ...report, results: [result({ client: 'go', verdict: refusal })] })
    expect(all.split('\n')[0]).toBe(
      'go rejects api.example: the server refused the connection with the alert protocol_version\\x1b[31m.',
    )
  })

  it('of another name is another complaint', () => {
    const other = { ...refusal, params: { alert: 'handshake_failure' } }
    const results = [result({ client: 'a', verdict: refusal }), result({ client: 'b', verdict: other })]
    expect(text({ ...report, results })).toMatch(/^Both clients reject api\.example; for 1 of them, .*protocol_version/)
  })
})
