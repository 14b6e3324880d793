import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { seconds } from '../../src/model/time.ts'
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
        const client = clients[pick % clients.length]
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
        const client = clients[pick % clients.length]
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
})
