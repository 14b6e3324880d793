import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { appleConstraints } from '../../src/roots/apple-constraints.ts'
import { javaPolicies } from '../../src/roots/java-policies.ts'
import { type ProgrammeQuestion, programmeFailures } from '../../src/validation/checks/programme-rules.ts'
import type { AnchorRule } from '../../src/model/programme.ts'
import { platforms } from '../../src/roots/platforms.ts'
import { rulesOf } from '../../src/roots/anchor-rules.ts'
import { validityLimits } from '../../src/roots/validity-limits.ts'
import { addTrust, at, table } from './support.ts'

const instant = (iso: string): UnixSeconds => seconds(Date.parse(iso) / 1000)
const day = 86400
const anchor = table.anchor(addTrust)?.certificate() ?? null

/** A target of which only what rules read is of interest: an anchor of the table with another validity. */
const target = (notBefore: string, seconds_: number, sha256: string = 'a'.repeat(64)): Certificate =>
  Object.create(anchor, {
    notBefore: { value: instant(notBefore) },
    notAfter: { value: seconds(instant(notBefore) + seconds_) },
    sha256: { value: sha256 },
  }) as Certificate

const ask = (certificate: Certificate, rules: readonly AnchorRule[], more: Partial<ProgrammeQuestion> = {}) =>
  programmeFailures({
    path: { certificates: [certificate], anchor },
    rules,
    limits: [],
    timestampsFrom: null,
    blocked: [],
    anchorIsOfPlatform: true,
    at: instant('2026-01-01T00:00:00Z'),
    scts: [],
    milestone: null,
    ...more,
  })
const codes = (...args: Parameters<typeof ask>) => ask(...args).failures.map((f) => f.code)

const after: AnchorRule = {
  kind: 'distrust-after',
  after: instant('2024-11-30T23:59:59Z'),
  policy: 'nss',
  exceptions: [{ through: 'b'.repeat(64) as never, after: instant('2025-12-31T23:59:59Z') }],
  source: '',
}

describe('rules of a programme', () => {
  it('distrust-after: by the day of issue, the last second still trusted', () => {
    expect(codes(target('2024-11-30T23:59:59Z', day), [after])).toEqual([])
    expect(ask(target('2024-12-01T00:00:00Z', day), [after]).failures).toMatchObject([
      { code: 'distrusted', at: 1, certificate: anchor, params: { policy: 'nss', after: '2024-11-30' } },
    ])
  })

  it('distrust-after: another day below an excepted intermediate', () => {
    const late = target('2024-12-01T00:00:00Z', day)
    const path = { certificates: [late, target('2010-01-01T00:00:00Z', day, 'b'.repeat(64))], anchor }
    expect(codes(late, [after], { path })).toEqual([])
    expect(codes(late, [after])).toEqual(['distrusted'])
  })

  it('hold under anchors of the platform alone', () => {
    expect(codes(target('2025-01-01T00:00:00Z', day), [after], { anchorIsOfPlatform: false })).toEqual([])
  })

  const sct: AnchorRule = { kind: 'sct-not-after', after: instant('2024-11-11T23:59:59Z'), since: 131, source: '' }
  it('sct-not-after: one timestamp by then is enough, none is too few, and what was not looked for is missing', () => {
    const leaf = target('2024-11-01T00:00:00Z', day)
    expect(codes(leaf, [sct], { scts: [instant('2024-11-11T23:59:59Z'), instant('2025-01-01T00:00:00Z')] })).toEqual([])
    expect(codes(leaf, [sct], { scts: [instant('2024-11-12T00:00:00Z')] })).toEqual(['distrusted'])
    expect(codes(leaf, [sct])).toEqual(['distrusted'])
    expect(ask(leaf, [sct], { scts: null })).toMatchObject({
      failures: [],
      missing: [expect.stringContaining('signed certificate timestamps')],
    })
    expect(codes(leaf, [sct], { milestone: 130 })).toEqual([])
    expect(codes(leaf, [sct], { milestone: 131 })).toEqual(['distrusted'])
  })

  it('disabled: from its day on, whatever the target', () => {
    const disabled: AnchorRule = { kind: 'disabled', from: instant('2023-02-01T00:00:00Z'), source: '' }
    const leaf = target('2010-01-01T00:00:00Z', day)
    expect(codes(leaf, [disabled], { at: instant('2023-01-31T23:59:59Z') })).toEqual([])
    expect(codes(leaf, [disabled], { at: instant('2023-02-01T00:00:00Z') })).toEqual(['anchor-rejected'])
  })

  it('purposes: an anchor that is not for servers', () => {
    const purposes: AnchorRule = {
      kind: 'purposes',
      lacks: '1.3.6.1.5.5.7.3.1',
      asOf: instant('2023-12-13T00:00:00Z'),
      source: '',
    }
    expect(codes(target('2010-01-01T00:00:00Z', day), [purposes])).toEqual(['anchor-rejected'])
  })

  it('an empty path breaks none', () => {
    expect(ask(target('2025-01-01T00:00:00Z', day), [after], { path: { certificates: [], anchor: null } })).toEqual({
      failures: [],
      missing: [],
    })
  })
})

