import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../src/model/failure.ts'
import type { Report } from '../../src/model/report.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { duration } from '../../src/report/distance.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { renderText } from '../../src/report/text.ts'
import { paint } from '../../src/terminal/paint.ts'
import { at, blank, byFingerprint, certificate, chainOf, madeUp, rejected, result, sent, timeline } from './fixtures.ts'
import { plainHandshake } from '../support/handshake.ts'

const [leaf, other, root] = [madeUp(1), madeUp(2), madeUp(3)]
const ends = '2027-01-21T00:00:00Z'
const oneLater = '2027-01-21T00:00:01Z'

const report: Report = {
  ...blank,
  certificates: byFingerprint([
    certificate({ sha256: leaf, label: 'api.example', issuer: 'CN=Root', notAfter: at(ends), ca: false }),
    certificate({ sha256: other, label: 'Old CA', notAfter: at('2026-11-19T00:00:00Z'), selfIssued: true }),
    certificate({ sha256: root, label: 'Root', selfIssued: true }),
  ]),
  chains: [chainOf(leaf)],
  sends: [sent({ kind: 'chain', chain: [leaf], tls: plainHandshake })],
}

const text = (given: Report): string => paint(renderText(given, { width: 1000, detail: 'whole' }), { width: 1000, color: false })

/** Accepts with a path over the leaf until an instant, then rejects and says so of a certificate. */
const until = (end: string, code: FailureCode, of: Sha256 = leaf): ReturnType<typeof timeline> =>
  timeline(['accepted', end], ['rejected', null, [code, of]]).map((s) =>
    s.verdict === 'accepted' ? { ...s, path: [leaf, root] } : s,
  )

describe('why a client changes its mind', () => {
  const accepted = { kind: 'accepted', path: [leaf, root] } as const

  it('is the certificate that ends then, not an older fault that the client complains of', () => {
    // GnuTLS names the first expired certificate that it meets: here one that ended two months before.
    const results = [result({ client: 'gnutls', verdict: accepted, timeline: until(ends, 'expired', other) })]
    expect(text({ ...report, results })).toContain('gnutls will reject (api.example: expired)')
  })

  it('is the same for clients that word it in other ways, so that one line tells them all', () => {
    // Java finds no path any more, where others say that the certificate has expired.
    const results = [
      result({ client: 'python', verdict: accepted, timeline: until(ends, 'expired') }),
      result({ client: 'java', verdict: accepted, timeline: until(oneLater, 'path-not-found') }),
    ]
    const all = text({ ...report, results })
    expect(all).toContain('python and java will reject (api.example: expired), java one second later')
    expect(all).toContain(`Next to break: from ${ends}`)
    expect(all).toMatch(/Next to break: .* python and java will reject/)
  })

  it('is told only of rejections', () => {
    const opened = timeline(['rejected', '2026-10-23T00:00:00Z', ['not-yet-valid', leaf]], ['undetermined', null])
    const results = [result({ client: 'schannel', verdict: { kind: 'undetermined', missing: ['a root'] }, timeline: opened })]
    expect(text({ ...report, results })).toMatch(/schannel cannot be judged\n/)
  })

  it('is told of each chain where a client treats two chains differently', () => {
    const chains = [chainOf(leaf), { ...chainOf(other), id: 'chain 2' }]
    const no = rejected('expired', [0, other], 'expired', [other])
    const results = [
      result({ client: 'go', verdict: accepted, timeline: until(ends, 'expired') }),
      result({ client: 'go', verdict: no, chain: 'chain 2', timeline: timeline(['rejected', null, ['expired', other]]) }),
    ]
    const separations = [
      {
        works: { client: 'go', store: 'linux-bundle' },
        fails: { client: 'go', store: 'linux-bundle' },
        facts: [{ kind: 'chain', certificate: null, params: { works: 'chain 1', fails: 'chain 2' } } as const],
      },
    ]
    const all = text({ ...report, chains, results, separations })
    expect(all).toMatch(/^go rejects api\.example with chain 2: .* With chain 1 it accepts\./)
    expect(all).toContain('go with chain 1 will reject (api.example: expired)')
    expect(all).toContain('go with chain 2 will not accept again unless something changes.')
    expect(all).toContain('go accepts chain 1 and rejects chain 2.')
    expect(all).not.toContain('None of them will ever accept')
  })

  it('is not told where no chain was seen', () => {
    const no = rejected('handshake-alert', null, 'alert', [])
    const results = ['a', 'b'].map((client) =>
      result({ client, verdict: no, chain: null, timeline: timeline(['rejected', null, ['handshake-alert', null]]) }),
    )
    const failure = { code: 'alert', by: 'peer', detail: 'handshake_failure' } as const
    const given = { ...report, chains: [], sends: [sent({ kind: 'failed', failure })], results }
    expect(text(given)).not.toContain('changes its mind')
    expect(renderMarkdown(given)).not.toContain('changes its mind')
  })
})

describe('a length of time', () => {
  const day = 86_400
  it.each([
    [3 * day - 1, '3 days'],
    [3 * day, '3 days'],
    [2.4 * day, '2 days'],
    [1, '1 second'],
    [2 * day - 1, '2 days'],
    [1.99 * 365.25 * day, 'about 2 years'],
    [1.5 * 365.25 * day, 'about 18 months'],
    [2.7 * 365.25 * day, 'about 2.7 years'],
    [5 * 365.25 * day, 'about 5 years'],
    [29.6 * 365.25 * day, 'about 30 years'],
  ])('of %d seconds is %s', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected)
  })
})
