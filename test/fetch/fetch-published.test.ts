import type { IncomingMessage, RequestListener } from 'node:http'
import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectThrough } from '../../src/commands/connect-through.ts'
import { type Fetching, fetchPublished, type Updated } from '../../src/commands/fetch-published.ts'
import { type BroughtFile, publishedFromFile } from '../../src/commands/published-from-file.ts'
import type { UnixSeconds } from '../../src/model/time.ts'
import { seconds } from '../../src/model/time.ts'
import { addresses } from '../../src/programmes/addresses.ts'
import { programmeData } from '../../src/programmes/cached-content.ts'
import { publishedSources } from '../../src/programmes/index.ts'
import { writeArchive } from '../../src/programmes/shared/cache-archive.ts'
import { marksOf, readCached } from '../../src/programmes/shared/cache-read.ts'
import { octets, sha256Hex } from '../programmes/support.ts'
import { user, type User } from '../programmes/support/kept.ts'
import { authroots, cacertOf, certdataOf, chromeStoreOf, everything, rootOf } from '../programmes/support/published.ts'
import { judge, now, Replicas } from './support/replicas.ts'

const [a, b] = [rootOf('A'), rootOf('B')]
const later = (days: number): UnixSeconds => seconds(now + days * 86_400)
const replicas = new Replicas()
let one: User
beforeEach(() => {
  one = user()
})
afterEach(async () => {
  one.remove()
  await replicas.close()
})

const sourcesOf = (...ids: readonly string[]) => publishedSources.filter(({ id }) => ids.includes(id))

async function update(ids: readonly string[], at = now, fetching: Partial<Fetching> = {}): Promise<readonly Updated[]> {
  return fetchPublished(sourcesOf(...ids), {
    ...(await one.keeping(at)),
    addresses,
    connect: replicas.connect,
    judge,
    timeoutMs: 5000,
    idleMs: 3000,
    signal: new AbortController().signal,
    onDone: () => {},
    ...fetching,
  })
}

const results = (all: readonly Updated[]): readonly string[] =>
  all.map(({ id, result, reason }) => `${id} ${result}${reason === '' ? '' : ` ${reason}`}`)

/** A replica of every real host, that serves these by the real addresses; what it was asked. */
async function serve(
  contents: Readonly<Record<string, Uint8Array | RequestListener>>,
  only: readonly string[] = Object.keys(contents),
) {
  const asked: IncomingMessage[] = []
  const byHost = new Map<string, RequestListener>()
  for (const id of only) {
    const url = new URL(addresses[id]?.[0] ?? '')
    const next = byHost.get(url.origin)
    const content = contents[id]
    byHost.set(url.origin, (request, response) => {
      if (request.url !== `${url.pathname}${url.search}`)
        return next === undefined ? void response.writeHead(404).end() : next(request, response)
      asked.push(request)
      if (typeof content === 'function') content(request, response)
      else if (request.headers['if-none-match'] === tagOf(content)) response.writeHead(304).end()
      else response.setHeader('ETag', tagOf(content)).end(content)
    })
  }
  for (const [origin, answer] of byHost) {
    const { protocol, hostname } = new URL(origin)
    if (protocol === 'http:') await replicas.plain(hostname, answer)
    else await replicas.host(hostname, { answer })
  }
  return asked
}

const tagOf = (content: Uint8Array | undefined): string => `"${sha256Hex(content ?? octets(''))}"`

