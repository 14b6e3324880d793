import { describe, expect, it } from 'vitest'
import { implicit, oid, sequence } from '../../src/lab/der-writer.ts'
import { around, usualChain, withExtension } from '../../src/lab/shapes.ts'
import type { ClientEvidence, Evidence, Send, TlsFacts } from '../../src/model/evidence.ts'
import { seconds } from '../../src/model/time.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import { type Asked, CertificateNotes, chainSend, evidenceOf, fixedNow, identity } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { compareCases, compareClients, verdictWith } from '../support/two-sides.ts'
import { plainHandshake } from '../support/handshake.ts'

const told = ({ facts }: Comparison) =>
  facts.map(({ kind, certificate, params }) => [kind, certificate ?? params['switch'] ?? null])

const withClient = (evidence: Evidence, id: string, store: string): Evidence => ({
  ...evidence,
  clients: [{ id, store, why: 'test', asked: true } satisfies ClientEvidence],
})

describe('30 May 2020: AddTrust External CA Root', () => {
  const built = labFault('addtrust-2020')
  const [, bundle] = built.stores ?? []
  const newRoot = identity(bundle?.anchors[1] ?? new Uint8Array())
  const asked: readonly Asked[] = [{ id: 'python-3.8', store: 'linux-bundle' }]
  const evidence = evidenceOf(built, asked)

  it('Python on Windows lacks the new root that Python on Linux has', () => {
    const comparison = compareCases(evidence, withClient(evidence, 'python-3.8', 'windows-lazy'))
    expect(comparison.outcome).toBe('explained')
    expect(told(comparison)).toEqual([['anchor-missing', newRoot]])
    expect(comparison.path.at(-1)).toBe(newRoot)
    expect(comparison.inputs.filter((i) => i.state !== 'same')).toEqual([{ name: 'store', state: 'decides' }])
  })

  // OpenSSL 1.1.0 made X509_V_FLAG_TRUSTED_FIRST the default (CHANGES, 1.1.0).
  it('OpenSSL 1.0.2 looks at sent issuers first', () => {
    const comparison = compareCases(evidence, withClient(evidence, 'openssl-s_client-1.0.2', 'linux-bundle'))
    expect(told(comparison)).toEqual([['client', 'first']])
  })

  // GnuTLS 3.6.14, NEWS: looks for another path when a CA of the store has expired.
  it('GnuTLS 3.6.13 does not look past the expired root, which a later release of its own does', () => {
    const comparison = compareCases(evidence, withClient(evidence, 'gnutls-cli-3.6.13', 'linux-bundle'))
    expect(told(comparison)).toEqual([['client', 'secondAttemptAfter']])
    expect(comparison.facts[0]?.params['works']).toMatch(/^gnutls-cli-3\.[67]/)
  })

  it('OpenSSL 1.0.2 on the store without the new root: both facts are needed', () => {
    const comparison = compareCases(evidence, withClient(evidence, 'openssl-s_client-1.0.2', 'windows-lazy'))
    expect(told(comparison)).toEqual([
      ['anchor-missing', newRoot],
      ['client', 'first'],
    ])
    expect(comparison.alternatives).toEqual([])
  })
})

// OpenSSL's own advice of September 2021 for 1.0.2: remove the expired root from the store (workaround 1).
it('30 September 2021: OpenSSL 1.0.2 fails on the store that still holds DST Root CA X3', () => {
  const built = labFault('dst-root-x3')
  const [android, both] = built.stores ?? []
  const [oldRoot, newRoot] = (both?.anchors ?? []).map(identity)
  const works = evidenceOf(built, [{ id: 'openssl-s_client-1.0.2', store: 'linux-updated' }])
  const fails = withClient(works, 'openssl-s_client-1.0.2', 'linux-both')
  expect(told(compareCases(works, fails))).toEqual([['anchor-present', oldRoot]])
  expect(android?.id).toBe('android-7.0')
  // Where the new root is not there it is that which is lacking.
  const python = (store: string): Evidence => withClient(works, 'python-3.8', store)
  expect(told(compareCases(python('linux-both'), python('android-7.0')))).toEqual([['anchor-missing', newRoot]])
})

