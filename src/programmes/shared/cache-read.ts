import type { Host } from '../../host/host.ts'
import { cacheFolder, inFolder, stateFolder } from '../../host/user-folders.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import type { PublishedSource, ReadContext } from '../published-source.ts'
import { type Content, readDerived } from './cache-derived.ts'
import {
  type CachedFacts,
  factsFile,
  isAhead,
  isOlder,
  type Marks,
  markOf,
  marksFile,
  rawFile,
  readFacts,
  readFile,
  readMarks,
} from './cache-facts.ts'

/** What reading needs of the edge. */
export interface Octets extends Omit<ReadContext, 'fetchedAt'> {
  /** In hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string
}

/** What the cache has of one source. */
export type Cached =
  | { readonly kind: 'absent' }
  /** Something is there, and does not count: why, for the reader, lower case, no full stop. */
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'content'; readonly facts: CachedFacts; readonly raw: Uint8Array; readonly content: Content }

/** Folder of what was published, in the user's cache; `null`: he has none. */
export const publishedFolder = (host: Host): string | null => cacheFolder('published', host)

/** Folder of the marks; `null`: he has none. */
export const marksFolder = (host: Host): string | null => stateFolder('published', host)

/** Marks of this user; those that cannot be read count as absent. */
export function marksOf(host: Host): Marks {
  const folder = marksFolder(host)
  if (folder === null) return {}
  try {
    return readMarks(host.readFile(inFolder(folder, marksFile, host)))
  } catch {
    return {}
  }
}

/**
 * What the cache has of a source, its octets compared with their SHA-256. What is older than what was kept once is an old copy that
 * was put in its place, and does not count. Whoever can write to both folders of the user is the user as far as this program can tell: he
 * can put there what he likes, but for lists that carry a signature, which is verified whenever they are read.
 */
export function readCached(host: Host, source: PublishedSource, marks: Marks, now: UnixSeconds, octets: Octets): Cached {
  const folder = publishedFolder(host)
  if (folder === null) return { kind: 'absent' }
  const read = (name: string): Uint8Array | null => host.readFile(inFolder(folder, name, host))
  try {
    if (host.isOthers?.(folder) === true) return unusable('somebody else may write to the folder in which it is kept')
    // An update may replace the octets between the two readings: the facts are read again once.
    for (const isLast of [false, true]) {
      const file = read(factsFile(source.id))
      if (file === null) return { kind: 'absent' }
      const facts = readFacts(file)
      if (facts === null || facts.id !== source.id) return unusable('its file of facts is damaged')
      const raw = read(rawFile(facts))
      if (raw === null && !isLast) continue
      if (raw === null) return unusable('its content is gone')
      return judged(source, { facts, raw, derived: () => read(readFile(facts)) }, marks, now, octets)
    }
    return { kind: 'absent' }
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error))
  }
}

const unusable = (why: string): Cached => ({ kind: 'unusable', why })

interface Found {
  readonly facts: CachedFacts
  readonly raw: Uint8Array
  readonly derived: () => Uint8Array | null
}

function judged(source: PublishedSource, { facts, raw, derived }: Found, marks: Marks, now: UnixSeconds, octets: Octets): Cached {
  if (octets.sha256(raw) !== facts.sha256) return unusable('its content is damaged')
  if (isAhead(facts.fetchedAt, now))
    return unusable(`it claims to be fetched at ${isoTime(facts.fetchedAt)}, which is still to come`)
  // A signature is verified each time; what is believed for its transport cannot be verified again.
  const isSigned = source.believed === 'signature'
  const file = isSigned ? null : derived()
  const quick = file === null ? null : readDerived(file, facts, octets.sha256)
  const content = quick ?? source.read(raw, { ...octets, fetchedAt: facts.fetchedAt })
  if (content.kind === 'unreadable') return unusable(content.why)
  const mark = markOf(marks, source.id)
  if (mark !== null && isOlder(content, mark)) {
    const orElse = isAhead(mark.asOf, now) ? ', or the clock is or was wrong' : ''
    return unusable(
      `it is of ${isoTime(content.asOf)}, older than what was kept before (${isoTime(mark.asOf)}): somebody has put back an old copy${orElse}`,
    )
  }
  return {
    kind: 'content',
    facts: { ...facts, how: isSigned ? 'signed' : facts.how === 'vouched' ? 'vouched' : 'tls' },
    raw,
    content,
  }
}
