// The histories of the corpora as differences between snapshots.
import { readFileSync } from 'node:fs'
import type { RawSnapshot, RawStore } from '../src/roots/table.ts'
import { compareVersions, versionNumbers } from '../src/roots/version.ts'

interface Snapshot {
  readonly date: string | null
  readonly source_date?: string | null
  readonly version?: string | null
  readonly suite?: string
  readonly last_seen?: string
  readonly also_versions?: readonly (readonly [string, string])[]
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly blocked_added?: readonly string[]
  readonly blocked_removed?: readonly string[]
  readonly distrust_after?: Readonly<Record<string, string>>
}

/** The whole content at one moment, on the way to differences. */
interface Content {
  readonly date: string
  readonly seen: string
  readonly versions: readonly string[]
  readonly line?: number
  readonly via?: number
  readonly trusted: ReadonlySet<string>
  readonly blocked: ReadonlySet<string>
  readonly distrust: Readonly<Record<string, string>> | null
}

type Numbering = (sha256: string, isBlock?: boolean) => number | null

/** All stores, in the order of `platforms`. */
export function stores(corpora: string, number: Numbering, whole: (sha256: string) => string): readonly RawStore[] {
  const history = (name: string): Replayed => replay(read(`${corpora}/history/${name}.json`) as History, whole)
  const named = (name: string, versions: (s: Snapshot) => readonly string[] = ownVersions): readonly Content[] =>
    contents(history(name), versions)
  const all: Readonly<Record<string, readonly Content[]>> = {
    mozilla: mozilla(
      named('mozilla_nss'),
      named('mozilla_observatory', () => []),
    ),
    nss: withMaintenance(named('mozilla_nss_releases'), read(`${corpora}/history/mozilla_nss_releases.json`) as Maintenance),
    certifi: named('certifi', (s) => (s.version === null || s.version === undefined ? [] : [s.version])),
    node: named('nodejs').map((c) => ({ ...c, date: '', seen: '', line: versionNumbers(c.versions[0] ?? '')[0] ?? 0 })),
    debian: named('debian_ca_certificates', (s) => [
      s.version ?? '',
      ...(suiteNumbers[s.suite ?? ''] ?? []).map((n) => `${n} (${s.version})`),
    ]).map((c) => ({
      ...c,
      date: '',
      seen: '',
    })),
    windows: named('microsoft_windows', () => []),
    authroot: named('microsoft_authroot', () => []),
    apple: apple(
      named('apple_oss'),
      contents(history('apple_rootca'), () => [], 'source_date'),
    ),
    macos: systems([...named('apple_macos_old', systemVersions('macOS')), ...named('apple', systemVersions('macOS'))]),
    ios: systems(named('apple', systemVersions('iOS'))),
    android: android(named('google_aosp')),
    chrome: rising(contents(history('chrome_root_store'), () => [], 'source_date')),
    oracle: named('oracle_java'),
    openjdk: [
      ...named('openjdk'),
      ...named('openjdk_debian_src').map((c) => ({ ...c, via: 1, line: versionNumbers(c.versions[0] ?? '')[0] ?? 0 })),
    ],
  }
  return Object.entries(all).map(([id, list]) => ({ id, snapshots: differences(once(merged(monotonic(list))), number) }))
}

interface History {
  readonly snapshots: readonly Snapshot[]
}

interface Replayed {
  readonly snapshots: readonly Snapshot[]
  readonly content: readonly Pick<Content, 'trusted' | 'blocked' | 'distrust'>[]
}

function replay({ snapshots }: History, whole: (sha256: string) => string): Replayed {
  const trusted = new Set<string>()
  const blocked = new Set<string>()
  let distrust: Content['distrust'] = null
  const content = snapshots.map((s) => {
    for (const c of s.removed) trusted.delete(whole(c))
    for (const c of s.added) trusted.add(whole(c))
    for (const c of s.blocked_removed ?? []) blocked.delete(c)
    for (const c of s.blocked_added ?? []) blocked.add(c)
    distrust = s.distrust_after ?? distrust
    return { trusted: new Set(trusted), blocked: new Set(blocked), distrust }
  })
  return { snapshots, content }
}

