import { describe, expect, test } from 'vitest'
import type { Statement } from '../../../src/model/authenticity.ts'
import type { Sha256 } from '../../../src/model/sha256.ts'
import { isoTime } from '../../../src/model/time.ts'
import { builtInStatements } from '../../../src/roots/authenticity/built-in-statements.ts'
import { type Platform, platforms } from '../../../src/roots/platforms.ts'
import { storeAt } from '../../../src/roots/store-at.ts'
import { newestDay } from '../../../src/roots/newest-day.ts'
import { addTrust, dstX3, entrustG2, fingerprint, isrgX1, table, userTrustRsa } from '../support.ts'
import { sharedJson } from '../../support/shared.ts'

const statementsOf = builtInStatements(table)
const oracle: Platform = platforms.filter((p) => p.id === 'oracle')[0] ?? platforms[0]
const by = (sha256: Sha256): Readonly<Record<string, Statement>> =>
  Object.fromEntries(statementsOf(sha256).map((s) => [s.publication.id.replace('built-in-', ''), s]))
const day = (at: Statement['since'] | undefined): string | null | undefined => (at == null ? at : isoTime(at).slice(0, 10))

describe('the table as statements', () => {
  test.each([
    ['ISRG Root X1', isrgX1],
    ['USERTrust RSA', userTrustRsa],
  ])('%s is included by four programmes that are alive', (_, sha256) => {
    const included = statementsOf(sha256).filter((s) => s.says === 'included')
    const fresh = included.filter((s) => s.publication.asOf > newestDay - 270 * 86_400)
    expect([...new Set(fresh.map((s) => s.programme))].toSorted()).toEqual(['apple', 'google', 'microsoft', 'mozilla'])
  })

  test('copies tell their origin; what is no programme tells nothing', () => {
    const programmes = Object.fromEntries(statementsOf(isrgX1).map((s) => [s.publication.id, s.programme]))
    expect(programmes).toMatchObject({
      'built-in-mozilla': 'mozilla',
      'built-in-nss': 'mozilla',
      'built-in-certifi': 'mozilla',
      'built-in-authroot': 'microsoft',
      'built-in-apple': 'apple',
      'built-in-macos': 'apple',
      'built-in-ios': 'apple',
      'built-in-android': 'google',
      'built-in-chrome': 'google',
    })
    for (const silent of ['windows', 'openjdk', 'node', 'debian']) expect(programmes).not.toHaveProperty([`built-in-${silent}`])
  })

  test('AddTrust is removed, since the day on which it went (facts of corpora/README.md)', () => {
    const { mozilla, nss, certifi, apple, android } = by(addTrust)
    expect([mozilla, nss, certifi, apple, android].map((s) => s?.says)).toEqual(Array.from({ length: 5 }, () => 'removed'))
    expect([mozilla, certifi, apple].map((s) => day(s?.since))).toEqual(['2020-06-12', '2020-06-20', '2020-09-27'])
    // What is known of Oracle ends in January 2020.
    expect(statementsOf(addTrust).filter((s) => s.says === 'included' && s.programme !== 'oracle')).toEqual([])
  })

  test('DST Root CA X3 is included by no programme', () => {
    // What is known of Oracle ends in 2020, when it was included.
    const now = statementsOf(dstX3).filter((s) => s.programme !== 'oracle')
    expect(now.filter((s) => ['included', 'dated', 'limited'].includes(s.says))).toEqual([])
    expect(statementsOf(dstX3).length).toBeGreaterThan(4)
  })

  test('a root that takes no new certificates is dated, with the day', () => {
    // Apple, support article 121668: Entrust, for what is logged after 2024-11-15. Mozilla and Chrome have removed it since.
    const { mozilla, apple, chrome } = by(entrustG2)
    expect([mozilla?.says, chrome?.says, apple?.says]).toEqual(['removed', 'removed', 'dated'])
    expect(apple?.note).toBe('only for certificates logged by 2024-11-15')
    // root_store.textproto of version 36: Buypass Class 2, to 2025-10-31.
    const buypass = by(fingerprint('9a114025197c5bb95d94e63d55cd43790847b646b23cdf11ada4a00eff15fb48'))
    expect([buypass.chrome?.says, buypass.chrome?.note]).toEqual(['dated', 'only for certificates logged by 2025-10-31'])
  })

  test('names that NSS imposes bound a root (lib/certdb/genname.c: TUBITAK)', () => {
    const { mozilla, certifi, apple } = by(fingerprint('46edc3689046d53a453fb3104ab80dcaec658b2660ea1629dd7e867990648716'))
    expect([mozilla?.says, certifi?.says, apple?.says]).toEqual(['limited', 'limited', 'included'])
    expect(mozilla?.note).toBe('for names under .tr alone')
  })

  test('a root that a store refuses outright is blocked', () => {
    // What Oracle JDK 13.0.2 holds in its list of blocked certificates (lib/security/blocked.certs).
    const blocked = storeAt(table, { platform: oracle, when: { kind: 'latest' } }).blocked
    expect(blocked.length).toBe(19)
    for (const sha256 of blocked) expect(by(sha256).oracle).toMatchObject({ says: 'blocked', programme: 'oracle', since: null })
  })

  test('of a certificate that nobody ever had it says nothing', () => {
    expect(statementsOf(fingerprint('0'.repeat(64)))).toEqual([])
  })

  test('every statement has the day of its platform, none later than the table knows', () => {
    for (let i = 0; i < table.size; i++)
      for (const { publication, since } of statementsOf(table.sha256At(i))) {
        expect(publication.how).toBe('built-in')
        expect(publication.asOf).toBeLessThanOrEqual(newestDay)
        if (since !== null) expect(since).toBeLessThanOrEqual(publication.asOf)
      }
  })

  interface History {
    readonly snapshots: readonly {
      readonly date: string
      readonly added: readonly string[]
      readonly removed: readonly string[]
      readonly distrust_after?: Readonly<Record<string, string>>
    }[]
  }
  const history = sharedJson<History>('corpora/truststores/history/certifi.json')
  test.skipIf(history === null)(
    'certifi says what its last release holds, since the release that brought it (skipped without ../shared)',
    () => {
      const since = new Map<string, string>()
      for (const { date, added, removed } of history?.snapshots ?? []) {
        for (const sha256 of removed) since.delete(sha256)
        for (const sha256 of added) since.set(sha256, date)
      }
      const told = new Map<string, string | null | undefined>()
      for (let i = 0; i < table.size; i++) {
        const statement = by(table.sha256At(i)).certifi
        if (statement !== undefined && ['included', 'dated', 'limited'].includes(statement.says))
          told.set(statement.sha256, day(statement.since))
      }
      expect(Object.fromEntries(told)).toEqual(Object.fromEntries(since))
      expect(told.size).toBeGreaterThan(100)
    },
  )
})
