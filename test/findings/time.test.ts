import { describe, expect, test } from 'vitest'
import { findingRules } from '../../src/findings/index.ts'
import { servedUsually, usualChain } from '../../src/lab/shapes.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { isoTime, seconds } from '../../src/model/time.ts'
import { evidenceOf, fixedNow, identity, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const findingsOf = (evidence: Evidence) => {
  const situation = situationOf(evidence)
  return findingRules.flatMap((rule) => rule(situation))
}
const both = [{ id: 'python-3.8' }, { id: 'rfc5280' }]
const good = labFault('good')
const end = seconds(fixedNow + 60 * 86_400) // The usual leaf ends 60 days after now.

describe('RC101 and the last second', () => {
  // RFC 5280 §4.1.2.5: notAfter inclusive. OpenSSL (x509_check_cert_time): equal is expired.
  test.each([
    [seconds(end - 1), []],
    [end, ['python-3.8']],
    [seconds(end + 1), ['python-3.8', 'rfc5280']],
  ])('at %d', (clock, clients) => {
    const [finding] = findingsOf({ ...evidenceOf(good, both), clock }).filter((f) => f.code === 'RC101')
    expect(finding?.clients ?? []).toEqual(clients)
    if (finding !== undefined) expect(finding.params['notAfter']).toBe(isoTime(end))
  })
})

test('RC101 is not told in the last second to those who count it in: there it expires soon', () => {
  const findings = findingsOf({ ...evidenceOf(good, [{ id: 'rfc5280' }]), clock: end })
  expect(findings.map((f) => f.code)).toEqual(['RC107'])
})

test('in that second a certificate is not told as expired and as expiring soon', () => {
  const findings = findingsOf({ ...evidenceOf(good, both), clock: end })
  expect(findings.map((f) => f.code)).toContain('RC101')
  expect(findings.map((f) => f.code)).not.toContain('RC107')
})

describe('RC107', () => {
  const soon = (days: number, clients = both) =>
    findingsOf({ ...evidenceOf(good, clients), clock: seconds(end - days * 86_400) }).filter((f) => f.code === 'RC107')

  test('nothing 31 days before the end, something 30 days before', () => {
    expect(soon(31)).toEqual([])
    expect(soon(30)).toHaveLength(1)
  })

  test('the first change is exact to the second, by client', () => {
    const leaf = good.chain.map(identity)[0]
    expect(soon(10)).toEqual([
      {
        code: 'RC107',
        severity: 'warning',
        about: [leaf],
        clients: ['python-3.8', 'rfc5280'],
        params: { at: isoTime(end), failure: 'expired', notAfter: isoTime(end) },
      },
    ])
    expect(soon(10, [{ id: 'rfc5280' }])[0]?.params['at']).toBe(isoTime(seconds(end + 1)))
  })

  test('what is expired already does not expire soon', () => {
    expect(soon(-1)).toEqual([])
  })
})

describe('RC105 and RC106', () => {
  test('one certificate that begins in three days is put in place too early: no word of the clock', () => {
    const findings = findingsOf(evidenceOf(labFault('not-yet-valid-leaf'), both))
    expect(findings.find((f) => f.code === 'RC105')?.params).toEqual({ notBefore: '2026-11-25T00:00:00Z', kind: 'target' })
    expect(findings.map((f) => f.code)).not.toContain('RC106')
  })

  test('a whole chain in the future is the clock', () => {
    const finding = findingsOf(evidenceOf(labFault('clock-suspected'), both)).find((f) => f.code === 'RC106')
    expect(finding?.params['kind']).toBe('several-not-yet-valid')
    expect(new Set(finding?.clients)).toEqual(new Set(['python-3.8', 'rfc5280']))
  })

  test('a whole chain that ended since it was observed is the clock, its leaf alone is not', () => {
    const evidence = evidenceOf(good, both)
    const years = (n: number) => seconds(fixedNow + n * 365 * 86_400)
    const kinds = (clock: typeof fixedNow) =>
      findingsOf({ ...evidence, clock }).flatMap((f) => (f.code === 'RC106' ? [f.params['kind']] : []))
    expect(kinds(years(1))).toEqual([]) // The intermediate lives for another seven years.
    expect(kinds(years(9))).toEqual(['valid-when-observed'])
  })
})

describe('RC106 where the clock stands behind what is past', () => {
  const early = evidenceOf(labFault('not-yet-valid-leaf'), both)
  const kindOf = (set: Partial<Evidence>) => findingsOf({ ...early, ...set }).find((f) => f.code === 'RC106')?.params
  const past = { at: seconds(early.at + 86_400), by: 'data', path: '' } as const

  test('one certificate that is not valid yet is enough', () => {
    expect(kindOf({ past })).toMatchObject({ kind: 'behind-data', clock: isoTime(early.at), past: isoTime(past.at) })
    expect(kindOf({ past: { ...past, by: 'file', path: '/ca.pem' } })).toMatchObject({ kind: 'behind-file', path: '/ca.pem' })
    expect(findingsOf({ ...evidenceOf(good, both), past }).map((f) => f.code)).not.toContain('RC106')
  })

  test('it says nothing of another time that was asked for, nor beside a clock that was measured', () => {
    expect(kindOf({ past, at: seconds(early.at - 60) })).toBeUndefined()
    const time = { kind: 'known', at: early.at, offset: 0, state: 'right', cause: 'none', sources: ['a.example'] } as const
    expect(kindOf({ past, time })).toBeUndefined()
    expect(kindOf({ past: { ...past, at: early.at } })).toBeUndefined()
  })
})

describe('roles of the expired', () => {
  test('a renewed intermediate beside the expired one is no cross-certificate', () => {
    const findings = findingsOf(
      evidenceOf(labFault('renewed-intermediate'), [{ id: 'openssl-s_client-1.0.2' }, { id: 'rfc5280' }]),
    )
    expect(findings.map((f) => f.code)).not.toContain('RC103')
    // 1.0.2 takes the first by name whatever its dates; the reference finds the renewed one.
    expect(findings.find((f) => f.code === 'RC102')).toMatchObject({
      clients: ['openssl-s_client-1.0.2'],
      params: { kind: 'intermediate', renewal: 'sent' },
    })
  })

  test('the renewed intermediate is sent, held elsewhere, or not known', () => {
    const renewed = labFault('renewed-intermediate')
    const [leaf, expired, current] = renewed.chain
    if (leaf === undefined || expired === undefined || current === undefined) throw new Error('the case has three')
    const clients = [{ id: 'rfc5280' }]
    const of = (evidence: Evidence) => findingsOf(evidence).find((f) => f.code === 'RC102')
    expect(of(evidenceOf(renewed, clients))?.about).toEqual([identity(expired), identity(current)])
    const stores = [
      { id: 'store', origin: 'a', anchors: renewed.anchors },
      { id: 'other', origin: 'b', anchors: [current] },
    ]
    const held = of(evidenceOf({ ...renewed, chain: [leaf, expired], stores }, clients))
    expect(held).toMatchObject({ severity: 'error', params: { renewal: 'held' } })
    const alone = of(evidenceOf({ ...renewed, chain: [leaf, expired] }, clients))
    expect(alone).toMatchObject({ severity: 'error', about: [identity(expired)], params: { renewal: 'none' } })
  })

  test('an expired anchor that the chain does not lead to is not told', () => {
    const usual = usualChain('other', fixedNow)
    const stale = labFault('expired-anchor').anchors
    const findings = findingsOf(evidenceOf({ ...servedUsually(usual), anchors: [usual.root, ...stale] }, both))
    expect(findings).toEqual([])
  })
})
