import { seconds, type UnixSeconds } from '../model/time.ts'
import { ownPlatform, type Platform, platform, platforms } from './platforms.ts'

/** When a store is asked for. */
export type When =
  | { readonly kind: 'date'; readonly at: UnixSeconds }
  /** A release or a release line, as written: `17.0.2`, `12`, `8u51`. */
  | { readonly kind: 'version'; readonly version: string }
  /** The newest that is known. */
  | { readonly kind: 'latest' }

/** What stands behind `@` in a client, understood. */
export interface PlatformAt {
  readonly platform: Platform
  readonly when: When
}

/** Why it could not be understood, with the ids that come nearest. */
export interface PlatformProblem {
  readonly problem: 'unknown-platform' | 'bad-date' | 'no-own-platform' | 'needs-version' | 'needs-date'
  readonly text: string
  readonly nearest: readonly string[]
}

/** Whether it is a problem. */
export const isProblem = (value: object): value is PlatformProblem => 'problem' in value

/** Debian's names of its releases: documented with each release. */
const suites: ReadonlyMap<string, string> = new Map([
  ['bullseye', 'debian-11'],
  ['bookworm', 'debian-12'],
  ['trixie', 'debian-13'],
  ['forky', 'debian-14'],
  ['sid', 'debian-14'],
])

/**
 * Reads `windows-2020-05-30`, `debian-12`, `oracle-8u51`, `mozilla` (the newest) or a day alone, which means the programme of the
 * client itself: `tool` is the tool's name in its id. Says nothing about whether the table reaches so far: `storeAt` does.
 */
export function parsePlatformId(text: string, tool: string | null = null): PlatformAt | PlatformProblem {
  const asked = text.trim().toLowerCase()
  if (/^\d{4}-\d\d-\d\d$/.test(asked)) return dateAlone(asked, tool)
  const known = suites.get(asked) ?? asked
  const found = longestName(known)
  if (found === null) return { problem: 'unknown-platform', text, nearest: nearest(known) }
  const rest = known.slice(found.name.length + 1)
  if (rest === '') return { platform: found.platform, when: { kind: 'latest' } }
  const { by, id } = found.platform
  if (/^\d{4}-\d\d?-\d\d?$/.test(rest)) {
    const at = day(rest)
    if (at === null) return { problem: 'bad-date', text, nearest: [`${id}-2020-05-30`] }
    return by === 'version'
      ? { problem: 'needs-version', text, nearest: [id] }
      : { platform: found.platform, when: { kind: 'date', at } }
  }
  if (!/^[a-z]*[-. ]?\d[\w.+~-]*$/.test(rest)) return { problem: 'unknown-platform', text, nearest: nearest(known) }
  if (by === 'date') return { problem: 'needs-date', text, nearest: [`${id}-2020-05-30`] }
  return { platform: found.platform, when: { kind: 'version', version: rest } }
}

function dateAlone(asked: string, tool: string | null): PlatformAt | PlatformProblem {
  const at = day(asked)
  if (at === null) return { problem: 'bad-date', text: asked, nearest: [] }
  const id = tool === null ? null : ownPlatform(tool)
  const found = id === null ? null : platform(id)
  if (found === null) return { problem: 'no-own-platform', text: asked, nearest: dated.map((p) => `${p}-${asked}`) }
  return found.by === 'version'
    ? { problem: 'needs-version', text: asked, nearest: [found.id] }
    : { platform: found, when: { kind: 'date', at } }
}

const dated = platforms.filter((p: Platform) => p.by !== 'version').map((p) => p.id)

/** The platform with the longest name that the text begins with, up to a hyphen. */
function longestName(text: string): { readonly platform: Platform; readonly name: string } | null {
  const parts = text.split('-')
  for (let n = parts.length; n > 0; n--) {
    const name = parts.slice(0, n).join('-')
    const known = platform(name)
    if (known !== null) return { platform: known, name }
  }
  return null
}

/** A day of the calendar as its first second; `null`: there is no such day. */
function day(text: string): UnixSeconds | null {
  const [year, month, date] = text.split('-').map(Number)
  const at = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, date ?? 0))
  const isSame = at.getUTCFullYear() === year && at.getUTCMonth() + 1 === month && at.getUTCDate() === date
  return isSame ? seconds(at.getTime() / 1000) : null
}

/** Ids that begin alike, or all. */
function nearest(text: string): readonly string[] {
  const ids = platforms.flatMap((p: Platform) => [p.id, ...p.aliases])
  for (let n = text.length; n >= 2; n--) {
    const alike = ids.filter((id) => id.startsWith(text.slice(0, n)))
    if (alike.length > 0) return alike.slice(0, 5)
  }
  return platforms.map((p) => p.id)
}
