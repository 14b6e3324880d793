import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../src/model/evidence.ts'
import { portalOf } from '../../src/findings/facts/portals.ts'
import { findingRules } from '../../src/findings/index.ts'
import { usualChain } from '../../src/lab/shapes.ts'
import { isoTime, seconds } from '../../src/model/time.ts'
import { evidenceOf, fixedNow, identity, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const good = evidenceOf(labFault('good'), [{ id: 'rfc5280' }, { id: 'curl-8.17-openssl' }])
const told = (evidence: Evidence, code: string) => {
  const situation = situationOf(evidence)
  return findingRules.flatMap((rule) => rule(situation)).filter((f) => f.code === code)
}

describe('the hosts file', () => {
  const entry = { hostsEntries: [{ address: '10.0.0.7', where: '/etc/hosts:4' }] }
  test('is a notice as long as everybody accepts, and a warning where somebody rejects', () => {
    expect(told({ ...good, ...entry }, 'RC715')).toMatchObject([
      { severity: 'notice', params: { addresses: '10.0.0.7', where: '/etc/hosts:4' } },
    ])
    expect(told({ ...good, ...entry, target: { host: 'api.example.org', port: 443 } }, 'RC715')).toMatchObject([
      { severity: 'warning' },
    ])
    expect(told(good, 'RC715')).toEqual([])
  })
})

describe('a resolver of one’s own network', () => {
  const own = { kind: 'own-domain', domain: 'example.org', servers: ['10.0.0.2'], where: ['/etc/resolver/example.org'] } as const
  const given = { kind: 'private-address', domain: '', servers: ['10.0.0.2', '10.0.0.3'], where: ['/etc/resolv.conf'] } as const
  const at = (resolvers: Evidence['resolvers'], host: string): Evidence => ({
    ...good,
    sends: [...good.sends, ...good.sends].map((send) => ({ ...send, address: '10.1.2.3' })),
    target: { host, port: 443 },
    ...(resolvers === undefined ? {} : { resolvers }),
  })

  test('is told where somebody rejects, and not as long as everybody accepts', () => {
    expect(told(at(own, 'api.example.org'), 'RC721')).toEqual([
      {
        code: 'RC721',
        severity: 'warning',
        about: [],
        clients: [],
        params: {
          kind: 'own-domain',
          domain: 'example.org',
          servers: '10.0.0.2',
          where: '/etc/resolver/example.org',
          addresses: '',
        },
      },
    ])
    expect(told(at(given, 'api.example.org'), 'RC721')).toMatchObject([
      { params: { kind: 'private-address', servers: '10.0.0.2, 10.0.0.3', addresses: '10.1.2.3' } },
    ])
    expect(told(at(own, good.target.host), 'RC721')).toEqual([])
    expect(told(at(given, good.target.host), 'RC721')).toEqual([])
    expect(told(at(undefined, 'api.example.org'), 'RC721')).toEqual([])
  })
})

describe('somebody else answers', () => {
  const failed = {
    ...good,
    sends: [
      {
        hello: 'tls1.3' as const,
        address: '10.0.0.1',
        try: 1,
        outcome: { kind: 'failed' as const, failure: { code: 'not-tls' as const, by: 'peer' as const, detail: 'HTTP' } },
      },
    ],
  }

  test('in plain HTTP: a redirect elsewhere, or a network that asks for a login; any other answer is the server’s own', () => {
    const answer = (status: number, redirectsTo: string) => told({ ...failed, plainAnswer: { status, redirectsTo } }, 'RC716')
    expect(answer(302, 'login.wifi.example')).toMatchObject([
      { severity: 'error', params: { kind: 'redirect', to: 'login.wifi.example', product: 'a captive portal' } },
    ])
    expect(answer(511, '')).toMatchObject([{ params: { kind: 'login', status: '511' } }])
    expect(answer(301, '')).toEqual([])
    expect(answer(400, '')).toEqual([])
    expect(told(failed, 'RC716')).toEqual([])
  })

  test('with a certificate for another name, by an authority that nobody knows', () => {
    const { leaf, intermediate } = usualChain('stranger', fixedNow, { names: [{ dns: 'gateway.lan' }] })
    const built = { ...labFault('good'), chain: [leaf, intermediate], host: 'api.example.org' }
    const evidence = evidenceOf(built, [{ id: 'curl-8.17-openssl' }])
    const top = identity(intermediate)
    const stranger = told({ ...evidence, authorities: [{ top, isPublic: false }] }, 'RC716')
    expect(stranger).toMatchObject([
      { severity: 'error', clients: ['curl-8.17-openssl'], params: { kind: 'stranger', names: 'gateway.lan' } },
    ])
    // A public authority that issued for another name: the wrong server, which RC301 tells.
    expect(told({ ...evidence, authorities: [{ top, isPublic: true }] }, 'RC716')).toEqual([])
    expect(told(evidence, 'RC716')).toEqual([])
  })

  test('with a portal’s certificate, whoever issued it; and not where the name is right', () => {
    const { leaf, intermediate, root } = usualChain('portal', fixedNow, { names: [{ dns: 'securelogin.arubanetworks.com' }] })
    const built = { ...labFault('good'), chain: [leaf, intermediate], anchors: [root] }
    const at = (host: string) => told(evidenceOf({ ...built, host }, [{ id: 'curl-8.17-openssl' }]), 'RC716')
    expect(at('api.example.org')).toMatchObject([{ severity: 'error', params: { kind: 'portal', product: 'Aruba' } }])
    expect(at('securelogin.arubanetworks.com')).toEqual([])
  })

  test('names that are no portal’s', () => {
    for (const name of ['login.example.org', 'www.wifi-shop.example', 'example.org', 'api.netgear.com', 'unified.example'])
      expect(portalOf(name)).toBeNull()
  })
})

describe('the server rejects', () => {
  test('where it insists on a client certificate; not where it lets in whoever has none', () => {
    expect(told({ ...good, withoutClientCertificate: 'certificate_required' }, 'RC717')).toMatchObject([
      { severity: 'error', params: { alert: 'certificate_required', said: 'probe' } },
    ])
    expect(told({ ...good, withoutClientCertificate: 'let-in' }, 'RC717')).toEqual([])
    expect(told(good, 'RC717')).toEqual([])
  })

  // As the programs print it (OpenSSL 3.0, Go 1.19 and rustls against a server of TLS 1.3 that insists).
  test.each([
    'error:0A00045C:SSL routines::tlsv13 alert certificate required',
    'remote error: tls: certificate required',
    'received fatal alert: CertificateRequired',
  ])('a client of this machine was turned away: %s', (says) => {
    const observed = { program: 'x', version: '1', verdict: 'rejected', says, why: '' } as const
    const clients = good.clients.map((c, i) => (i === 0 ? { ...c, observed } : c))
    expect(told({ ...good, clients }, 'RC717')).toMatchObject([{ clients: ['rfc5280'], params: { said: 'client' } }])
    const other = { ...observed, says: 'certificate verify failed: unable to get local issuer certificate' }
    expect(told({ ...good, clients: good.clients.map((c) => ({ ...c, observed: other })) }, 'RC717')).toEqual([])
  })
})

describe('the clock that was measured', () => {
  const year = 365 * 86_400
  const base = { kind: 'known', sources: ['a.example', 'b.example'] } as const
  const at = (clock: number): Evidence => ({ ...good, at: seconds(clock), clock: seconds(clock) })

  test('slow by years: who rejects now and accepts at the true time', () => {
    const local = fixedNow - 11 * year
    const time = { ...base, at: fixedNow, offset: local - fixedNow, state: 'slow', cause: 'battery' } as const
    expect(told({ ...at(local), time }, 'RC714')).toMatchObject([
      {
        severity: 'error',
        clients: ['rfc5280', 'curl-8.17-openssl'],
        params: {
          accepts: 'rfc5280, curl-8.17-openssl',
          rejects: '',
          by: '11.0 years',
          trueTime: isoTime(fixedNow),
          sources: 'a.example, b.example',
        },
      },
    ])
  })

  test('slow by minutes: the verdicts stay, and it is told all the same; right or unknown: a notice', () => {
    const time = { ...base, at: fixedNow, offset: -400, state: 'slow', cause: 'drift' } as const
    expect(told({ ...at(fixedNow - 400), time }, 'RC714')).toMatchObject([
      { severity: 'warning', clients: [], params: { by: '7 min' } },
    ])
    const right = { ...base, at: fixedNow, offset: 0, state: 'right', cause: 'none' } as const
    expect(told({ ...good, time: right }, 'RC714')).toMatchObject([{ severity: 'notice', params: { cause: 'none' } }])
    expect(told({ ...good, time: { kind: 'unknown', why: 'x' } }, 'RC714')).toMatchObject([
      { severity: 'notice', params: { why: 'x' } },
    ])
    expect(told(good, 'RC714')).toEqual([])
  })
})
