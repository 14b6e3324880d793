import { describe, expect, it } from 'vitest'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { Report, Separation } from '../../src/model/report.ts'
import { goldenNames, goldenReport } from '../support/golden-replay.ts'

const separations = (name: string): readonly Separation[] => goldenReport(name, recordedSignatures).separations

const chainsWith = ({ results }: Report, who: Separation['works'], kind: 'accepted' | 'rejected'): readonly string[] =>
  results
    .filter((r) => r.askedAs === who.client && r.store === who.store && r.verdict.kind === kind)
    .flatMap((r) => r.chain ?? [])

describe('what separates two judgements', () => {
  it.each(goldenNames)('%s: is an exchange of one input', (name) => {
    const report = goldenReport(name, recordedSignatures)
    for (const { works, fails, facts } of report.separations) {
      const kinds = facts.map((f) => f.kind)
      const refused = chainsWith(report, fails, 'rejected')
      expect(refused.length).toBeGreaterThan(0)
      if (kinds.includes('chain')) {
        expect(works.store).toBe(fails.store)
        for (const { params } of facts) {
          expect(refused).toContain(params['fails'])
          expect(chainsWith(report, works, 'accepted')).toContain(params['works'])
        }
      } else if (kinds.includes('client')) expect(works.store).toBe(fails.store)
      else expect(works.client).toBe(fails.client)
    }
  })

  it('is the chain where one client was sent two, and accepts one', () => {
    for (const name of ['stale-backend', 'stale-backend-by-turns']) {
      const facts = separations(name).flatMap((s) => s.facts)
      expect(facts.length).toBeGreaterThan(5)
      for (const { kind, params } of facts) expect([kind, params]).toEqual(['chain', { works: 'chain 1', fails: 'chain 2' }])
    }
  })

  const switches = (name: string, client: string): readonly (string | undefined)[] =>
    separations(name).flatMap((s) => (s.fails.client === client ? s.facts.map((f) => f.params['switch']) : []))

  it('is the names that are read, where the name is the only fault (RFC 9525 §6.3)', () => {
    expect(switches('no-san', 'go-1.24')).toEqual(['dialect'])
  })

  it('is a switch that two strategies share', () => {
    expect(switches('rsa-1024-intermediate', 'rustls-0.23')).toEqual(['algorithms'])
    expect(switches('rsa-1024-intermediate', 'openssl-s_client-3.5')).toEqual(['level'])
  })

  it('is whether the dates of a root count, where others accept under the expired one (RFC 5280 §6.1.1 d)', () => {
    expect(switches('expired-anchor', 'go-1.24')).toEqual(['anchorDates'])
    expect(switches('expired-anchor', 'python-3.13')).toEqual(['anchorDates'])
  })

  it('is nothing for a client that was sent no chain', () => {
    expect(separations('new-protocol')).toEqual([])
  })
})
