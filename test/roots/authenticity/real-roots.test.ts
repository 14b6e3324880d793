import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RootProgramme, Statement } from '../../../src/model/authenticity.ts'
import type { Certificate } from '../../../src/model/certificate.ts'
import { seconds, type UnixSeconds } from '../../../src/model/time.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { sharedPath } from '../../support/shared.ts'
import { at, isrgX1, table, userTrustRsa } from '../support.ts'
import { emptyTable, outcome, weigh } from './support.ts'

const pool = sharedPath('corpora/intermediates/intermediates.ndjson')
const roots = sharedPath('corpora/truststores/certs.ndjson')

const may2020 = day('2020-05-30')
const today = day('2026-09-01')

function day(iso: string): UnixSeconds {
  return seconds(Date.parse(`${iso}T12:00:00Z`) / 1000)
}

/** What the platforms had on that day, as publications of it. */
function statementsOn(iso: string, { sha256 }: Pick<Certificate, 'sha256'>): readonly Statement[] {
  const tells: Readonly<Record<string, RootProgramme>> = {
    mozilla: 'mozilla',
    authroot: 'microsoft',
    apple: 'apple',
    android: 'google',
  }
  return Object.entries(tells).flatMap(([platform, programme]) => {
    const has = at(`${platform}-${iso}`).anchors.find((a) => a.anchor.sha256 === sha256)
    if (has === undefined || has.rules.length > 0) return []
    const publication = { id: platform, title: platform, asOf: day(iso), how: 'built-in' as const }
    return [{ sha256, programme, says: 'included', since: null, note: '', publication } as const]
  })
}

const anchor = (sha256: typeof isrgX1): Certificate => {
  const found = table.anchor(sha256)
  if (found === null) throw new Error(`${sha256} is not in the table`)
  return found.certificate()
}

describe('real roots by the table of this release', () => {
  it.each([
    ['USERTrust RSA', userTrustRsa],
    ['ISRG Root X1', isrgX1],
  ])('%s is authentic by five voices at most, and no copy counts', (_, sha256) => {
    const sheet = weigh(anchor(sha256), { table, at: today })
    expect(outcome(sheet)).toBe('authentic by programmes')
    expect(sheet.includedBy).toEqual(['mozilla', 'microsoft', 'apple', 'google'])
    expect(sheet.contradictions).toEqual([])
  })

  it('and no more when the table has grown old', () => {
    const sheet = weigh(anchor(isrgX1), { table, at: day('2028-01-01') })
    expect(outcome(sheet)).toMatch(/^insufficient: no-programme, too-old/)
  })

  const debian = at('debian-12').anchors

  it('none of the roots of Debian 12 that lost the trust of programmes is given to anybody, though its store holds them', () => {
    const anchors = debian.map((a) => a.anchor.certificate())
    const kept = { id: 'linux:debian', anchors, kept: 'administrator' as const }
    const named = (name: string): readonly Certificate[] =>
      anchors.filter((c) => c.subject.rdns.flat().some(({ value }) => value.startsWith(name)))
    expect(named('TrustCor')).toHaveLength(3)
    for (const certificate of [
      ...named('TrustCor'),
      ...named('GLOBALTRUST 2020'),
      ...named('Entrust Root Certification Authority'),
    ])
      expect(outcome(weigh(certificate, { table, at: today, stores: [kept] }))).toMatch(/^contradicted: .*distrusted/)
    // Mozilla removed them in 2023: no incident of ours tells of it.
    for (const certificate of named('E-Tugra'))
      expect(outcome(weigh(certificate, { table, at: today, stores: [kept] }))).toMatch(/^insufficient: .*\bremoved\b/)
    const outcomes = anchors.map((c) => outcome(weigh(c, { table, at: today, stores: [kept] })))
    expect(outcomes.filter((o) => o.startsWith('propagation'))).toEqual([])
  }, 90_000)

  it('a root of which Chrome plans the end is authentic by those that include it', () => {
    const planned = ['7d05ebb6', '552f7bdc', 'e59aaa81', '9a114025'].map((start) => {
      const found = debian.find((a) => a.anchor.sha256.startsWith(start))
      return found === undefined ? 'not in Debian' : outcome(weigh(found.anchor.certificate(), { table, at: today }))
    })
    expect(planned).toEqual(planned.map(() => 'authentic by programmes'))
  })

  it('StartCom and Symantec are contradicted, not merely unknown', () => {
    const start = ['c766a9be', '9acfab7e']
    const outcomes = start.map((s) => {
      const place = Array.from({ length: table.size }, (_, i) => i).find((i) => table.sha256At(i).startsWith(s)) ?? -1
      return outcome(weigh(table.anchorAt(place).certificate(), { table, at: today }))
    })
    expect(outcomes).toEqual([expect.stringMatching(/^contradicted/), expect.stringMatching(/^contradicted/)])
  })

  it('so is another certificate for the name and key of a root that lost trust: TrustCor ECA-1 of January 2016', () => {
    const all = Array.from({ length: table.size }, (_, place) => table.anchorAt(place).certificate())
    const named = all.filter((c) => c.subject.rdns.flat().some(({ value }) => value === 'TrustCor ECA-1'))
    expect(named).toHaveLength(2)
    expect(new Set(named.map((c) => c.subjectPublicKeyInfo.raw)).size).toBe(1)
    for (const c of named) expect(outcome(weigh(c, { table, at: today }))).toBe('contradicted: distrusted')
  })

  it('no root of the table that two programmes include is contradicted for what it is', () => {
    const own = ['malformed', 'explicit-parameters', 'not-an-authority', 'not-self-signed', 'name-of-another', 'interception']
    const wrong: string[] = []
    let included = 0
    for (let place = 0; place < table.size; place++) {
      const sheet = weigh(table.anchorAt(place).certificate(), { table, at: today })
      if (sheet.includedBy.length < 2) continue
      included++
      if (sheet.contradictions.some((c) => own.includes(c.reason))) wrong.push(sheet.candidate)
    }
    expect(included).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  }, 90_000)
})

