import type { Publication } from '../../model/authenticity.ts'
import { seconds, type UnixSeconds } from '../../model/time.ts'

/** What is kept beside a publication's octets: where and when they were had, and what they are. */
export interface CachedFacts {
  /** Of the source. */
  readonly id: string
  /** Where it was had; `file` for one that the user brought. */
  readonly address: string
  /** RFC 9110 §8.8, as the server gave them; empty: it gave none. */
  readonly etag: string
  readonly lastModified: string
  /** When it was fetched, or when the server last said that it is still the same. */
  readonly fetchedAt: UnixSeconds
  readonly position: Position
  readonly octets: number
  /** Of the octets, in hexadecimal. */
  readonly sha256: string
  readonly how: Exclude<Publication['how'], 'built-in'>
}

/** Where a publication stands among its issues. */
export interface Position {
  readonly issue: string
  readonly asOf: UnixSeconds
}

/**
 * Whether one issue is older than another: by their numbers, where both have different ones, otherwise by the day of the content. A publication
 * without a day has that of its fetching, so that an old one that a server sends anew cannot be told by it.
 */
export const isOlder = (one: Position, other: Position): boolean =>
  one.issue !== '' && other.issue !== '' && one.issue !== other.issue ? one.issue < other.issue : one.asOf < other.asOf

/** Names of files in the cache folder. The octets have a name of their own, so that one renaming, of the facts, makes an issue current. */
export const factsFile = (id: string): string => `${id}.json`
export const rawFile = ({ id, sha256 }: Pick<CachedFacts, 'id' | 'sha256'>): string => `${id}-${sha256}.raw`
export const readFile = ({ id, sha256 }: Pick<CachedFacts, 'id' | 'sha256'>): string => `${id}-${sha256}.read`

/** The source to whose octets a file belongs; `null`: it holds none. */
export const ownerOf = (file: string): string | null => /^(.+)-[0-9a-f]{64}\.(?:raw|read)$/.exec(file)?.[1] ?? null

/** The newest issue of each source that was ever kept, in the folder for state: what outlasts the cache. */
export const marksFile = 'published.json'

/** Facts as a file. */
export const writeFacts = (facts: CachedFacts): Uint8Array => written({ schema: 1, ...facts })

/** Facts of a file; `null`: it is damaged. */
export function readFacts(file: Uint8Array): CachedFacts | null {
  const read = parsed(file)
  if (read === null || read['schema'] !== 1) return null
  const { id, address, etag, lastModified, fetchedAt, octets, sha256, how } = read
  const position = positionOf(read['position'])
  if (typeof id !== 'string' || typeof address !== 'string' || typeof etag !== 'string' || typeof lastModified !== 'string')
    return null
  if (!isInstant(fetchedAt) || position === null || typeof octets !== 'number') return null
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null
  if (how !== 'tls' && how !== 'signed' && how !== 'vouched') return null
  return { id, address, etag, lastModified, fetchedAt: seconds(fetchedAt), position, octets, sha256, how }
}

/** Newest issues by source. */
export type Marks = Readonly<Record<string, Position>>

/** Marks as a file. */
export const writeMarks = (marks: Marks): Uint8Array => written({ schema: 1, marks })

/** Marks of a file; what is damaged in it is left out, and a missing file has none. */
export function readMarks(file: Uint8Array | null): Marks {
  const marks = file === null ? null : parsed(file)?.['marks']
  if (!isRecord(marks)) return {}
  const read = Object.entries(marks).map(([id, mark]) => [id, positionOf(mark)] as const)
  return Object.fromEntries(read.flatMap(([id, mark]) => (mark === null ? [] : [[id, mark] as const])))
}

/** How far ahead of the clock a day may lie before it is no day but a wrong clock, in seconds. */
const mostAhead = 86_400

/** Whether an instant lies so far ahead that it tells of a wrong clock, now or when it was written. */
export const isAhead = (at: UnixSeconds, now: UnixSeconds): boolean => at > now + mostAhead

/** The mark of a source; `null`: there is none. One that lies ahead of the clock holds too: it is the clock that may have been set back. */
export const markOf = (marks: Marks, id: string): Position | null => (Object.hasOwn(marks, id) ? (marks[id] ?? null) : null)

const written = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)

function parsed(file: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(file))
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isInstant = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

function positionOf(value: unknown): Position | null {
  if (!isRecord(value)) return null
  const { issue, asOf } = value
  return typeof issue === 'string' && isInstant(asOf) ? { issue, asOf: seconds(asOf) } : null
}
