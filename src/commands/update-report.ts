import { isoTime, type UnixSeconds } from '../model/time.ts'
import type { CachedFacts } from '../programmes/shared/cache-facts.ts'
import { ageOf, freshness } from '../roots/authenticity/freshness.ts'
import { bad, code, command, dim, good, hanging, type Line, plain, type Span, strong, warn } from '../report/styled.ts'
import type { Updated } from './fetch-published.ts'

/** What `update` did, as JSON has it. */
export interface UpdateReport {
  readonly schema: 1
  readonly at: UnixSeconds
  /** Where publications are kept; empty: nowhere. */
  readonly folder: string
  readonly publications: readonly Updated[]
  readonly saved: Saved | null
  /** `host:port` of everybody who was contacted. */
  readonly contacted: readonly string[]
}

/** The file of `--save`. */
export interface Saved {
  readonly file: string
  readonly sha256: string
  readonly octets: number
  /** Which publications it holds. */
  readonly publications: readonly string[]
}

/** A publication as `--list` shows it. */
export interface Listed {
  readonly id: string
  readonly title: string
  readonly addresses: readonly string[]
  readonly kept: CachedFacts | null
  /** Why what is kept does not count; empty: it does, or there is nothing. */
  readonly unusable: string
}

/** What `--list` shows, as JSON has it. */
export interface ListReport {
  readonly schema: 1
  readonly at: UnixSeconds
  readonly folder: string
  readonly publications: readonly Listed[]
}

/** The list in words. */
export const renderListed = ({ at, folder, publications }: ListReport): readonly Line[] => [
  [plain('What root programmes publish, kept in '), code(folder === '' ? 'no folder: this user has none' : folder)],
  ...publications.flatMap(({ id, title, addresses, kept, unusable }): readonly Line[] => [
    [],
    hanging('    ', [strong(id), plain(`  ${title}`)]),
    ...addresses.map((address): Line => hanging('    ', [plain('  '), dim(address)])),
    hanging(
      '    ',
      unusable !== ''
        ? [plain('  '), bad('not counted'), plain(`: ${unusable}`)]
        : kept === null
          ? [plain('  '), dim('nothing is kept')]
          : [plain('  '), ...keptWords(kept, at)],
    ),
  ]),
]

/** What was done in words. */
export const renderUpdated = ({ at, folder, publications, saved, contacted }: UpdateReport): readonly Line[] => [
  ...publications.flatMap((updated): readonly Line[] => updatedLines(updated, at)),
  [],
  [plain('Kept in '), code(folder)],
  ...(contacted.length === 0 ? [] : [hanging('  ', [dim(`Third parties that were asked: ${contacted.join(', ')}.`)])]),
  ...(saved === null ? [] : savedLines(saved)),
]

const results: Readonly<Record<Updated['result'], Span>> = {
  fetched: good('fetched'),
  'not-modified': good('not modified'),
  refused: warn('refused'),
  failed: bad('failed'),
}

function updatedLines({ id, title, result, why, kept }: Updated, at: UnixSeconds): readonly Line[] {
  const head: Line = [strong(id), plain(`  ${title}: `), results[result]]
  if (result === 'fetched' || result === 'not-modified') return [head, ...(kept === null ? [] : [aside(keptWords(kept, at))])]
  const still: readonly Span[] = kept === null ? [dim('nothing is kept')] : [plain('kept: '), ...keptWords(kept, at)]
  return [head, aside([plain(why)]), aside(still)]
}

const aside = (line: readonly Span[]): Line => hanging('    ', [plain('  '), ...line])

function keptWords({ position: { asOf }, octets, how, id }: CachedFacts, at: UnixSeconds): readonly Span[] {
  const state = freshness({ id, title: '', asOf, how }, at)
  const age = `of ${isoTime(asOf).slice(0, 10)}, ${ageWords(ageOf({ id, title: '', asOf, how }, at))}, ${sizeWords(octets)}, ${howWords[how]}`
  return [
    plain(age),
    ...(state === 'old'
      ? [plain(', '), warn('too old to count')]
      : state === 'future'
        ? [plain(', '), warn('from the future: not counted')]
        : []),
  ]
}

const howWords: Readonly<Record<CachedFacts['how'], string>> = {
  tls: 'fetched over verified TLS',
  signed: 'its signature verified',
  vouched: 'from a file whose SHA-256 was given',
}

/** The age of content as readers count it. */
function ageWords(age: number): string {
  const days = Math.max(0, Math.floor(age / 86_400))
  return days === 0 ? 'less than a day old' : days === 1 ? '1 day old' : `${days} days old`
}

const sizeWords = (octets: number): string =>
  octets < 1_000_000 ? `${Math.ceil(octets / 1000)} kB` : `${(octets / 1e6).toFixed(1)} MB`

function savedLines({ file, sha256, octets, publications }: Saved): readonly Line[] {
  return [
    [],
    [
      plain(
        `Saved ${publications.length} ${publications.length === 1 ? 'publication' : 'publications'} (${sizeWords(octets)}) in `,
      ),
      code(file),
    ],
    [plain('SHA-256 '), command(sha256)],
    hanging('  ', [
      dim(
        'On the other machine: rootcause update --from FILE --sha256 HEX. Take the SHA-256 there by another way than the file.',
      ),
    ]),
  ]
}