// Python 3.13, What's New: create_default_context sets VERIFY_X509_STRICT.
it('Python 3.13 applies the strict checks that 3.11 does not', () => {
  const evidence = evidenceOf(labFault('strict-key-usage'), [{ id: 'python-3.11' }, { id: 'python-3.13' }])
  expect(told(compareClients(evidence, 'python-3.11', 'python-3.13'))).toEqual([['client', 'strict']])
})

describe('what came by a proxy', () => {
  const { root, intermediate, leaf } = usualChain('good', fixedNow)
  const bad = usualChain('unknown-root', fixedNow)
  const caseOf = (sent: readonly Uint8Array[], proxy: string | null): Evidence => ({
    ...evidenceOf({ ...labFault('good'), chain: sent, anchors: [root] }, [{ id: 'python-3.11' }]),
    contacted: proxy === null ? ['issuer ca.example:80'] : [`proxy ${proxy}`],
  })
  const direct = caseOf([leaf, intermediate], null)

  it('is the reason where it is another chain, and takes the working chain with it', () => {
    const fails = caseOf([bad.leaf, bad.intermediate], 'proxy.example:3128')
    const comparison = compareCases(direct, fails)
    expect(told(comparison)).toEqual([['proxy', null]])
    expect(comparison.facts[0]?.params).toMatchObject({ worksProxies: '', failsProxies: 'proxy.example:3128' })
    expect(comparison.path.slice(0, 2)).toEqual([leaf, intermediate].map(identity))
    expect(verdictWith({ works: direct, fails }, comparison.facts).kind).toBe('accepted')
  })

  it('is the nearer cause where one certificate decides', () => {
    const comparison = compareCases(direct, caseOf([leaf], 'proxy.example:3128'))
    expect(told(comparison)).toEqual([['sent-missing', identity(intermediate)]])
    expect(comparison.alternatives.map(({ kind }) => kind)).toEqual(['proxy'])
  })

  it('is no reason where both came by it, or nothing else came by it', () => {
    const both = compareCases(
      caseOf([leaf, intermediate], 'proxy.example:3128'),
      caseOf([bad.leaf, bad.intermediate], 'proxy.example:3128'),
    )
    expect(told(both)).toEqual([['chain', null]])
    expect(compareCases(direct, caseOf([leaf, intermediate], 'proxy.example:3128')).outcome).toBe('alike')
  })
})

describe('a missing intermediate', () => {
  const { root, intermediate, leaf } = usualChain('missing-intermediate', fixedNow)
  const caseOf = (sent: readonly Uint8Array[], anchors: readonly Uint8Array[], id: string): Evidence =>
    evidenceOf({ ...labFault('missing-intermediate'), chain: sent, anchors }, [{ id }])

  it('is named where it was sent to the other', () => {
    const comparison = compareCases(caseOf([leaf, intermediate], [root], 'go-1.24'), caseOf([leaf], [root], 'go-1.24'))
    expect(told(comparison)).toEqual([['sent-missing', identity(intermediate)]])
  })

  it('is named where the other has it in its store', () => {
    const comparison = compareCases(caseOf([leaf], [root, intermediate], 'python-3.11'), caseOf([leaf], [root], 'python-3.11'))
    expect(told(comparison)).toEqual([['anchor-missing', identity(intermediate)]])
  })

  it('is an unknown input where the other would fetch it (RFC 5280 §4.2.2.1)', () => {
    const address = implicit(6, new TextEncoder().encode('http://ca.example/ca.cer'))
    const access = sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), address))
    const extensions = withExtension({ oid: '1.3.6.1.5.5.7.1.1', critical: false, value: access })
    const named = usualChain('missing-intermediate', fixedNow, { leaf: { extensions } })
    const built = { ...labFault('missing-intermediate'), chain: [named.leaf], anchors: [named.root] }
    const evidence = evidenceOf(built, [{ id: 'chrome-156' }, { id: 'python-3.13' }])
    const comparison = compareClients(evidence, 'chrome-156', 'python-3.13')
    expect(comparison.outcome).toBe('undetermined')
    expect(comparison.facts).toEqual([])
    expect(comparison.works.result.verdict).toEqual({
      kind: 'undetermined',
      missing: ['the intermediate that http://ca.example/ca.cer serves'],
    })
    // Python fetches none: for it this is a rejection like any other.
    expect(comparison.fails.result.verdict.kind).toBe('rejected')
    // Once it was fetched, that is the difference; and where it was not served, the input stays unknown.
    const [target, above] = [identity(named.leaf), identity(named.intermediate)]
    const notes = new CertificateNotes()
    notes.note(named.intermediate)
    const served: Evidence = {
      ...evidence,
      certs: { ...evidence.certs, ...notes.certs },
      fetched: [{ sha256: above, from: 'http://ca.example/ca.cer', by: target }],
    }
    const explained = compareClients(served, 'chrome-156', 'python-3.13')
    expect(explained.outcome).toBe('explained')
    expect(told(explained)).toEqual([['client', 'aia']])
    expect(explained.path).toEqual([target, above, identity(named.root)])
    const inTwoCases = compareCases(withClient(served, 'chrome-156', 'store'), withClient(evidence, 'chrome-156', 'store'))
    expect(inTwoCases.outcome).toBe('undetermined')
  })
})