function contents(
  { snapshots, content }: Replayed,
  versions: (s: Snapshot) => readonly string[],
  dating: 'date' | 'source_date' = 'date',
): readonly Content[] {
  return snapshots.map((s, i) => {
    const { trusted, blocked, distrust } = content[i] ?? { trusted: new Set(), blocked: new Set(), distrust: null }
    const date = s[dating] ?? s.date ?? ''
    const seen = s.last_seen !== undefined && s.last_seen > date ? s.last_seen : date
    return { date, seen, versions: versions(s), trusted, blocked, distrust }
  })
}

const ownVersions = (s: Snapshot): readonly string[] => [
  ...new Set(
    [...(s.version === null || s.version === undefined ? [] : [s.version]), ...(s.also_versions ?? []).map(([v]) => v)].map(
      plain,
    ),
  ),
]

/** Without what all releases of the platform have before their number. */
const plain = (version: string): string => version.replace(/^(?:v|jdk-|jre-|NSS )(?=\d)/, '')

/** The distribution's numbers by suite: documented with each release. */
const suiteNumbers: Readonly<Record<string, readonly number[]>> = {
  bullseye: [11],
  bookworm: [12],
  trixie: [13],
  'forky, sid': [14],
}

/** The programme's own commits, then what was observed from outside; what the commits say of distrust goes on. */
function mozilla(commits: readonly Content[], observed: readonly Content[]): readonly Content[] {
  const last = commits.at(-1)
  const later = observed.filter((o) => o.date > (last?.seen ?? '') && !sameTrust(o, last))
  return [
    ...commits,
    ...later.map((o) => ({ ...o, via: 1, blocked: last?.blocked ?? o.blocked, distrust: last?.distrust ?? null })),
  ]
}

const sameTrust = (a: Content, b: Content | undefined): boolean =>
  b !== undefined && a.trusted.size === b.trusted.size && [...a.trusted].every((c) => b.trusted.has(c))

interface Maintenance {
  readonly maintenance_releases: readonly { readonly version: string; readonly same_as?: string }[]
}

/** Maintenance releases beside the mainline release whose store they share. */
const withMaintenance = (list: readonly Content[], { maintenance_releases: all }: Maintenance): readonly Content[] =>
  list.map((c) => {
    const shared = all.filter((m) => m.same_as !== undefined && c.versions.includes(plain(m.same_as)))
    return { ...c, versions: [...c.versions, ...shared.map((m) => plain(m.version))] }
  })

function apple(releases: readonly Content[], bundles: readonly Content[]): readonly Content[] {
  const last = releases.at(-1)
  const later = bundles.filter((b) => b.date > (last?.seen ?? ''))
  return [...releases, ...later.map((b) => ({ ...b, via: 1, blocked: last?.blocked ?? b.blocked }))]
}

/** A bundle whose source is older than the one before was an accident of the observation. */
const rising = (list: readonly Content[]): readonly Content[] =>
  list.filter((c, i) => list.slice(0, i).every((before) => before.date < c.date))

/** `iOS 14, iPadOS 14, macOS 11, …`; before 2019 `11` (iOS) and `High Sierra` (macOS 10.13) alone. */
const systemVersions =
  (system: 'macOS' | 'iOS') =>
  (s: Snapshot): readonly string[] => {
    const texts = [s.version ?? '', ...(s.also_versions ?? []).map(([v]) => v)]
    const found = texts.flatMap((text) => {
      const match = new RegExp(`(?:^|[ ,])${system} (\\d+(?:\\.\\d+)*)`).exec(text)
      if (match?.[1] !== undefined) return [match[1]]
      if (system === 'macOS') return text === 'High Sierra' ? ['10.13'] : []
      return /^\d+(?:,|$)/.test(text) ? [text.replace(/,.*/, '')] : []
    })
    return [...new Set(found)]
  }

