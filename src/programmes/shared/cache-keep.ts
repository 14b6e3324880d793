import type { Host } from '../../host/host.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { newestDay } from '../../roots/newest-day.ts'
import type { PublishedSource } from '../published-source.ts'
import { type Content, writeDerived } from './cache-derived.ts'
import {
  type CachedFacts,
  factsFile,
  isAhead,
  isOlder,
  markOf,
  marksFile,
  ownerOf,
  type Position,
  rawFile,
  readFile,
  readMarks,
  writeFacts,
  writeMarks,
} from './cache-facts.ts'
import { type Octets, publishedFolder, readCached } from './cache-read.ts'
import { messageOf } from '../../host/system-words.ts'

/** A folder in which files are whole or absent. Everything throws what the system says. */
export interface KeptFolder {
  /** `null`: there is no such file. */
  readonly read: (name: string) => Uint8Array | null
  /** The old content or the new one, whatever happens. */
  readonly write: (name: string, content: Uint8Array) => void
  readonly remove: (name: string) => void
  readonly names: () => readonly string[]
  /** Nobody else who asks the same runs meanwhile. Rejects when another one does not end. */
  readonly alone: <T>(work: () => T) => Promise<T>
}

/** What was had, and how. */
export interface Had extends Pick<CachedFacts, 'address' | 'etag' | 'lastModified' | 'fetchedAt' | 'how'> {
  readonly bytes: Uint8Array
}

/** Where it is kept. */
export interface Keeping {
  readonly host: Host
  readonly cache: KeptFolder
  /** Of the marks. */
  readonly state: KeptFolder
  readonly now: UnixSeconds
  readonly octets: Octets
}

export type Kept =
  | { readonly kind: 'kept'; readonly facts: CachedFacts; readonly content: Content }
  /** `why`: lower case, no full stop. */
  | { readonly kind: 'unreadable' | 'refused' | 'not-written'; readonly why: string }

/** Keeps what was had of a source, unless it cannot be read, or is older than what is kept or was kept once. */
export async function keep(source: PublishedSource, had: Had, { host, cache, state, now, octets }: Keeping): Promise<Kept> {
  const content = source.read(had.bytes, { ...octets, fetchedAt: had.fetchedAt })
  if (content.kind === 'unreadable') return content
  if (isAhead(content.asOf, now) || isAhead(had.fetchedAt, now)) {
    return { kind: 'refused', why: `it claims to be of ${isoTime(content.asOf)}, which is still to come` }
  }
  const facts: CachedFacts = {
    id: source.id,
    address: had.address,
    etag: had.etag,
    lastModified: had.lastModified,
    fetchedAt: had.fetchedAt,
    position: { issue: content.issue, asOf: content.asOf },
    octets: had.bytes.length,
    sha256: octets.sha256(had.bytes),
    how: source.believed === 'signature' ? 'signed' : had.how,
  }
  try {
    return await cache.alone((): Kept => {
      const folder = publishedFolder(host)
      if (folder !== null && host.isOthers?.(folder) === true) throw new Error(`somebody else may write to ${folder}`)
      const marks = readMarks(state.read(marksFile))
      const mark = markOf(marks, source.id)
      const cached = readCached(host, source, marks, now, octets)
      const newest = newestOf(mark, cached.kind === 'content' ? cached.facts.position : null)
      if (newest !== null && isOlder(facts.position, newest) && !isOfWrongClock(newest, facts, now))
        return { kind: 'refused', why: olderWords(facts.position, newest) }
      // What is signed is read anew each time.
      const derived = facts.how === 'signed' ? null : writeDerived(content, facts, octets.sha256)
      put(cache, facts, had.bytes, derived)
      // Last: a mark without what it marks would make the cache look like an old copy.
      state.write(marksFile, writeMarks({ ...marks, [source.id]: facts.position }))
      return { kind: 'kept', facts, content }
    })
  } catch (error) {
    return { kind: 'not-written', why: `it cannot be kept: ${messageOf(error)}` }
  }
}

/**
 * Whether a mark tells of a clock that ran ahead when it was set, and would refuse all that is fetched until then: it lies ahead of a clock
 * that is not behind this program itself, and what was fetched just now tells no day or greater number of its own. What tells its own day,
 * or was not fetched here, is held to every mark: the clock may have been set back so that it counts.
 */
const isOfWrongClock = (mark: Position, { position, fetchedAt, how }: CachedFacts, now: UnixSeconds): boolean =>
  isAhead(mark.asOf, now) &&
  now >= newestDay &&
  how === 'tls' &&
  position.asOf === fetchedAt &&
  fetchedAt === now &&
  position.issue >= mark.issue

const newestOf = (one: Position | null, other: Position | null): Position | null =>
  one === null ? other : other === null || isOlder(other, one) ? one : other

const olderWords = (own: Position, newest: Position): string =>
  own.issue !== newest.issue && own.issue !== '' && newest.issue !== ''
    ? `its issue ${bare(own.issue)} is older than ${bare(newest.issue)}, which was had before`
    : `it is of ${isoTime(own.asOf)}, older than what was had before (${isoTime(newest.asOf)})`

const bare = (issue: string): string => issue.replace(/^0+(?=.)/, '')

function put(cache: KeptFolder, facts: CachedFacts, bytes: Uint8Array, derived: Uint8Array | null): void {
  try {
    cache.write(rawFile(facts), bytes)
    if (derived !== null) cache.write(readFile(facts), derived)
    cache.write(factsFile(facts.id), writeFacts(facts))
  } finally {
    // Of what is current now, whichever that is, everything else is waste.
    tidy(cache, facts)
  }
}

function tidy(cache: KeptFolder, { id }: CachedFacts): void {
  try {
    const current = new TextDecoder().decode(cache.read(factsFile(id)) ?? new Uint8Array())
    const stale = cache
      .names()
      .filter((file) => ownerOf(file) === id && !current.includes(/-([0-9a-f]{64})\./.exec(file)?.[1] ?? ' '))
    for (const file of stale) cache.remove(file)
  } catch {
    // The next update tries again.
  }
}
