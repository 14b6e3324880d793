import { RootcauseError } from '../model/error.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import type { PublishedSource } from '../programmes/published-source.ts'
import { readArchive } from '../programmes/shared/cache-archive.ts'
import { type Had, type Keeping, keep } from '../programmes/shared/cache-keep.ts'
import { marksOf, readCached } from '../programmes/shared/cache-read.ts'
import { gunzip } from '../programmes/shared/gzip.ts'
import { ownFingerprint } from '../roots/authenticity/own-fingerprint.ts'
import { type Updated, updatedBy } from './fetch-published.ts'

/** A file that the user brought. */
export interface BroughtFile {
  readonly bytes: Uint8Array
  /** When it was last written: the day of what does not tell its own. */
  readonly modified: UnixSeconds
  /** As typed; `null`: not given. */
  readonly sha256: string | null
}

/** Most that an archive may hold, in octets: all publications at their largest are half of it. */
const most = 2 ** 28

/**
 * Takes publications from a file: an archive of `--save`, or one publication as it was published. What carries a signature is believed for
 * it; the rest only when the user says which file it should be, by its whole SHA-256. A wrong one is refused, and the file's own is not
 * told: who pastes it back has compared nothing.
 */
export async function publishedFromFile(
  file: BroughtFile,
  sources: readonly PublishedSource[],
  keeping: Keeping,
): Promise<readonly Updated[]> {
  const isVouched = vouched(file, keeping)
  const { host, now, octets } = keeping
  const marks = marksOf(host)
  const done: Updated[] = []
  for (const [source, had] of brought(file, sources, keeping)) {
    const cached = readCached(host, source, marks, now, octets)
    const before = cached.kind === 'content' ? cached.facts : null
    if (source.believed === 'transport' && !isVouched) {
      const why = 'it carries no signature: it is taken only with the SHA-256 of the file, as whoever made it tells it (--sha256)'
      done.push({
        id: source.id,
        title: source.title,
        result: 'refused',
        reason: 'not-vouched',
        why,
        kept: before,
        contacted: [],
      })
      continue
    }
    done.push(updatedBy(await keep(source, had, keeping), source, 'fetched', before, []))
  }
  return done
}

function vouched({ bytes, sha256 }: BroughtFile, { octets }: Keeping): boolean {
  if (sha256 === null) return false
  const given = ownFingerprint(sha256)
  if (given === null) {
    const digits = sha256.replace(/[^0-9a-f]/gi, '').length
    throw new RootcauseError(
      'usage',
      `a SHA-256 has 64 hexadecimal digits, and what is given is none (${digits} digits)`,
      'give it whole, as whoever made the file tells it',
    )
  }
  if (given !== octets.sha256(bytes)) {
    throw new RootcauseError(
      'input',
      'the file has another SHA-256 than the one that is given: nothing of it is taken',
      'compare with whoever made the file: it was changed on the way, or it is another one',
    )
  }
  return true
}

type Brought = readonly (readonly [source: PublishedSource, had: Had])[]

function brought(file: BroughtFile, sources: readonly PublishedSource[], keeping: Keeping): Brought {
  const { octets, now } = keeping
  const tar = gunzip(file.bytes, octets.inflate, most)
  const archived = tar === null ? null : readArchive(tar, octets.sha256)
  if (archived !== null) {
    return archived.flatMap(({ facts, raw }) => {
      const source = sources.find(({ id }) => id === facts.id)
      if (source === undefined) return []
      // A signed list tells its own day; the archive's facts are nobody's word without the SHA-256.
      const fetchedAt = source.believed === 'signature' ? now : facts.fetchedAt
      const { etag, lastModified, address } = facts
      return [[source, { bytes: raw, address, etag, lastModified, fetchedAt, how: 'vouched' }] as const]
    })
  }
  const fetchedAt = seconds(Math.min(file.modified, now))
  const readers = sources.flatMap((source) => {
    if (file.bytes.length > source.maxOctets) return []
    const at = source.believed === 'signature' ? now : fetchedAt
    const content = source.read(file.bytes, { ...octets, fetchedAt: at })
    return content.kind === 'content' ? [{ source, at, says: content.statements.length > 0 }] : []
  })
  // A bundle of certificates can be read as a bare list of certificates too.
  const telling = readers.some((r) => r.says) ? readers.filter((r) => r.says) : readers
  const [only, ...more] = telling
  if (only === undefined) {
    throw new RootcauseError(
      'input',
      'the file is neither an archive of rootcause update nor a publication that is known',
      'rootcause update --list names the publications',
    )
  }
  if (more.length > 0) {
    const ids = telling.map(({ source }) => source.id).join(', ')
    throw new RootcauseError('usage', `the file can be read as several publications: ${ids}`, 'say which it is with --only')
  }
  const had: Had = { bytes: file.bytes, address: 'file', etag: '', lastModified: '', fetchedAt: only.at, how: 'vouched' }
  return [[only.source, had]]
}
