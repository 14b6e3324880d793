import type { Fit } from '../model/programme.ts'
import type { When } from './platform-id.ts'
import type { RawSnapshot } from './table.ts'
import { compareVersions, isOfLine, versionNumbers } from './version.ts'

/** The snapshot that answers, and the release that it answers for where one was asked for and is known. */
export interface Picked {
  readonly index: number
  readonly fit: Fit
  readonly release: string | null
}

/** Chooses by day or by release. `null`: the release line has no snapshot. */
export function pickSnapshot(snapshots: readonly RawSnapshot[], when: When): Picked | null {
  if (snapshots.length === 0) return null
  if (when.kind === 'latest') return { index: snapshots.length - 1, fit: 'exact', release: null }
  return when.kind === 'date'
    ? byDay(snapshots, new Date(when.at * 1000).toISOString().slice(0, 10))
    : byRelease(snapshots, when.version)
}

/** Snapshots without a day are passed over. ISO days compare as text. */
function byDay(snapshots: readonly RawSnapshot[], day: string): Picked | null {
  const dated = snapshots.flatMap(({ date, seen }, index) => (date === '' ? [] : [{ date, seen: seen ?? date, index }]))
  const [first, last] = [dated[0], dated.at(-1)]
  if (first === undefined || last === undefined) return null
  const used = dated.findLast((s) => s.date <= day)
  if (used === undefined) return { index: first.index, fit: 'before-first', release: null }
  const fit = day <= used.seen ? 'exact' : used === last ? 'after-last' : 'between'
  return { index: used.index, fit, release: null }
}

interface Release {
  readonly name: string
  readonly numbers: readonly number[]
  readonly index: number
}

/**
 * The release itself; or the first of the line that is named (`android-12`, `debian-12`); or the nearest lower one of the same scale
 * (a day such as 20210119 is no suite such as 12), within the line where snapshots answer for lines alone.
 */
function byRelease(snapshots: readonly RawSnapshot[], version: string): Picked | null {
  const asked = versionNumbers(version)
  const releases = snapshots
    .flatMap(({ versions }, index) => versions.map((name) => ({ name, numbers: versionNumbers(name), index })))
    .filter(({ numbers }) => isDay(numbers) === isDay(asked))
    .toSorted((a, b) => compareVersions(a.numbers, b.numbers))
  const same = releases.find((r) => compareVersions(r.numbers, asked) === 0) ?? releases.find((r) => isOfLine(r.numbers, asked))
  if (same !== undefined) return { index: same.index, fit: 'exact', release: same.name }
  const answers = (r: Release): boolean => {
    const line = snapshots[r.index]?.line
    return line === undefined || line === asked[0]
  }
  const fitting = releases.filter(answers)
  const lower = fitting.findLast((r) => compareVersions(r.numbers, asked) < 0)
  const next = fitting.find((r) => compareVersions(r.numbers, asked) > 0)
  if (lower === undefined) return next === undefined ? null : { index: next.index, fit: 'before-first', release: next.name }
  return { index: lower.index, fit: next === undefined ? 'after-last' : 'between', release: lower.name }
}

const isDay = ([first]: readonly number[]): boolean => (first ?? 0) > 19_000_000
