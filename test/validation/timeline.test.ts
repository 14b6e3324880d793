import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { authority, usualChain } from '../../src/lab/shapes.ts'
import type { Scenario } from '../../src/model/path.ts'
import { seconds } from '../../src/model/time.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { sameVerdict, segmentAt } from '../../src/validation/timeline.ts'
import { asker } from '../../src/validation/answers.ts'
import { randomScenario } from '../support/random-scenario.ts'

/** Scenarios hold whole certificates: the default report of a failure would print megabytes. */
const report = <T>({ failed, seed, counterexamplePath, errorInstance }: fc.RunDetails<T>): void => {
  if (failed) throw new Error(`seed ${seed}, path ${counterexamplePath}: ${String(errorInstance)}`)
}

describe('timeline', () => {
  it('equals the evaluation at every edge, the second before it, and anywhere else', () => {
    let flips = 0
    fc.assert(
      fc.property(randomScenario, fc.nat(), fc.integer({ min: -1_000, max: 3_000 }), (scenario, pick, elsewhere) => {
        const client = clients()[pick % clients().length]
        if (client === undefined) throw new Error('there are clients')
        const segments = asker()(scenario, client).timeline()
        flips += segments.length - 1
        // More than the timeline looks at: both readings of every last second, of every certificate of chain and store.
        const held = [...scenario.graph.certificates, ...scenario.store.anchors.map((a) => a.certificate)]
        const edges = held.flatMap((c) => [c.notBefore, c.notAfter, seconds(c.notAfter + 1)])
        for (const t of [...edges, ...edges.map((e) => seconds(e - 1)), seconds(elsewhere)]) {
          const wanted = evaluate(scenario, client, t)
          const { verdict } = segmentAt(segments, t)
          if (!sameVerdict(verdict, wanted))
            throw new Error(`${client.id} at ${t}: ${verdict.kind} in the timeline, ${wanted.kind} by evaluation`)
        }
      }),
      { numRuns: 1500, seed: 20200530, reporter: report },
    )
    // Scenarios whose verdict never changes would prove nothing.
    expect(flips).toBeGreaterThan(100)
  })

  it('covers all of time in half-open segments, and neighbours differ', () => {
    fc.assert(
      fc.property(randomScenario, fc.nat(), (scenario, pick) => {
        const client = clients()[pick % clients().length]
        if (client === undefined) throw new Error('there are clients')
        const segments = asker()(scenario, client).timeline()
        expect(segments[0]?.from).toBe(-Infinity)
        expect(segments.at(-1)?.until).toBe(Infinity)
        for (const [i, segment] of segments.entries()) {
          const next = segments[i + 1]
          if (next === undefined) continue
          expect(next.from).toBe(segment.until)
          expect(sameVerdict(segment.verdict, next.verdict)).toBe(false)
        }
      }),
      { numRuns: 200, seed: 38, reporter: report },
    )
  })

  it('knows the edges of an anchor of another name that keeps one out by its key', () => {
    const now = seconds(Date.parse('2026-11-22T00:00:00Z') / 1000)
    const usual = usualChain('timeline-signers', now)
    const { root } = usual.entities
    const other = authority('timeline-signers', 'Other Root CA').subject
    const until = seconds(now + 86_400)
    const namesake = rootCertificate({ ...root, subject: other }, { notBefore: seconds(now - 86_400), notAfter: until })
    const sent = [usual.leaf, usual.intermediate].map((der) => readCertificate(der))
    const store = trustStore(
      'store',
      'test',
      [namesake, usual.root].map((der) => readCertificate(der)),
    )
    const graph = pathGraph(sent, [store], nodeSignatureVerifier())
    const scenario: Scenario = { graph, sent, store, host: '', tlsVersion: null }
    const client = clients().find((c) => c.verifier.strategy === 'known-signers')
    if (client === undefined) throw new Error('there is such a client')
    const before = evaluate(scenario, client, until)
    const after = evaluate(scenario, client, seconds(until + 1))
    expect([before.kind, after.kind]).toEqual(['rejected', 'accepted'])
    const segments = asker()(scenario, client).timeline()
    expect(segmentAt(segments, until).verdict.kind).toBe('rejected')
    expect(segmentAt(segments, seconds(until + 1)).verdict.kind).toBe('accepted')
  })
})