/** Without rows that name no release of the system, by day. */
const systems = (list: readonly Content[]): readonly Content[] =>
  list.filter((c) => c.versions.length > 0).toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))

/** Each release stands at the first snapshot that has it: as it was shipped. */
function once(list: readonly Content[]): readonly Content[] {
  const met = new Set<string>()
  return list.map((c) => ({ ...c, versions: c.versions.filter((v) => v.startsWith('ckbi') || (!met.has(v) && met.add(v))) }))
}

interface Aosp {
  readonly snapshots: readonly {
    readonly version: string
    readonly date: string
    readonly after?: string
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }[]
}

/** Releases that were not observed come from the commits of AOSP, each a difference from the release before it. */
function android(observed: readonly Content[]): readonly Content[] {
  const extra: Content[] = []
  for (const { version, date, after, added, removed } of (read('tools/roots-aosp.json') as Aosp).snapshots) {
    const base =
      after === undefined ? extra.at(-1) : observed.findLast((o) => versionNumbers(o.versions[0] ?? '')[0] === Number(after))
    const trusted = new Set(base?.trusted ?? [])
    for (const c of removed) trusted.delete(c)
    for (const c of added) trusted.add(c)
    extra.push({ date, seen: date, versions: [version], via: 1, trusted, blocked: new Set(), distrust: null })
  }
  const numbers = (c: Content): readonly number[] => versionNumbers(c.versions[0] ?? '')
  return [...observed, ...extra].toSorted((a, b) => compareVersions(numbers(a), numbers(b)))
}

/** A snapshot counts from its day, but not before the one that it follows. */
function monotonic(list: readonly Content[]): readonly Content[] {
  let latest = ''
  return list.map((c) => {
    if (c.date === '') return c
    if (c.date > latest) latest = c.date
    return { ...c, date: latest, seen: c.seen > latest ? c.seen : latest }
  })
}

/** Of several contents that count from one day without a release to tell them apart, the last. */
const merged = (list: readonly Content[]): readonly Content[] =>
  list.filter((c, i) => {
    const next = list[i + 1]
    if (c.date === '' || next?.date !== c.date) return true
    return c.versions.some((v) => !next.versions.includes(v)) && !c.versions.every((v) => v.startsWith('ckbi'))
  })

function differences(list: readonly Content[], number: Numbering): readonly RawSnapshot[] {
  return list.map((c, i): RawSnapshot => {
    const before = list[i - 1]
    const without = (a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): readonly string[] =>
      [...a].filter((x) => b?.has(x) !== true)
    const numbers = (set: readonly string[], isBlock = false): string =>
      set
        .flatMap((x) => number(x, isBlock) ?? [])
        .toSorted((a, b) => a - b)
        .join(' ')
    const trusted = without(c.trusted, before?.trusted)
    const missing = trusted.filter((x) => number(x) === null)
    if (missing.length > 0)
      throw new Error(`${c.versions.join()} ${c.date}: ${missing.length} anchors without a certificate, ${missing[0]}`)
    const distrust = times(c.distrust, number)
    return {
      date: c.date,
      ...(c.seen === c.date ? {} : { seen: c.seen }),
      versions: c.versions,
      ...(c.line === undefined ? {} : { line: c.line }),
      ...(c.via === undefined ? {} : { via: c.via }),
      ...text('add', numbers(trusted)),
      ...text('drop', numbers(without(before?.trusted ?? new Set(), c.trusted))),
      ...text('block', numbers(without(c.blocked, before?.blocked), true)),
      ...text('unblock', numbers(without(before?.blocked ?? new Set(), c.blocked), true)),
      ...(distrust.join() === times(before?.distrust ?? null, number).join() ? {} : { distrust }),
    }
  })
}

const text = (key: 'add' | 'drop' | 'block' | 'unblock', value: string) => (value === '' ? {} : { [key]: value })

const times = (map: Content['distrust'], number: Numbering): readonly string[] =>
  Object.entries(map ?? {})
    .flatMap(([sha256, time]) => {
      const place = number(sha256)
      return place === null ? [] : [`${place}=${time}`]
    })
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
