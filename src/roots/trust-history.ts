import type { Sha256 } from '../model/sha256.ts'
import { type Platform, type PlatformId, platforms } from './platforms.ts'
import { contentAt, snapshotsOf } from './store-at.ts'
import { places, type RootTable } from './table.ts'

/** A stretch in which a platform trusted an anchor. */
export interface TrustInterval {
  readonly platform: PlatformId
  /** First snapshot that has it: its day or '', and its first release or ''. */
  readonly from: Mark
  /** First snapshot that has it no more; `null`: the last one known still has it. */
  readonly until: Mark | null
}

export interface Mark {
  readonly date: string
  readonly version: string
}

/**
 * Every stretch of trust in an anchor, by platform in the order of `platforms`; empty: no platform of the table ever had it. Snapshots
 * without days stand in the order of their releases, and release lines of Node side by side: an anchor can come and go there.
 */
export function trustHistory(table: RootTable, sha256: Sha256): readonly TrustInterval[] {
  const place = table.placeOf(sha256)
  return place === null ? [] : (histories(table).get(place) ?? [])
}

/** Of every anchor at once: to read the snapshots for one is to read them for all. */
function histories(table: RootTable): ReadonlyMap<number, readonly TrustInterval[]> {
  let known = made.get(table)
  if (known === undefined) made.set(table, (known = collect(table)))
  return known
}

const made = new WeakMap<RootTable, ReadonlyMap<number, readonly TrustInterval[]>>()

function collect(table: RootTable): ReadonlyMap<number, readonly TrustInterval[]> {
  const found = new Map<number, TrustInterval[]>()
  for (const { id } of platforms) {
    const open = new Map<number, Mark>()
    const close = (place: number, from: Mark, until: Mark | null): void => {
      const own = found.get(place) ?? []
      own.push({ platform: id, from, until })
      found.set(place, own)
    }
    for (const { date, versions, add, drop } of snapshotsOf(table, { id })) {
      const mark = { date, version: versions[0] ?? '' }
      const closed = new Set<number>()
      for (const place of places(drop)) {
        const from = open.get(place)
        if (from === undefined) continue
        close(place, from, mark)
        open.delete(place)
        closed.add(place)
      }
      for (const place of places(add)) if (!open.has(place) && !closed.has(place)) open.set(place, mark)
    }
    for (const [place, from] of open) close(place, from, null)
  }
  return found
}

/** What the table has of one platform: how old its data is, and how much of it there is. */
export interface Coverage {
  readonly platform: Platform
  readonly snapshots: number
  /** ISO days of the first and the last snapshot that have one; '' where none has. */
  readonly first: string
  readonly last: string
  /** First release of the first and the last snapshot; '' where they have none. */
  readonly firstVersion: string
  readonly lastVersion: string
  /** Anchors of the last snapshot. */
  readonly anchors: number
}

/** Coverage of every platform. The age of its data is the distance to `last`. */
export function coverage(table: RootTable): readonly Coverage[] {
  return platforms.map((platform) => {
    const snapshots = snapshotsOf(table, platform)
    const days = snapshots.flatMap(({ date, seen }) => (date === '' ? [] : [date, seen ?? date])).toSorted()
    return {
      platform,
      snapshots: snapshots.length,
      first: days[0] ?? '',
      last: days.at(-1) ?? '',
      firstVersion: snapshots[0]?.versions[0] ?? '',
      lastVersion: snapshots.at(-1)?.versions[0] ?? '',
      anchors: contentAt(snapshots, snapshots.length - 1).trusted.size,
    }
  })
}
