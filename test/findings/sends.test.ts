import { describe, expect, test } from 'vitest'
import { findingRules } from '../../src/findings/index.ts'
import { servedUsually, usualChain } from '../../src/lab/shapes.ts'
import type { CaptureFailure, Evidence, Send, TlsFacts } from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import { seconds } from '../../src/model/time.ts'
import { CertificateNotes, chainSend, evidenceOf, fixedNow, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { plainHandshake } from '../support/handshake.ts'

const findingsOf = (evidence: Evidence) => {
  const situation = situationOf(evidence)
  return findingRules.flatMap((rule) => rule(situation))
}

const good = evidenceOf(labFault('good'), [{ id: 'python-3.13' }, { id: 'openssl-s_client-1.0.2' }])
const [goodSend] = good.sends
const chain = goodSend?.outcome.kind === 'chain' ? goodSend.outcome.chain : []

const drew = (hello: HelloClass, facts: Partial<TlsFacts> = {}, certs = chain): Send => ({
  hello,
  address: '192.0.2.1',
  try: 1,
  outcome: { kind: 'chain', chain: certs, tls: { ...plainHandshake, version: hello.slice(3, 6), ...facts } },
})
const failed = (hello: HelloClass, failure: CaptureFailure): Send => ({
  hello,
  address: '192.0.2.1',
  try: 1,
  outcome: { kind: 'failed', failure },
})

/** A good chain and the same server's expired one, for the same clients. */
function stale() {
  const fresh = usualChain('stale', fixedNow)
  const old = usualChain('stale', fixedNow, { leaf: { notBefore: fixedNow, notAfter: fixedNow } })
  const notes = new CertificateNotes()
  const ids = (of: typeof fresh) => [of.leaf, of.intermediate].map((der) => notes.note(der))
  const [a, b] = [ids(fresh), ids(old)]
  const base = evidenceOf({ ...servedUsually(fresh), anchors: [fresh.root, old.root] }, [{ id: 'rfc5280' }])
  const clock = { ...base, clock: seconds(base.clock + 10) }
  return { evidence: { ...clock, certs: { ...base.certs, ...notes.certs } }, fresh: a, old: b }
}

describe('chains that differ', () => {
  const { evidence, fresh, old } = stale()
  const codes = (sends: readonly Send[]) => findingsOf({ ...evidence, sends }).filter((f) => /^RC2(08|09|10)$/.test(f.code))

  test('by address: an error, for the client accepts one of them', () => {
    const sends = [
      chainSend(fresh, { hello: 'tls1.3', address: '192.0.2.1' }),
      chainSend(old, { hello: 'tls1.3', address: '192.0.2.2' }),
    ]
    expect(codes(sends)).toEqual([
      {
        code: 'RC208',
        severity: 'error',
        about: [fresh[0], old[0]],
        clients: ['rfc5280'],
        // The second one has expired, so that the first is the one that the only client would accept.
        params: { chains: 'chain 1: 192.0.2.1; chain 2: 192.0.2.2', good: 'chain 1', takers: 'all' },
      },
    ])
  })

  test('by turns: where one hello draws both chains, the hello is not what decides', () => {
    const drawn = (['tls1.3', 'tls1.2'] as const).flatMap((hello, k) =>
      [1, 2].map((n) => chainSend((n + k) % 2 === 0 ? old : fresh, { hello, address: '192.0.2.1', try: n })),
    )
    expect(codes(drawn).map((f) => f.code)).toEqual(['RC210'])
  })

  test('by try', () => {
    const sends = [1, 2, 3].map((n) => chainSend(n === 2 ? old : fresh, { hello: 'tls1.3', address: '192.0.2.1', try: n }))
    expect(codes(sends)).toMatchObject([{ code: 'RC210', severity: 'error', params: { chains: 'chain 1: 1, 3; chain 2: 2' } }])
  })

  test('by hello: a notice while the client is shown the good one', () => {
    const sends = [
      chainSend(fresh, { hello: 'tls1.3', address: '192.0.2.1' }),
      chainSend(old, { hello: 'tls1.2', address: '192.0.2.1' }),
    ]
    expect(codes(sends)).toMatchObject([{ code: 'RC209', severity: 'notice', clients: [] }])
  })

  test('by hello: an error where the client is shown the bad one, and the good one is named', () => {
    const sends = [
      chainSend(old, { hello: 'tls1.3', address: '192.0.2.1' }),
      chainSend(fresh, { hello: 'tls1.2-rsa', address: '192.0.2.1' }),
    ]
    expect(codes(sends)).toMatchObject([
      { code: 'RC209', severity: 'error', clients: ['rfc5280'], params: { good: 'chain 2', takers: 'all' } },
    ])
  })

  test('where every chain is as bad as the other, none is called good', () => {
    const sends = [old, [...old].reverse()].map((certs, i) => chainSend(certs, { hello: 'tls1.3', address: `192.0.2.${i}` }))
    expect(codes(sends)).toMatchObject([{ code: 'RC208', severity: 'notice', params: { good: '', takers: '' } }])
  })

  test('the same chain everywhere is no finding', () => {
    const sends = ['192.0.2.1', '192.0.2.2'].flatMap((address) =>
      (['tls1.3', 'tls1.2'] as const).map((hello) => chainSend(fresh, { hello, address })),
    )
    expect(codes(sends)).toEqual([])
  })
})

describe('handshakes', () => {
  const alert: CaptureFailure = { code: 'alert', by: 'peer', detail: 'handshake_failure' }

  test('an alert to everybody is an error', () => {
    const findings = findingsOf({ ...good, sends: [failed('tls1.3', alert), failed('tls1.2', alert)] })
    expect(findings.find((f) => f.code === 'RC601')).toMatchObject({
      severity: 'error',
      clients: ['python-3.13', 'openssl-s_client-1.0.2'],
      params: { alert: 'handshake_failure', hellos: 'tls1.3, tls1.2', addresses: '192.0.2.1' },
    })
  })

  test('an alert to an old hello concerns the old client alone', () => {
    const findings = findingsOf({ ...good, sends: [drew('tls1.3'), failed('tls1.2', { ...alert, detail: 'protocol_version' })] })
    expect(findings.find((f) => f.code === 'RC601')).toMatchObject({ severity: 'error', clients: ['openssl-s_client-1.0.2'] })
    // The alert is the answer that this client gets (RFC 8446 §6.2): nothing about it is open.
    expect(findings.map((f) => f.code)).not.toContain('RC503')
  })

  test('an alert to a client that nobody asked for is a warning, and one lost connection is no verdict', () => {
    const clients = good.clients.map((c) => ({ ...c, asked: c.id === 'python-3.13' }))
    const alerted = findingsOf({ ...good, clients, sends: [drew('tls1.3'), failed('tls1.2', alert)] })
    expect(alerted.find((f) => f.code === 'RC601')).toMatchObject({ severity: 'warning', clients: ['openssl-s_client-1.0.2'] })
    const lost = failed('tls1.2', { code: 'timeout', by: 'network', detail: '' })
    const open = findingsOf({ ...good, sends: [drew('tls1.3'), lost] })
    expect(open.find((f) => f.code === 'RC603')).toMatchObject({ severity: 'warning', clients: ['openssl-s_client-1.0.2'] })
    expect(open.find((f) => f.code === 'RC503')?.clients).toEqual(['openssl-s_client-1.0.2'])
  })

  test('an alert to a hello that no client sends is a notice', () => {
    const findings = findingsOf({ ...good, sends: [drew('tls1.3'), drew('tls1.2'), failed('tls1.2-nosni', alert)] })
    expect(findings).toMatchObject([{ code: 'RC601', severity: 'notice', clients: [] }])
  })

  test('not TLS, and no connection', () => {
    const plain = findingsOf({ ...good, sends: [failed('tls1.3', { code: 'not-tls', by: 'peer', detail: 'HTTP' })] })
    expect(plain.find((f) => f.code === 'RC602')).toMatchObject({ severity: 'error', params: { protocol: 'HTTP' } })
    const none = findingsOf({ ...good, sends: [failed('tls1.3', { code: 'refused', by: 'network', detail: 'ECONNREFUSED' })] })
    expect(none.find((f) => f.code === 'RC603')).toMatchObject({
      params: { failure: 'refused', by: 'network', detail: 'ECONNREFUSED' },
    })
    expect(none.map((f) => f.code)).not.toContain('RC602')
  })

  test('a client certificate that is asked for, and a warning alert', () => {
    const sends = [drew('tls1.3', { clientCertificateRequested: true, warnings: ['unrecognized_name'] }), drew('tls1.2')]
    expect(findingsOf({ ...good, sends })).toMatchObject([
      { code: 'RC604', severity: 'notice', params: { hellos: 'tls1.3' } },
      { code: 'RC607', severity: 'notice', params: { kind: 'alert', alerts: 'unrecognized_name', hellos: 'tls1.3' } },
    ])
  })

  test.each([
    ['6 octets in clear between the go-ahead and TLS, dropped', 'clear', 'warning'],
    ['no_application_protocol where ALPN offers h2 and http/1.1, asked again without ALPN', 'alpn', 'notice'],
    ['certificate message: 3 octets after the list', 'list', 'notice'],
    ['no_application_protocol', 'alert', 'notice'],
  ])('%s', (note, kind, severity) => {
    const sends = [drew('tls1.3', { warnings: [note] }), drew('tls1.2')]
    expect(findingsOf({ ...good, sends }).filter((f) => f.code === 'RC607')).toMatchObject([
      { severity, params: { kind, alerts: note, hellos: 'tls1.3' } },
    ])
  })

  test('TLS 1.0: an error for whom it is too old, a notice for who speaks it', () => {
    // Python 3.13's OpenSSL offers 1.2 and 1.3; 1.0.2 offers 1.0.
    const sends = [drew('tls1.3', { version: '1.0' }), drew('tls1.2', { version: '1.0' })]
    expect(findingsOf({ ...good, sends }).find((f) => f.code === 'RC605')).toMatchObject({
      severity: 'error',
      clients: ['python-3.13'],
      params: { version: '1.0', tooOld: 'server' },
    })
    const legacy = { ...good, clients: good.clients.slice(1), sends: sends.slice(1) }
    expect(findingsOf(legacy)).toMatchObject([{ code: 'RC605', severity: 'notice', clients: [] }])
  })
})

test('TLS 1.3 alone: it is the client that is too old, and no difference of paths', () => {
  // A tls1.2 hello cannot draw 1.3; a chain that was drawn so stands for a server that would speak nothing else.
  const evidence = { ...good, sends: [drew('tls1.3'), drew('tls1.2', { version: '1.3' })] }
  const findings = findingsOf(evidence)
  expect(findings).toMatchObject([
    { code: 'RC605', clients: ['openssl-s_client-1.0.2'], params: { version: '1.3', tooOld: 'client' } },
  ])
})

describe('must-staple', () => {
  const evidence = evidenceOf(labFault('must-staple'), [{ id: 'python-3.13' }])
  const [send] = evidence.sends
  const certs = send?.outcome.kind === 'chain' ? send.outcome.chain : []

  test('a warning where a handshake brought no response, and nothing where one did or none was made', () => {
    const code = (sends: readonly Send[]) => findingsOf({ ...evidence, sends }).filter((f) => f.code === 'RC316')
    expect(code([drew('tls1.3', {}, certs)])).toMatchObject([
      { severity: 'warning', about: [certs[0]], params: { hellos: 'tls1.3' } },
    ])
    expect(code([drew('tls1.3', { ocsp: 'MAMKAQE=' }, certs)])).toEqual([])
    expect(code(evidence.sends)).toEqual([])
  })
})
