import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Scenario } from '../../src/model/path.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds } from '../../src/model/time.ts'
import { randomScenario } from '../support/random-scenario.ts'
import { compareCases, verdictWith } from '../support/two-sides.ts'

/** Clients of as many kinds of search as there are, two of them by two releases. */
const clients = [
  'openssl-s_client-1.0.2',
  'openssl-s_client-3.5',
  'python-3.11',
  'python-3.13',
  'go-1.19',
  'go-1.24',
  'java-17',
  'gnutls-cli-3.6.13',
  'gnutls-cli-3.8',
  'rustls-0.23',
  'mbedtls-3.6',
  'rfc5280',
] as const

function evidenceOf({ sent, store, host }: Scenario, client: string, at: number): Evidence {
  const certs: Record<string, string> = {}
  const note = ({ sha256, der }: Certificate) => {
    certs[sha256] = Buffer.from(der).toString('base64')
    return sha256
  }
  return {
    schema: 1,
    at: seconds(at),
    clock: seconds(at),
    target: { host, port: 443 },
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain: sent.map(note), tls: null } }],
    stores: [{ id: 'store', origin: 'random', anchors: store.anchors.map((a) => note(a.certificate)) }],
    clients: [{ id: client, store: 'store', why: 'random', asked: true }],
    certs,
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

const oneCase = fc
  .record({ scenario: randomScenario, client: fc.constantFrom(...clients), at: fc.constantFrom(-1, 600, 1_000, 1_200, 1_900) })
  .map(({ scenario, client, at }) => evidenceOf(scenario, client, at))

type Exchanged = 'stores' | 'sends' | 'clients' | 'clock'

/** Cases that differ in one input or in several; those that were sent other chains often have the same target. */
const twoCases = fc
  .tuple(oneCase, oneCase, fc.subarray<Exchanged>(['stores', 'sends', 'clients', 'clock'], { minLength: 1 }), fc.boolean())
  .map(([a, other, inputs, isOneTarget]): readonly [Evidence, Evidence] => {
    const b = isOneTarget ? { ...other, sends: withTarget(other.sends, targetOf(a.sends)) } : other
    const own = Object.fromEntries(inputs.map((input) => [input, b[input]]))
    return [a, { ...a, certs: { ...a.certs, ...b.certs }, ...own }]
  })

const targetOf = ([send]: Evidence['sends']): Sha256 | undefined =>
  send?.outcome.kind === 'chain' ? send.outcome.chain[0] : undefined

const withTarget = (sends: Evidence['sends'], target: Sha256 | undefined): Evidence['sends'] =>
  sends.map((s) =>
    s.outcome.kind === 'failed' || target === undefined
      ? s
      : { ...s, outcome: { ...s.outcome, chain: [target, ...s.outcome.chain.slice(1)] } },
  )

describe('the facts that separate two random cases', () => {
  it('turn the verdict when they are judged anew, and no part of them does', () => {
    const seen = { explained: 0, several: 0, kinds: new Set<string>() }
    fc.assert(
      fc.property(twoCases, ([a, b]) => {
        const comparison = compareCases(a, b)
        if (comparison.outcome !== 'explained' && comparison.outcome !== 'reversed') return
        const [works, fails] = comparison.outcome === 'explained' ? [a, b] : [b, a]
        const { facts } = comparison
        expect(facts.length).toBeGreaterThan(0)
        expect(verdictWith({ works, fails }, []).kind).toBe('rejected')
        expect(verdictWith({ works, fails }, facts).kind).toBe('accepted')
        for (let mask = 1; mask < 2 ** facts.length - 1; mask++) {
          const some = facts.filter((_, i) => (mask & (1 << i)) !== 0)
          expect(verdictWith({ works, fails }, some).kind).not.toBe('accepted')
        }
        for (const alternative of comparison.alternatives) {
          expect(verdictWith({ works, fails }, [alternative]).kind).toBe('accepted')
        }
        seen.explained += 1
        if (facts.length > 1) seen.several += 1
        for (const { kind } of facts) seen.kinds.add(kind)
      }),
      { numRuns: 500, seed: 20200530 },
    )
    // Something was put to the test.
    expect(seen.explained).toBeGreaterThan(100)
    expect(seen.several).toBeGreaterThan(10)
    expect([...seen.kinds]).toEqual(expect.arrayContaining(['anchor-missing', 'sent-missing', 'chain', 'time', 'client']))
  }, 60_000)
})