describe('an update', () => {
  test('has every publication from its real address, and the second time is told that nothing has changed', async () => {
    const all = everything(a, 'ab'.repeat(32))
    const ids = publishedSources.map(({ id }) => id).filter((id) => all[id] !== undefined)
    expect(ids.length).toBe(authroots === null ? 10 : 11)
    const asked = await serve(all)
    const first = await update(ids)
    expect(results(first)).toEqual(ids.map((id) => `${id} fetched`))
    expect(first.map(({ kept }) => kept?.sha256)).toEqual(ids.map((id) => sha256Hex(all[id] ?? octets(''))))
    expect(asked).toHaveLength(ids.length)
    const before = await programmeData(one.host, now)
    const second = await update(ids, later(10))
    expect(results(second)).toEqual(ids.map((id) => `${id} not-modified`))
    const after = await programmeData(one.host, later(10))
    expect(after.statements.length).toBe(before.statements.length)
    // What tells no day of its own is known to be as it is ten days later.
    expect(after.publications.find(({ id }) => id === 'certdata')?.asOf).toBe(later(10))
    expect(after.publications.find(({ id }) => id === 'cacert')?.asOf).toBe(
      before.publications.find(({ id }) => id === 'cacert')?.asOf,
    )
  })

  test('whose cache is damaged fetches it whole again', async () => {
    await serve({ certdata: certdataOf(a) })
    await update(['certdata'])
    const { cache } = await one.keeping(now)
    cache.write(readdirSync(one.cache).find((name) => name.endsWith('.raw')) ?? '', octets('damaged'))
    expect(results(await update(['certdata']))).toEqual(['certdata fetched'])
    expect((await programmeData(one.host, now)).statements).toHaveLength(1)
  })

  test('of some keeps what was had where others fail', async () => {
    await serve({ certdata: certdataOf(a), cacert: octets('<html>Please log in to the hotel network</html>') })
    const all = await update(['certdata', 'cacert', 'aosp'])
    expect(results(all)).toEqual(['certdata fetched', 'cacert failed unreadable', 'aosp failed network'])
    expect(all[1]?.why).toContain('not the publication')
  })

  test('takes nothing from a trusted proxy that forges every source at once', async () => {
    const ids = publishedSources.filter(({ believed }) => believed === 'transport').map(({ id }) => id)
    const forged = everything(b, 'cd'.repeat(32))
    const hosts = new Set(ids.map((id) => new URL(addresses[id]?.[0] ?? '').hostname))
    let served = 0
    for (const host of hosts) {
      await replicas.host(host, { by: 'stranger', answer: (_, response) => void (served++, response.end(forged['certdata'])) })
    }
    const port = await replicas.proxy()
    const all = await update(ids, now, { connect: connectThrough({ HTTPS_PROXY: `http://127.0.0.1:${port}` }) })
    expect(results(all)).toEqual(ids.map((id) => `${id} failed forged`))
    expect(served).toBe(0)
    expect(await programmeData(one.host, now)).toMatchObject({ statements: [], publications: [] })
  })

  test.skipIf(authroots === null)(
    'believes a signed list over plain HTTP, and not a changed one (skipped without ../shared)',
    async () => {
      const [old, young] = authroots ?? [octets(''), octets('')]
      const forged = Uint8Array.from(young)
      forged[60_000] = (forged[60_000] ?? 0) ^ 1
      await serve({ authroot: forged })
      expect(results(await update(['authroot']))).toEqual(['authroot failed unreadable'])
      await replicas.close()
      await serve({ authroot: young })
      expect(results(await update(['authroot']))).toEqual(['authroot fetched'])
      await replicas.close()
      await serve({ authroot: old })
      expect(results(await update(['authroot']))).toEqual(['authroot refused older'])
      expect((await programmeData(one.host, now)).publications[0]?.how).toBe('signed')
    },
  )

  test('refuses an old issue that a server sends anew, and keeps the young one', async () => {
    await serve({ cacert: cacertOf('May  6 03:12:01 2031', a) })
    await update(['cacert'])
    await replicas.close()
    await serve({ cacert: cacertOf('May  6 03:12:01 2030', b) })
    const [again] = await update(['cacert'], later(1))
    expect(again).toMatchObject({
      result: 'refused',
      reason: 'older',
      kept: { sha256: sha256Hex(cacertOf('May  6 03:12:01 2031', a)) },
    })
    expect((await programmeData(one.host, later(1))).statements.map(({ sha256 }) => sha256)).toEqual([sha256Hex(a)])
  })

  test('that is cut leaves what was kept, whole', async () => {
    await serve({ certdata: certdataOf(a) })
    await update(['certdata'])
    await replicas.close()
    const young = certdataOf(a, b)
    // Cut between two objects: the file alone looks whole.
    const half = young.subarray(0, Buffer.from(young).lastIndexOf('CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE'))
    await serve({
      certdata: (_, response) => {
        response.writeHead(200, { 'Content-Length': young.length })
        response.write(half, () => response.socket?.destroy())
      },
    })
    expect(results(await update(['certdata'], later(1)))).toEqual(['certdata failed answer'])
    expect((await programmeData(one.host, later(1))).statements.map(({ sha256 }) => sha256)).toEqual([sha256Hex(a)])
  })

  test('that is stopped in the middle leaves what was kept before, and nothing half', async () => {
    const stop = new AbortController()
    await serve({
      certdata: certdataOf(a),
      cacert: (_, response) => {
        response.writeHead(200, { 'Content-Length': 100_000 }).write('##')
        stop.abort()
      },
    })
    await update(['certdata'])
    const before = readdirSync(one.cache)
    expect(results(await update(['cacert'], now, { signal: stop.signal }))).toEqual(['cacert failed stopped'])
    expect(readdirSync(one.cache)).toEqual(before)
    expect((await programmeData(one.host, now)).unusable).toEqual([])
  })

  test('tells a wrong clock as such', async () => {
    await serve({ certdata: certdataOf(a) })
    expect(results(await update(['certdata'], later(400)))).toEqual(['certdata failed clock'])
  })
})