describe('what was sent', () => {
  const tls = (version: string): TlsFacts => ({ ...plainHandshake, version })
  const good = usualChain('good', fixedNow)
  const stale = usualChain('stale', fixedNow, { intermediate: around(fixedNow, -1828, -3) })
  const notes = new CertificateNotes()
  const chains = [good, stale].map((c) => [c.leaf, c.intermediate].map((der) => notes.note(der)))
  const [goodChain = [], staleChain = []] = chains
  const drew = (chain: typeof goodChain, over: Partial<Send>, version: string): Send => ({
    ...chainSend(chain, over),
    outcome: { kind: 'chain', chain, tls: tls(version) },
  })
  const sent = (sends: readonly Send[], ...ids: readonly string[]): Evidence => {
    const base = evidenceOf(
      { ...labFault('good'), anchors: [good.root, stale.root] },
      ids.map((id) => ({ id })),
    )
    return { ...base, certs: { ...base.certs, ...notes.certs }, sends }
  }

  it('depends on the hello', () => {
    const evidence = sent(
      [drew(staleChain, { hello: 'tls1.3' }, '1.3'), drew(goodChain, { hello: 'tls1.2' }, '1.2')],
      'openssl-s_client-1.0.2',
      'python-3.13',
    )
    const comparison = compareClients(evidence, 'openssl-s_client-1.0.2', 'python-3.13')
    expect(told(comparison)).toEqual([['chain', null]])
    expect([comparison.works, comparison.fails].map((s) => s.seen.map((x) => x.hello))).toEqual([['tls1.2'], ['tls1.3']])
  })

  it('depends on the address, for one client', () => {
    const [first, second] = ['192.0.2.1', '192.0.2.2'].map((address) => ({ hello: 'tls1.3', address }) as const)
    const evidence = sent([drew(goodChain, first ?? {}, '1.3'), drew(staleChain, second ?? {}, '1.3')], 'go-1.24')
    const comparison = compareClients(evidence, 'go-1.24', 'go-1.24')
    expect(comparison.outcome).toBe('explained')
    expect(told(comparison)).toEqual([['chain', null]])
    expect(comparison.fails.seen.map((s) => s.address)).toEqual(['192.0.2.2'])
  })

  it('is an alert for the one whose hello is too old (RFC 8446 §6.2)', () => {
    const alert: Send = {
      ...chainSend([], { hello: 'tls1.2' }),
      outcome: { kind: 'failed', failure: { code: 'alert', by: 'peer', detail: 'protocol_version' } },
    }
    const evidence = sent([drew(goodChain, { hello: 'tls1.3' }, '1.3'), alert], 'python-3.13', 'openssl-s_client-1.0.2')
    const comparison = compareClients(evidence, 'python-3.13', 'openssl-s_client-1.0.2')
    expect(told(comparison)).toEqual([['chain', null]])
    expect(comparison.fails.alert).toBe('protocol_version')
  })

  it('is no reason where both were sent the bad chain too, and a store decides', () => {
    const evidence = sent([chainSend(goodChain)], 'go-1.24')
    const fails: Evidence = { ...evidence, stores: [{ id: 'store', origin: 'another machine', anchors: [identity(stale.root)] }] }
    const comparison = compareCases(evidence, fails)
    expect(told(comparison)).toEqual([['anchor-missing', identity(good.root)]])
  })
})

