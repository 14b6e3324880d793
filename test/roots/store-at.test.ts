import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareReleases } from '../../src/clients/release.ts'
import { seconds } from '../../src/model/time.ts'
import { loadRoots } from '../../src/roots/load.ts'
import { type Platform, platforms } from '../../src/roots/platforms.ts'
import { contentAt, dayOf, originOf, snapshotsOf, storeAt, trustStoreAt } from '../../src/roots/store-at.ts'
import { coverage, trustHistory } from '../../src/roots/trust-history.ts'
import { compareVersions, hasSince, isOfLine, versionNumbers } from '../../src/roots/version.ts'
import { opinions } from '../../src/roots/opinions.ts'
import { addTrust, at, entrustG2, isrgX1, table, userTrustRsa } from './support.ts'

const all: readonly Platform[] = platforms

describe('a store at a day or a release', () => {
  it('never passes off one time for another', () => {
    expect(at('mozilla-1999-01-01')).toMatchObject({ fit: 'before-first' })
    expect(at('oracle-8u51')).toMatchObject({ fit: 'before-first', version: '10.0.1' })
    expect(at('debian-10')).toMatchObject({ fit: 'before-first' })
    expect(at('windows-2030-01-01')).toMatchObject({ fit: 'after-last' })
    expect(at('openjdk-18')).toMatchObject({ fit: 'after-last', version: '17.0.2' })
    expect(at('node-19')).toMatchObject({ fit: 'other-line', anchors: [] })
    expect(at('node-18.12.0')).toMatchObject({ fit: 'between', version: '18.0.0' })
    expect(at('openjdk-17.0.10')).toMatchObject({ fit: 'between', version: '17.0.2' })
    expect(at('debian-12')).toMatchObject({ fit: 'exact' })
  })

  it('tells how far the snapshot is from the day', () => {
    expect(at('windows-2020-05-30')).toMatchObject({ fit: 'between', date: dayOf('2020-05-04'), daysAway: 26 })
    expect(at('mozilla-2000-03-30')).toMatchObject({ fit: 'before-first', daysAway: 1 })
    expect(at('mozilla-2000-03-31')).toMatchObject({ fit: 'exact', daysAway: 0 })
    expect(originOf(at('windows-2020-05-30'))).toContain('snapshot of 2020-05-04, 26 days earlier')
  })

  it('changes on the day of a snapshot and on no other', () => {
    for (const platform of all.filter((p) => p.by !== 'version')) {
      const days = snapshotsOf(table, platform)
        .map((s) => s.date)
        .filter((d) => d !== '')
      expect(days, platform.id).toEqual(days.toSorted())
      for (const day of days) {
        const before = storeAt(table, { platform, when: { kind: 'date', at: seconds(dayOf(day) - 1) } })
        expect(before.fit === 'before-first' || (before.date ?? 0) < dayOf(day), `${platform.id} ${day}`).toBe(true)
      }
    }
  })

  it('gives the engine an unreadable store where nothing is known, and a store with every anchor elsewhere', () => {
    expect(trustStoreAt(at('oracle-8u51'), 's', () => undefined).unreadable).toContain('nothing so old')
    expect(trustStoreAt(at('node-19'), 's', () => undefined).unreadable).toContain('release line')
    const store = trustStoreAt(at('windows-2020-05-30'), 's', () => undefined)
    expect(store.unreadable).toBeNull()
    expect(store.anchors.length).toBe(258)
    expect(store.bySha256.get(addTrust)?.certificate.der.length).toBe(0)
  })

  it('prefers the certificate that the evidence holds', () => {
    const held = table.anchor(userTrustRsa)?.certificate()
    const store = trustStoreAt(at('windows-2020-05-30'), 's', (sha256) => (sha256 === addTrust ? held : undefined))
    expect(store.anchors.some((a) => a.certificate === held)).toBe(true)
    expect(store.bySha256.has(addTrust)).toBe(false)
  })
})

