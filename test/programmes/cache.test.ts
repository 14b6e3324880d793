import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOf } from '../../src/host/processes.ts'
import { utc } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { authroot } from '../../src/programmes/authroot.ts'
import { cacert } from '../../src/programmes/cacert.ts'
import type { Publication } from '../../src/model/authenticity.ts'
import { freshness, notBeforeRelease } from '../../src/roots/authenticity/freshness.ts'
import { programmeData } from '../../src/programmes/cached-content.ts'
import { certdata } from '../../src/programmes/certdata.ts'
import { chromeRootStore } from '../../src/programmes/chrome-root-store.ts'
import { publishedSources } from '../../src/programmes/index.ts'
import { contentOf, octets, sha256Hex } from './support.ts'
import { user, type User } from './support/kept.ts'
import { authroots, cacertOf, certdataOf, chromeStoreOf, everything, rootOf } from './support/published.ts'

const now = utc('2031-05-17T12:00:00Z')
const day = 86_400
const later = (days: number) => seconds(now + days * day)
const [a, b] = [rootOf('A'), rootOf('B')]

let one: User
beforeEach(() => {
  one = user()
})
afterEach(() => one.remove())

const told = async (at = now, of = one.host) =>
  (await programmeData(of, at)).statements.map((s) => `${s.programme} ${s.sha256} ${s.says}`)
const why = async (at = now) => (await programmeData(one.host, at)).unusable.map((u) => u.why).join()
const kinds = (...all: readonly { readonly kind: string }[]): readonly string[] => all.map(({ kind }) => kind)
/** The file of the cache with this end. */
const fileOf = (end: string): string => join(one.cache, readdirSync(one.cache).find((name) => name.endsWith(end)) ?? 'none')