describe('two machines', () => {
  const evidence = evidenceOf(labFault('good'), [{ id: 'java-17' }])

  it('whose clocks differ', () => {
    const dead: Evidence = { ...evidence, clock: seconds(946684800) }
    const comparison = compareCases(evidence, dead)
    expect(told(comparison)).toEqual([['time', null]])
    expect(comparison.facts[0]?.params).toEqual({ works: '2026-11-22T00:00:00Z', fails: '2000-01-01T00:00:00Z' })
  })

  it('that check different names', () => {
    const other: Evidence = { ...evidence, target: { host: 'elsewhere.test', port: 443 } }
    expect(told(compareCases(evidence, other))).toEqual([['host', null]])
  })

  it('of which one trusts the same root for something else', () => {
    const [store] = evidence.stores
    if (store === undefined || 'unreadable' in store) throw new Error('no store')
    const settings = Object.fromEntries(store.anchors.map((a) => [a, { trusts: [], rejects: ['1.3.6.1.5.5.7.3.1'] }]))
    const works = withClient(evidence, 'openssl-s_client-3.5', 'store')
    const comparison = compareCases(works, { ...works, stores: [{ ...store, settings }] })
    expect(told(comparison)).toEqual([['anchor-settings', store.anchors[0]]])
  })

  it('whose other differences do not matter are told as such', () => {
    const other = usualChain('other', fixedNow)
    const notes = new CertificateNotes()
    const stores = [{ id: 'store', origin: 'another', anchors: [notes.note(other.root)] }]
    const fails = { ...evidence, stores, certs: { ...evidence.certs, ...notes.certs }, clock: seconds(evidence.clock + 60) }
    const { inputs, alternatives } = compareCases(evidence, fails)
    expect(inputs.filter((i) => i.state !== 'same')).toEqual([
      { name: 'store', state: 'decides' },
      { name: 'time', state: 'differs' },
    ])
    expect(alternatives).toEqual([])
  })

  it('that agree, or disagree the other way round', () => {
    expect(compareCases(evidence, evidence)).toMatchObject({ outcome: 'alike', facts: [] })
    const dead: Evidence = { ...evidence, clock: seconds(946684800) }
    const comparison = compareCases(dead, evidence)
    expect(comparison.outcome).toBe('reversed')
    expect(comparison.works.case).toBe('b.json')
    expect(told(comparison)).toEqual([['time', null]])
  })

  it('of which one cannot read its store', () => {
    const fails: Evidence = { ...evidence, stores: [{ id: 'store', origin: 'x', unreadable: 'EACCES' }] }
    expect(compareCases(evidence, fails).outcome).toBe('undetermined')
  })

  it('where either of two facts alone would do', () => {
    // The expired leaf was renewed on the working machine's day; there the clock is also another.
    const built = labFault('expired-leaf')
    const fails = evidenceOf(built, [{ id: 'go-1.24' }])
    const renewed = usualChain('expired-leaf', fixedNow)
    const works = {
      ...evidenceOf({ ...built, chain: [renewed.leaf, renewed.intermediate], anchors: [...built.anchors, renewed.root] }, [
        { id: 'go-1.24' },
      ]),
      clock: seconds(fixedNow - 10 * 86_400),
    }
    const both = { ...fails, stores: works.stores, certs: { ...works.certs, ...fails.certs } }
    const comparison = compareCases(works, both)
    expect(told(comparison)).toEqual([['chain', null]])
    expect(comparison.alternatives.map((f) => f.kind)).toEqual(['time'])
  })
})