describe('from a file', () => {
  const take = async (file: Partial<BroughtFile> & Pick<BroughtFile, 'bytes'>, ids = publishedSources.map(({ id }) => id)) =>
    publishedFromFile({ modified: now, sha256: null, ...file }, sourcesOf(...ids), await one.keeping(now))

  /** What another machine has kept, as its `--save` writes it. */
  async function archive(contents: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
    const other = user()
    try {
      const { octets: own } = await other.keeping(now)
      const all = []
      for (const source of sourcesOf(...Object.keys(contents))) {
        await other.keep(source, contents[source.id] ?? octets(''), later(-3), {
          etag: '"one"',
          address: addresses[source.id]?.[0] ?? '',
        })
        const cached = readCached(other.host, source, marksOf(other.host), now, own)
        if (cached.kind === 'content') all.push(cached)
      }
      return new Uint8Array(gzipSync(writeArchive(all)))
    } finally {
      other.remove()
    }
  }

  test('an archive is believed with its whole SHA-256, however it is written, with the days of where it was made', async () => {
    const all = everything(a, 'ab'.repeat(32))
    const bytes = await archive(all)
    const sha256 = sha256Hex(bytes)
      .toUpperCase()
      .replace(/(..)(?=.)/g, '$1:')
    expect(results(await take({ bytes, sha256 }))).toEqual(sourcesOf(...Object.keys(all)).map(({ id }) => `${id} fetched`))
    const { publications } = await programmeData(one.host, now)
    expect(publications.find(({ id }) => id === 'certdata')).toMatchObject({ how: 'vouched', asOf: later(-3) })
    if (authroots !== null) expect(publications.find(({ id }) => id === 'authroot')).toMatchObject({ how: 'signed' })
  })

  test.skipIf(authroots === null)('without it only what carries a signature is (skipped without ../shared)', async () => {
    const bytes = await archive(everything(a, 'ab'.repeat(32)))
    const all = await take({ bytes })
    expect(all.filter(({ result }) => result === 'fetched').map(({ id }) => id)).toEqual(['authroot'])
    expect(new Set(all.filter(({ id }) => id !== 'authroot').map(({ result, reason }) => `${result} ${reason}`))).toEqual(
      new Set(['refused not-vouched']),
    )
    expect(JSON.stringify(all)).not.toContain(sha256Hex(bytes))
    expect((await programmeData(one.host, now)).publications.map(({ id }) => id)).toEqual(['authroot'])
  })

  test('a wrong or a short SHA-256 refuses everything, and the true one is not told', async () => {
    const bytes = await archive({ certdata: certdataOf(a), chrome: chromeStoreOf(36, a) })
    const own = sha256Hex(bytes)
    const wrong = `${own.slice(0, 63)}${own.endsWith('0') ? '1' : '0'}`
    for (const sha256 of [wrong, own.slice(0, 40), own.slice(0, 63), `${own}0`, '', 'x'.repeat(64), sha256Hex(certdataOf(a))]) {
      const error: unknown = await take({ bytes, sha256 }).catch((e: unknown) => e)
      expect(error).toMatchObject({ name: 'RootcauseError' })
      expect(error instanceof Error && 'hint' in error ? `${error.message} ${String(error.hint)}` : own).not.toContain(
        own.slice(0, 16),
      )
    }
    expect((await programmeData(one.host, now)).publications).toEqual([])
  })

  test('a publication as it was published: signed, or vouched for; never newer than its file', async () => {
    const bytes = certdataOf(a)
    expect(results(await take({ bytes }))).toEqual(['certdata refused not-vouched'])
    expect(results(await take({ bytes, sha256: sha256Hex(bytes), modified: later(-100) }))).toEqual(['certdata fetched'])
    expect((await programmeData(one.host, now)).publications).toMatchObject([
      { id: 'certdata', how: 'vouched', asOf: later(-100) },
    ])
    expect(results(await take({ bytes, sha256: sha256Hex(bytes), modified: later(100) }))).toEqual(['certdata fetched'])
    expect((await programmeData(one.host, now)).publications[0]?.asOf).toBe(now)
    if (authroots !== null) expect(results(await take({ bytes: authroots[1] }))).toEqual(['authroot fetched'])
  })

  test('each is known for what it is; a file that is none is refused', async () => {
    const all = everything(a, 'ab'.repeat(32))
    for (const [id, bytes] of Object.entries(all)) {
      expect((await take({ bytes, sha256: sha256Hex(bytes) }, [id])).map((u) => u.id)).toEqual([id])
      const known = await take({ bytes, sha256: sha256Hex(bytes) }).catch((e: unknown) => (e instanceof Error ? e.message : ''))
      if (typeof known === 'string') expect(known).toMatch(new RegExp(`several publications: .*${id}`))
      else expect(known.map((u) => u.id)).toEqual([id])
    }
    await expect(take({ bytes: octets('<html>') })).rejects.toThrow('neither an archive')
    await expect(take({ bytes: octets('') })).rejects.toThrow('neither an archive')
  })

  test('an archive with a foreign or a damaged file is none', async () => {
    const bytes = await archive({ certdata: certdataOf(a) })
    const damaged = Uint8Array.from(bytes)
    damaged[200] = (damaged[200] ?? 0) ^ 1
    for (const other of [damaged, bytes.subarray(0, -1), bytes.subarray(0, 300)]) {
      await expect(take({ bytes: other, sha256: sha256Hex(other) })).rejects.toThrow('neither an archive')
    }
  })

  test('what a file brought is fetched whole afterwards, whatever validators it names', async () => {
    const bytes = await archive({ certdata: certdataOf(a) })
    await take({ bytes, sha256: sha256Hex(bytes) })
    const asked = await serve({ certdata: certdataOf(a) })
    expect(results(await update(['certdata'], later(1)))).toEqual(['certdata fetched'])
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined])
    expect((await programmeData(one.host, later(1))).publications[0]?.how).toBe('tls')
  })
})