describe('the table', () => {
  it('has content for every platform, and says the same in stretches as in snapshots', () => {
    for (const platform of all) {
      const snapshots = snapshotsOf(table, platform)
      expect(snapshots.length, platform.id).toBeGreaterThan(3)
      const last = contentAt(snapshots, snapshots.length - 1).trusted
      for (const sha256 of [addTrust, isrgX1]) {
        const open = trustHistory(table, sha256).some((i) => i.platform === platform.id && i.until === null)
        expect(open, `${platform.id} ${sha256}`).toBe(last.has(table.placeOf(sha256) ?? -1))
      }
    }
  })

  it('tells the age of the data of every platform', () => {
    const ages = coverage(table)
    expect(ages.map((c) => c.platform.id)).toEqual(all.map((p) => p.id))
    for (const c of ages) expect(c.anchors, c.platform.id).toBeGreaterThan(80)
    expect(ages.find((c) => c.platform.id === 'oracle')).toMatchObject({ last: '2020-01-16', lastVersion: '13.0.2' })
  })

  it('is at most 1.2 MB, and holds no certificate', () => {
    const text = readFileSync('src/roots/data/root-table.ts')
    expect(text.length).toBeLessThan(1_200_000)
    expect(text.toString('latin1')).not.toContain('BEGIN CERTIFICATE')
    // A certificate begins with its length and that of its signed part; with no line does one begin behind the fingerprint.
    for (let place = 0; place < table.size; place++) expect(table.record(place).fields[0], String(place)).not.toBe(0x30)
  })

  it('is loaded once, when asked for', async () => {
    const [a, b] = await Promise.all([loadRoots(), loadRoots()])
    expect(a).toBe(b)
    expect(a.size).toBe(table.size)
  })

  it('is imported by nobody but lazily by its loader', () => {
    expect(reachable('src/index.ts').size).toBeGreaterThan(100)
    for (const entry of [
      'src/cli.ts',
      'src/commands/main.ts',
      'src/index.ts',
      'src/node.ts',
      'src/roots/load.ts',
      'src/roots/trust-history.ts',
    ]) {
      expect(
        [...reachable(entry)].filter((f) => f.includes('roots/data')),
        entry,
      ).toEqual([])
    }
    expect(readFileSync('src/roots/load.ts', 'utf8')).toContain("import('./data/root-table.ts')")
  })
})

/** Files that are loaded with one, by imports that are not lazy. */
function reachable(entry: string): ReadonlySet<string> {
  const found = new Set([entry])
  for (const file of found) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^'\n]*'(\.[^']+)'/gm)) {
      found.add(normalize(join(dirname(file), path ?? '')))
    }
  }
  return found
}

describe('opinions', () => {
  const of = (sha256: typeof addTrust, day: string) =>
    new Map(opinions(table, sha256, { kind: 'date', at: dayOf(day) }).map((o) => [o.platform.id, o]))

  it('stand side by side', () => {
    const now = of(entrustG2, '2024-12-15')
    expect(now.get('mozilla')).toMatchObject({ verdict: 'trusted', rules: [{ kind: 'distrust-after' }] })
    expect(now.get('chrome')).toMatchObject({ verdict: 'trusted', rules: [{ kind: 'sct-not-after' }] })
    expect(now.get('apple')).toMatchObject({ verdict: 'trusted', rules: [{ kind: 'sct-not-after', policy: 'apple' }] })
    expect(now.get('android')).toMatchObject({ verdict: 'trusted', rules: [] })
    expect(now.get('node')).toBeUndefined()
    expect(opinions(table, entrustG2, { kind: 'latest' }).map((o) => o.platform.id)).toContain('node')
  })

  it('say blocked, absent and unknown where it is so', () => {
    // Apple's list of distrusted certificates has DigiNotar since Security Update 2011-005.
    const digiNotar = '0d136e439f0ab6e97f3a02a540da9f0641aa554e1d66ea51ae2920d51b2f7217' as typeof addTrust
    const then = of(digiNotar, '2011-12-01')
    expect(then.get('apple')?.verdict).toBe('blocked')
    expect(then.get('mozilla')?.verdict).not.toBe('trusted')
    expect(then.get('oracle')?.verdict).toBe('unknown')
    expect(of(isrgX1, '2015-01-01').get('mozilla')?.verdict).toBe('absent')
  })
})

describe('release numbers', () => {
  it('are ordered by their numbers', () => {
    const names = ['7u441', '8u51', '8u211', '10.0.1', '11.0.3', '17', '17.0.2', '17.0.19+10', '21.0.12.1+1']
    const shuffled = names.toReversed().toSorted((a, b) => compareVersions(versionNumbers(a), versionNumbers(b)))
    expect(shuffled).toEqual(names)
    expect(Math.sign(compareVersions([3, 9], [3, 10]))).toBe(Math.sign(compareReleases('3.9', '3.10')))
    expect(isOfLine([17, 0, 2], [17])).toBe(true)
    expect(isOfLine([17, 0, 2], [1])).toBe(false)
    expect(isOfLine([17, 0, 2], [])).toBe(false)
  })

  it('have what their line has had since', () => {
    const since = ['8u431', '17.0.13', '24']
    const has = (release: string) => hasSince(versionNumbers(release), since)
    expect(['8u51', '8u431', '8u500', '17.0.12', '17.0.13', '18', '22', '24', '25'].map(has)).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
      false,
      true,
      true,
    ])
  })
})
