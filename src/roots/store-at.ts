import { trustStore, unreadableStore } from '../graph/trust-store.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import { isoTime, seconds, type UnixSeconds } from '../model/time.ts'
import type { TrustStore } from '../model/trust-store.ts'
import { rulesOf } from './anchor-rules.ts'
import type { PlatformAt, When } from './platform-id.ts'
import type { Platform } from './platforms.ts'
import type { AnchorRule, Fit } from '../model/programme.ts'
import { pickSnapshot } from './pick-snapshot.ts'
import { places, type RawSnapshot, type RootAnchor, type RootTable } from './table.ts'

/** What a platform trusted at a time, as far as it is known. */
export interface StoreAt {
  readonly platform: Platform
  readonly asked: When
  readonly fit: Fit
  /** The day of the snapshot that was used; `null` where it has none that can be relied on, or where none was used. */
  readonly date: UnixSeconds | null
  /** Its first release; '' where it has none. */
  readonly version: string
  /** Whole days from the snapshot (or from when it was last seen) to the day asked for, 0 within; `null` where either has no day. */
  readonly daysAway: number | null
  readonly source: string
  /** Empty where none was used. */
  readonly anchors: readonly AnchorAt[]
  /** Fingerprints that the platform refuses outright. */
  readonly blocked: readonly Sha256[]
}

/** An anchor of a platform with what held for it. */
export interface AnchorAt {
  readonly anchor: RootAnchor
  readonly rules: readonly AnchorRule[]
}

/** What the platform trusted then. Total: what is not known is told by `fit`. */
export function storeAt(table: RootTable, { platform, when }: PlatformAt): StoreAt {
  const snapshots = snapshotsOf(table, platform)
  const picked = pickSnapshot(snapshots, when)
  if (picked === null)
    return {
      platform,
      asked: when,
      fit: 'other-line',
      date: null,
      version: '',
      daysAway: null,
      source: '',
      anchors: [],
      blocked: [],
    }
  const used = snapshots[picked.index]
  const content = contentAt(snapshots, picked.index)
  const version = used?.versions[0] ?? ''
  // What a release does by itself goes by its own number, whichever release's store stands in.
  const context = { platform, distrust: content.distrust, version: when.kind === 'version' ? when.version : version }
  return {
    platform,
    asked: when,
    fit: picked.fit,
    date: used === undefined || used.date === '' ? null : dayOf(used.date),
    version: picked.release ?? version,
    daysAway: used === undefined ? null : daysAway(used, when),
    source: platform.sources[used?.via ?? 0] ?? '',
    anchors: [...content.trusted].map((place) => ({ anchor: table.anchorAt(place), rules: rulesOf(table, place, context) })),
    blocked: [...content.blocked].map(table.sha256At),
  }
}

/** The snapshots of a platform, oldest first. */
export const snapshotsOf = (table: RootTable, { id }: Pick<Platform, 'id'>): readonly RawSnapshot[] =>
  table.raw.stores.find((s) => s.id === id)?.snapshots ?? []

/** Places of anchors that were trusted, and of certificates that were blocked, after the snapshot `index`. */
export function contentAt(snapshots: readonly RawSnapshot[], index: number) {
  const trusted = new Set<number>()
  const blocked = new Set<number>()
  let distrust: readonly string[] = []
  for (const snapshot of snapshots.slice(0, index + 1)) {
    for (const place of places(snapshot.drop)) trusted.delete(place)
    for (const place of places(snapshot.add)) trusted.add(place)
    for (const place of places(snapshot.unblock)) blocked.delete(place)
    for (const place of places(snapshot.block)) blocked.add(place)
    distrust = snapshot.distrust ?? distrust
  }
  const byPlace = distrust.map((text) => text.split('=')).map(([place, time]) => [Number(place), time ?? ''] as const)
  return { trusted, blocked, distrust: new Map(byPlace) }
}

/** First second of an ISO day. */
export const dayOf = (iso: string): UnixSeconds => seconds(Date.parse(`${iso}T00:00:00Z`) / 1000)

function daysAway({ date, seen }: RawSnapshot, when: When): number | null {
  if (when.kind !== 'date' || date === '') return null
  const [first, last] = [dayOf(date), dayOf(seen ?? date)]
  const apart = when.at < first ? first - when.at : when.at > last ? when.at - last : 0
  return Math.floor(apart / 86400)
}

/**
 * The store for the engine. Before the first snapshot, and for a release line without one, it is unreadable: a verdict on it is
 * undetermined. `known` gives the certificate that the evidence holds for a fingerprint, so that certificates stay interned and keep
 * their octets; an anchor that it does not hold comes from the table.
 */
export function trustStoreAt(store: StoreAt, id: string, known: (sha256: Sha256) => Certificate | undefined): TrustStore {
  const origin = originOf(store)
  if (store.fit === 'before-first' || store.fit === 'other-line') return unreadableStore(id, origin, noData(store))
  return trustStore(
    id,
    origin,
    store.anchors.map(({ anchor }) => known(anchor.sha256) ?? anchor.certificate()),
  )
}

/** Which content was used and how it lies to what was asked for, for the reader: `Debian ca-certificates 20230311+deb12u1 (snapshot of 2025-06-13)`. */
export function originOf({ platform, fit, version, date, daysAway: away }: StoreAt): string {
  const lies = fit === 'exact' || fit === 'other-line' ? '' : fitWords[fit]
  const far =
    away === null || away === 0 ? '' : `${away} ${away === 1 ? 'day' : 'days'} ${fit === 'before-first' ? 'later' : 'earlier'}`
  const snapshot = date === null ? '' : `snapshot of ${isoTime(date).slice(0, 10)}`
  const about = [snapshot, far, lies].filter((text) => text !== '').join(', ')
  return `${platform.title}${version === '' ? '' : ` ${version}`}${about === '' ? '' : ` (${about})`}`
}

const fitWords = {
  between: 'it may have changed in between',
  'before-first': 'the oldest that is known',
  'after-last': 'the newest that is known',
} as const

/** Why nothing is answered. */
export const noData = ({ platform, fit }: Pick<StoreAt, 'platform' | 'fit'>): string =>
  fit === 'other-line'
    ? `nothing is known of that release line of ${platform.title}`
    : `nothing so old is known of ${platform.title}`