describe('limits of validity', () => {
  const apple = { limits: validityLimits.apple ?? [] }
  const chrome = { limits: validityLimits.chrome ?? [] }

  // Support article HT211025: issued on or after 2020-09-01, 398 days of 86,400 seconds.
  it('398 days from 2020-09-01 on, to the second', () => {
    for (const limits of [apple, chrome]) {
      expect(codes(target('2020-09-01T00:00:00Z', 398 * day), [], limits)).toEqual([])
      expect(codes(target('2020-09-01T00:00:00Z', 398 * day + 1), [], limits)).toEqual(['validity-too-long'])
      expect(codes(target('2020-08-31T23:59:59Z', 398 * day + 1), [], limits)).toEqual([])
    }
  })

  it('825 days before: Chrome to the second, Apple with an hour more', () => {
    expect(codes(target('2018-03-01T00:00:00Z', 825 * day + 1), [], chrome)).toEqual(['validity-too-long'])
    expect(codes(target('2018-03-01T00:00:00Z', 825 * day + 3600), [], apple)).toEqual([])
    expect(codes(target('2018-03-01T00:00:00Z', 825 * day + 3601), [], apple)).toEqual(['validity-too-long'])
    expect(codes(target('2018-02-28T23:59:59Z', 825 * day + 3601), [], apple)).toEqual([])
  })

  it('under anchors that people added, Apple alone measures', () => {
    const added = { anchorIsOfPlatform: false }
    expect(codes(target('2021-01-01T00:00:00Z', 800 * day), [], { ...apple, ...added })).toEqual([])
    expect(codes(target('2021-01-01T00:00:00Z', 830 * day), [], { ...apple, ...added })).toEqual(['validity-too-long'])
    expect(codes(target('2019-06-01T00:00:00Z', 830 * day), [], { ...apple, ...added })).toEqual([])
    expect(codes(target('2021-01-01T00:00:00Z', 3650 * day), [], { ...chrome, ...added })).toEqual([])
  })
})

describe("Java's policies", () => {
  it('name certificates by whole fingerprints, each known to the table', () => {
    for (const { name, anchors, exceptions, since } of javaPolicies) {
      expect(anchors.length, name).toBeGreaterThan(0)
      for (const sha256 of [...anchors, ...exceptions.map((e) => e.through)]) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(
        anchors.filter((a) => table.anchor(a) === null),
        name,
      ).toEqual([])
      expect(since.length, name).toBeGreaterThan(0)
    }
  })
})

describe("Apple's dates", () => {
  it('name anchors by whole fingerprints, each in a store of Apple’s', () => {
    const stores = ['apple-2017-06-01', 'apple-2025-12-01'].map((id) => at(id))
    for (const { anchors, source } of appleConstraints)
      for (const sha256 of anchors)
        expect(
          stores.some((s) => s.anchors.some(({ anchor: a }) => a.sha256 === sha256)),
          `${sha256} ${source}`,
        ).toBe(true)
    const sources = appleConstraints.flatMap(({ anchors }) => anchors)
    expect(new Set(sources).size).toBe(14)
  })
})

describe('a rule of Microsoft’s that holds since ever', () => {
  it('has an instant before every certificate, so that it binds', () => {
    const platform = platforms.find(({ id }) => id === 'authroot')
    expect(platform).toBeDefined()
    const always = table.raw.microsoft.filter((r) => r.disabled === 'always' || r.notBefore === 'always')
    expect(always).toHaveLength(8)
    for (const { anchor: place } of always) {
      if (platform === undefined) continue
      const rules = rulesOf(table, place, { platform, distrust: new Map(), version: '' })
      const instants = rules.flatMap((r) => (r.kind === 'disabled' ? [r.from] : r.kind === 'distrust-after' ? [r.after] : []))
      expect(instants.length).toBeGreaterThan(0)
      expect(Math.min(...instants)).toBeLessThan(0)
      expect(ask(target('2000-01-01T00:00:00Z', day), rules)).not.toEqual([])
    }
  })
})