describe.skipIf(pool === null || roots === null)('real cross-certificates (skipped without ../shared/corpora)', () => {
  const read = (path: string | null, wanted: (line: string) => boolean): readonly Certificate[] =>
    readFileSync(path ?? '', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && wanted(line))
      .map((line) => readCertificate(new Uint8Array(Buffer.from((JSON.parse(line) as { der: string }).der, 'base64'))))
  const only = (path: string | null, prefix: string): Certificate => {
    const [found] = read(path, (line) => line.includes(`"${prefix}`))
    if (found === undefined) throw new Error(`${prefix} is not in the corpora`)
    return found
  }
  const load = () => ({
    usertrust: only(roots, 'e793c9b0'),
    aaa: only(roots, 'd7a7a0fb'),
    addtrust: only(roots, '687fa451'),
    byAaa: only(pool, '68b9c761'),
    byAddTrust: only(pool, '1a517498'),
  })

  it('the very certificate is authentic in May 2020 by the stores of that day', () => {
    const { usertrust } = load()
    const sheet = weigh(usertrust, { statements: statementsOn('2020-05-30', usertrust), at: may2020 })
    expect(outcome(sheet)).toBe('authentic by programmes')
    expect(sheet.contradictions).toEqual([])
  })

  it.each([
    ['in May 2020', '2020-05-30', may2020],
    ['by the table of today', null, today],
  ])('without a word on USERTrust, AAA vouches for it: %s', (_, iso, when) => {
    const { usertrust, aaa, byAaa } = load()
    const statements = iso === null ? statementsNow(aaa) : statementsOn(iso, aaa)
    const sheet = weigh(usertrust, { statements, pool: [usertrust, aaa, byAaa], at: when, table: emptyTable })
    expect(sheet.verdict).toEqual({ kind: 'authentic', by: 'cross-certificate', cross: byAaa.sha256, anchor: aaa.sha256 })
    expect(byAaa.sha256).toMatch(/^68b9c761/)
  })

  /** What the table says of AAA, without its word on USERTrust. */
  function statementsNow(aaa: Certificate): readonly Statement[] {
    return weigh(aaa, { table, at: today }).statements
  }

  it('AddTrust vouched for it up to 10:48:38 on that day, and not a second longer', () => {
    const { usertrust, addtrust, byAddTrust } = load()
    const end = byAddTrust.notAfter
    expect(new Date(end * 1000).toISOString()).toBe('2020-05-30T10:48:38.000Z')
    const statements = statementsOn('2020-05-30', addtrust).map((s) => ({
      ...s,
      publication: { ...s.publication, asOf: seconds(end - 86_400) },
    }))
    const known = { statements, pool: [usertrust, addtrust, byAddTrust], table: emptyTable }
    expect(outcome(weigh(usertrust, { ...known, at: end }))).toBe('authentic by cross-certificate')
    const after = weigh(usertrust, { ...known, at: seconds(end + 1) })
    expect(outcome(after)).toMatch(/^insufficient/)
    expect(after.crossCertificates.map((c) => c.faults)).toEqual([['expired']])
  })
})