describe('what was kept', () => {
  test('is told as it was read, by every source', async () => {
    const revoked = 'ab'.repeat(32)
    const all = everything(a, revoked)
    const sources = publishedSources.filter(({ id }) => all[id] !== undefined)
    for (const source of sources) expect(kinds(await one.keep(source, all[source.id] ?? octets(''), now))).toEqual(['kept'])
    const data = await programmeData(one.host, now)
    const expected = sources.map((source) => contentOf(source, all[source.id] ?? ''))
    expect(data.statements).toMatchObject(expected.flatMap((c) => c.statements))
    expect(data.statements).toHaveLength(expected.flatMap((c) => c.statements).length)
    expect(data.statements.length).toBeGreaterThan(8)
    expect(data.publications.map(({ id }) => id)).toEqual(sources.map(({ id }) => id))
    expect(new Set(data.publications.map(({ how }) => how))).toEqual(new Set(authroots === null ? ['tls'] : ['tls', 'signed']))
    // Octets for octets, and only where a publication carries any.
    expect(data.certificates.map(({ publication: { id } }) => id).toSorted()).toEqual([
      'aosp',
      'cacert',
      'ccadb-included',
      'ccadb-microsoft',
      'ccadb-mozilla',
      'certdata',
      'chrome-root-certs',
    ])
    for (const { certificates } of data.certificates) expect(certificates.map((der) => sha256Hex(der))).toEqual([sha256Hex(a)])
    expect([...data.revoked]).toEqual([revoked])
    expect(data.unusable).toEqual([])
    // The day of the content, which those that tell none have by their fetching.
    expect(data.publications.find(({ id }) => id === 'cacert')?.asOf).toBe(utc('2031-05-06T03:12:01Z'))
    expect(data.publications.find(({ id }) => id === 'certdata')?.asOf).toBe(now)
  })

  test('belongs to the user alone', async () => {
    await one.keep(certdata, certdataOf(a), now)
    for (const folder of [one.cache, one.state]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    }
  })

  test('is one issue of each source, and nothing else', async () => {
    await one.keep(certdata, certdataOf(a), now)
    await one.keep(cacert, cacertOf('May  6 03:12:01 2031', a), now)
    await one.keep(certdata, certdataOf(a, b), later(1))
    expect(
      readdirSync(one.cache)
        .map((name) => name.replace(/-[0-9a-f]{64}/, ''))
        .toSorted(),
    ).toEqual(['cacert.json', 'cacert.raw', 'cacert.read', 'certdata.json', 'certdata.raw', 'certdata.read'])
    expect(await told(later(1))).toHaveLength(3)
  })

  test('without a cache, or a home, is nothing', async () => {
    expect(await told()).toEqual([])
    expect(await told(now, { ...one.host, home: '' })).toEqual([])
  })

  test('is read from the octets where the derived file is gone, damaged, or another issue’s', async () => {
    await one.keep(certdata, certdataOf(b), now)
    const stale = readFileSync(fileOf('.read'))
    await one.keep(certdata, certdataOf(a), later(1))
    const derived = fileOf('.read')
    const own = [`mozilla ${sha256Hex(a)} included`]
    expect(await told(later(1))).toEqual(own)
    for (const content of [stale, 'damaged', `${'0'.repeat(64)}\n{}`, readFileSync(derived, 'utf8').replace('[0-9a-f]', '')]) {
      writeFileSync(derived, content)
      expect(await told(later(1))).toEqual(own)
    }
    rmSync(derived)
    expect(await told(later(1))).toEqual(own)
  })

  test('is quick to read: 20 000 records within the time of a glance', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `trust_anchors { sha256_hex: "${i.toString(16).padStart(64, '0')}" }`)
    await one.keep(chromeRootStore, octets(`version_major: 1\n${lines.join('\n')}`), now)
    const began = performance.now()
    expect(await told()).toHaveLength(20_000)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('nothing older than what is kept is taken', () => {
  test('by the number of the issue, whatever its day', async () => {
    expect(kinds(await one.keep(chromeRootStore, chromeStoreOf(36, a), now))).toEqual(['kept'])
    const old = await one.keep(chromeRootStore, chromeStoreOf(9, b), later(1))
    expect(old).toEqual({ kind: 'refused', why: 'its issue 9 is older than 36, which was had before' })
    expect(await told(later(1))).toEqual([`google ${sha256Hex(a)} included`])
    expect(
      kinds(
        await one.keep(chromeRootStore, chromeStoreOf(36, a), later(1)),
        await one.keep(chromeRootStore, chromeStoreOf(100, a), later(1)),
      ),
    ).toEqual(['kept', 'kept'])
  })

  test('by its own day', async () => {
    await one.keep(cacert, cacertOf('May  6 03:12:01 2031', a), now)
    const old = await one.keep(cacert, cacertOf('May  6 03:12:00 2031', b), later(1))
    expect(old).toEqual({
      kind: 'refused',
      why: 'it is of 2031-05-06T03:12:00Z, older than what was had before (2031-05-06T03:12:01Z)',
    })
  })

  test('by the day of its file, where a list brought by hand tells none', async () => {
    await one.keep(certdata, certdataOf(a), now)
    expect(kinds(await one.keep(certdata, certdataOf(b), now, { fetchedAt: later(-1), how: 'vouched' }))).toEqual(['refused'])
  })

  test('not even when the cache was emptied in between', async () => {
    await one.keep(chromeRootStore, chromeStoreOf(36, a), now)
    rmSync(one.cache, { recursive: true })
    expect(kinds(await one.keep(chromeRootStore, chromeStoreOf(35, b), later(1)))).toEqual(['refused'])
    expect(await told(later(1))).toEqual([])
  })

  test.skipIf(authroots === null)(
    'nor a real list of Microsoft with its good signature (skipped without ../shared)',
    async () => {
      const [old, young] = authroots ?? [octets(''), octets('')]
      expect(
        kinds(await one.keep(authroot, old, now), await one.keep(authroot, young, now), await one.keep(authroot, old, now)),
      ).toEqual(['kept', 'kept', 'refused'])
    },
  )

  test('and an old copy of the cache that is put back is noticed', async () => {
    await one.keep(chromeRootStore, chromeStoreOf(35, b), now)
    const copy = join(one.home, 'copy')
    cpSync(one.cache, copy, { recursive: true })
    await one.keep(chromeRootStore, chromeStoreOf(36, a), later(1))
    rmSync(one.cache, { recursive: true })
    cpSync(copy, one.cache, { recursive: true })
    expect(await told(later(1))).toEqual([])
    expect(await why(later(1))).toContain('somebody has put back an old copy')
    // The next update mends it.
    expect(kinds(await one.keep(chromeRootStore, chromeStoreOf(36, a), later(1)))).toEqual(['kept'])
    expect(await told(later(1))).toHaveLength(1)
  })
})

describe('damage and lies', () => {
  test('octets that were changed count as absent, with a word', async () => {
    await one.keep(cacert, cacertOf('May  6 03:12:01 2031', a), now)
    writeFileSync(fileOf('.raw'), cacertOf('May  6 03:12:01 2031', b))
    expect(await told()).toEqual([])
    expect(await why()).toBe('its content is damaged')
  })

  test('so do octets that are gone, and facts that are none', async () => {
    await one.keep(cacert, cacertOf('May  6 03:12:01 2031', a), now)
    const facts = readFileSync(fileOf('.json'), 'utf8')
    for (const damaged of [
      '',
      '{',
      'null',
      '[]',
      '{}',
      facts.replace('"tls"', '"built-in"'),
      facts.replace('"cacert"', '"certdata"'),
      facts.replace(/"fetchedAt": \d+/, '"fetchedAt": "now"'),
    ]) {
      writeFileSync(fileOf('.json'), damaged)
      expect(await told()).toEqual([])
      expect(await why()).toBe('its file of facts is damaged')
    }
    writeFileSync(fileOf('.json'), facts)
    expect(await told()).toHaveLength(1)
    rmSync(fileOf('.raw'))
    expect(await why()).toBe('its content is gone')
  })

  test.skipIf(authroots === null)(
    'a signed list cannot be made up in the cache, however the facts are set (skipped without ../shared)',
    async () => {
      const [, young] = authroots ?? [octets(''), octets('')]
      await one.keep(authroot, young, now)
      const forged = Uint8Array.from(young)
      // Somewhere within the list itself.
      forged[60_000] = (forged[60_000] ?? 0) ^ 1
      const [raw, facts] = [fileOf('.raw'), fileOf('.json')]
      const [was, is] = [sha256Hex(young), sha256Hex(forged)]
      writeFileSync(raw.replace(was, is), forged)
      writeFileSync(facts, readFileSync(facts, 'utf8').replaceAll(was, is))
      expect(await told()).toEqual([])
      expect(await why()).not.toBe('')
    },
  )

  test.skipIf(process.platform === 'win32')('a folder to which others may write counts as nothing', async () => {
    await one.keep(certdata, certdataOf(a), now)
    for (const mode of [0o770, 0o707, 0o722]) {
      chmodSync(one.cache, mode)
      expect(await told()).toEqual([])
      expect(await why()).toContain('somebody else may write')
      expect(kinds(await one.keep(certdata, certdataOf(a), now))).toEqual(['not-written'])
    }
    chmodSync(one.cache, 0o755)
    expect(await told()).toHaveLength(1)
    if (process.getuid?.() !== 0) return
    // Another user's, whose home an administrator came with (`sudo -E`).
    chownSync(one.cache, 65_534, 65_534)
    expect(await told()).toEqual([])
  })

  test('what claims to be from the future is neither taken nor counted', async () => {
    expect(kinds(await one.keep(certdata, certdataOf(a), now, { fetchedAt: later(2) }))).toEqual(['refused'])
    await one.keep(certdata, certdataOf(a), later(2))
    expect(await told(now)).toEqual([])
    expect(await why(now)).toContain('still to come')
    expect(await told(later(2))).toHaveLength(1)
  })

  test('a clock that is set back does not make an old copy count again', async () => {
    await one.keep(certdata, certdataOf(b), now)
    await one.keep(cacert, cacertOf('May  6 03:12:01 2031', b), now)
    const copy = join(one.home, 'copy')
    cpSync(one.cache, copy, { recursive: true })
    await one.keep(certdata, certdataOf(a), later(100))
    await one.keep(cacert, cacertOf('Aug  6 03:12:01 2031', a), later(100))
    rmSync(one.cache, { recursive: true })
    cpSync(copy, one.cache, { recursive: true })
    expect(await told(later(1))).toEqual([])
    expect(await why(later(1))).toMatch(/put back an old copy, or the clock is or was wrong.*put back an old copy/)
    // Nor by fetching one that tells its own day, nor out of a file; what is fetched now and tells none is of now.
    expect(kinds(await one.keep(cacert, cacertOf('May  7 03:12:01 2031', b), later(1)))).toEqual(['refused'])
    const brought = { fetchedAt: later(1), how: 'vouched' } as const
    expect(kinds(await one.keep(certdata, certdataOf(b), later(1), brought))).toEqual(['refused'])
    expect(kinds(await one.keep(certdata, certdataOf(b), later(1)))).toEqual(['kept'])
  })

  test('a clock behind this release lowers no mark, and makes no list young', async () => {
    const early = utc('2025-01-01T00:00:00Z')
    await one.keep(certdata, certdataOf(a), now)
    expect(kinds(await one.keep(certdata, certdataOf(b), early))).toEqual(['refused'])
    // All that tells of later days is gone but the release itself.
    for (const folder of [one.cache, one.state]) rmSync(folder, { recursive: true })
    await one.keep(certdata, certdataOf(b), early)
    const [publication] = (await programmeData(one.host, early)).publications
    expect(publication?.asOf).toBe(early)
    expect(freshness(publication as Publication, notBeforeRelease(early))).toBe('old')
    expect(notBeforeRelease(now)).toBe(now)
  })

  test('a clock that was wrong once does not close the cache for ever', async () => {
    await one.keep(certdata, certdataOf(b), later(4000))
    expect(kinds(await one.keep(certdata, certdataOf(a), now))).toEqual(['kept'])
    expect(await told()).toEqual([`mozilla ${sha256Hex(a)} included`])
  })

  test('a page of HTML is not the publication, and what is kept stays', async () => {
    await one.keep(certdata, certdataOf(a), now)
    for (const source of publishedSources) {
      expect(kinds(await one.keep(source, octets('<html><body>Please log in</body></html>'), later(1)))).toEqual(['unreadable'])
    }
    expect(await told(later(1))).toHaveLength(1)
  })
})

describe('writing', () => {
  test('a folder that cannot be written is told, and what is kept stays', async () => {
    mkdirSync(join(one.home, '.cache'))
    writeFileSync(join(one.home, '.cache', 'rootcause'), 'a file in the way')
    expect(await one.keep(certdata, certdataOf(a), now)).toMatchObject({
      kind: 'not-written',
      why: expect.stringContaining('it cannot be kept: cannot '),
    })
  })

  test('many at once leave one whole issue: the newest', async () => {
    const issues = [40, 38, 39, 41, 36, 37]
    const all = await Promise.all(issues.map((n) => one.keep(chromeRootStore, chromeStoreOf(n, a), now)))
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['kept', 'refused']))
    const { publications, statements, unusable } = await programmeData(one.host, now)
    expect([publications.length, statements.length, unusable]).toEqual([1, 1, []])
    expect(readFileSync(fileOf('.json'), 'utf8')).toContain('"000000041"')
    expect(readdirSync(one.cache)).toHaveLength(3)
  })

  test('who finds another one at work waits until it has ended', async () => {
    mkdirSync(one.cache, { recursive: true })
    const lock = join(one.cache, '.lock')
    writeFileSync(lock, `${process.pid} ${startOf(process.pid)}`)
    let isFree = false
    setTimeout(() => {
      isFree = true
      rmSync(lock)
    }, 80)
    expect(kinds(await one.keep(certdata, certdataOf(a), now))).toEqual(['kept'])
    expect(isFree).toBe(true)
  })

  test('the lock and the drafts of a process that was killed are cleared away', async () => {
    mkdirSync(one.cache, { recursive: true })
    // No process has that number: Linux counts to 2^22 at most (proc(5), pid_max).
    writeFileSync(join(one.cache, '.lock'), '4194305 1')
    writeFileSync(join(one.cache, '.rootcause-4194305-0123456789abcdef'), 'half')
    expect(kinds(await one.keep(certdata, certdataOf(a), now))).toEqual(['kept'])
    expect(readdirSync(one.cache).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('what was written before the facts is no issue: a kill in between leaves the old one', async () => {
    await one.keep(certdata, certdataOf(a), now)
    const young = certdataOf(a, b)
    copyFileSync(fileOf('.read'), fileOf('.read').replace(/[0-9a-f]{64}/, sha256Hex(young)))
    writeFileSync(join(one.cache, `certdata-${sha256Hex(young)}.raw`), young.subarray(0, 100))
    expect(await told()).toEqual([`mozilla ${sha256Hex(a)} included`])
    await one.keep(certdata, certdataOf(a), later(1))
    expect(existsSync(join(one.cache, `certdata-${sha256Hex(young)}.raw`))).toBe(false)
  })
})
