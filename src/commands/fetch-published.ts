import { type GetOptions, type Got, trustedGet } from '../fetch/trusted-get.ts'
import type { CachedFacts } from '../programmes/shared/cache-facts.ts'
import { type Kept, type Keeping, keep } from '../programmes/shared/cache-keep.ts'
import { type Cached, marksOf, readCached } from '../programmes/shared/cache-read.ts'
import type { PublishedSource } from '../programmes/published-source.ts'

/** What became of one publication. */
export interface Updated {
  readonly id: string
  readonly title: string
  readonly result: 'fetched' | 'not-modified' | 'refused' | 'failed'
  /** A word for it, where it is none of the good ones: of `FailureReason`, or `unreadable`, `older`, `not-written`, `not-vouched`; otherwise empty. */
  readonly reason: string
  /** The same in a sentence's part, for the reader; empty: nothing to say. */
  readonly why: string
  /** What the cache has now; `null`: nothing that counts. */
  readonly kept: CachedFacts | null
  readonly contacted: readonly string[]
}

/** How publications are fetched. */
export interface Fetching extends Keeping, Pick<GetOptions, 'connect' | 'judge' | 'timeoutMs' | 'idleMs' | 'signal'> {
  readonly addresses: Readonly<Record<string, readonly string[]>>
  /** Told as each is done. */
  readonly onDone: (updated: Updated) => void
}

/** Fetches publications: those of different hosts at the same time, those of one host one after the other. In the order of the sources. */
export async function fetchPublished(sources: readonly PublishedSource[], fetching: Fetching): Promise<readonly Updated[]> {
  const byHost = new Map<string, PublishedSource[]>()
  for (const source of sources) {
    const host = hostOf(fetching.addresses[source.id]?.[0])
    byHost.set(host, [...(byHost.get(host) ?? []), source])
  }
  const done = new Map<string, Updated>()
  const work = async (queue: readonly PublishedSource[]): Promise<void> => {
    for (const source of queue) {
      const updated = await fetchOne(source, fetching)
      done.set(source.id, updated)
      fetching.onDone(updated)
    }
  }
  await Promise.all([...byHost.values()].map(work))
  return sources.flatMap(({ id }) => done.get(id) ?? [])
}

const hostOf = (address: string | undefined): string => (address === undefined ? '' : new URL(address).host)

async function fetchOne(source: PublishedSource, fetching: Fetching): Promise<Updated> {
  const { host, now, octets, signal, addresses } = fetching
  const cached = readCached(host, source, marksOf(host), now, octets)
  const before = cached.kind === 'content' ? cached.facts : null
  const contacted: string[] = []
  const failures: Extract<Got, { readonly kind: 'failed' }>[] = []
  for (const address of addresses[source.id] ?? []) {
    const got = await trustedGet(address, {
      ...fetching,
      at: now,
      maxOctets: source.maxOctets,
      allowPlain: source.believed === 'signature',
      // What a file brought was never seen here as that of the server: it is fetched whole.
      known: before?.address === address && before.how !== 'vouched' ? before : null,
    })
    contacted.push(...got.contacted)
    if (got.kind === 'failed') failures.push(got)
    else {
      const kept = await keepAnswer(source, got, address, cached, fetching)
      return updatedBy(kept, source, got.kind === 'body' ? 'fetched' : 'not-modified', before, contacted)
    }
    if (signal.aborted) break
  }
  const [first] = failures
  return {
    id: source.id,
    title: source.title,
    result: 'failed',
    reason: first?.reason ?? 'network',
    why: failures.map(({ why }) => why).join('; ') || 'no address is known',
    kept: before,
    contacted,
  }
}

/** What has not changed is kept again, for it is known as of now. */
function keepAnswer(
  source: PublishedSource,
  got: Exclude<Got, { readonly kind: 'failed' }>,
  address: string,
  cached: Cached,
  fetching: Fetching,
): Promise<Kept> {
  const now = { address, fetchedAt: fetching.now, how: 'tls' } as const
  if (got.kind === 'body') return keep(source, { ...now, ...got }, fetching)
  if (cached.kind !== 'content') return Promise.resolve({ kind: 'unreadable', why: 'nothing has changed, and nothing is kept' })
  const { etag, lastModified } = cached.facts
  return keep(source, { ...now, etag, lastModified, bytes: cached.raw }, fetching)
}

/** What became of what was had. `before`: what the cache had. */
export function updatedBy(
  kept: Kept,
  { id, title }: PublishedSource,
  good: 'fetched' | 'not-modified',
  before: CachedFacts | null,
  contacted: readonly string[],
): Updated {
  const own = { id, title, contacted }
  if (kept.kind === 'kept') return { ...own, result: good, reason: '', why: '', kept: kept.facts }
  if (kept.kind === 'refused') return { ...own, result: 'refused', reason: 'older', why: kept.why, kept: before }
  const why = kept.kind === 'unreadable' ? `what was had is not the publication: ${kept.why}` : kept.why
  return { ...own, result: 'failed', reason: kept.kind, why, kept: before }
}
