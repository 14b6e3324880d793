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
  if (place === null) return []
  return platforms.flatMap((platform) => {
    const intervals: TrustInterval[] = []
    let from: Mark | null = null
    for (const snapshot of snapshotsOf(table, platform)) {
      const mark = { date: snapshot.date, version: snapshot.versions[0] ?? '' }
      if (from === null && places(snapshot.add).includes(place)) from = mark
      else if (from !== null && places(snapshot.drop).includes(place)) {
        intervals.push({ platform: platform.id, from, until: mark })
        from = null
      }
    }
    return from === null ? intervals : [...intervals, { platform: platform.id, from, until: null }]
  })
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
