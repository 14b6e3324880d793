import type { FailureCode } from '../model/failure.ts'
import type { TimelineSegment } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import { gravest, type Seat, type Standing } from './seats.ts'

/** An instant at which a client changes its mind about the chains that it was shown. */
export interface Change {
  /** First second of the new verdict. */
  readonly at: UnixSeconds
  readonly from: Standing
  readonly to: Standing
  /** Why it rejects from then on, or did until then; `null` where no certificate explains it. */
  readonly code: FailureCode | null
  readonly certificate: Sha256 | null
}

/** The changes around the clock: the last one up to it and the next one after it. `null`: there is none. */
export interface ChangesOfMind {
  readonly past: Change | null
  readonly next: Change | null
}

/**
 * When a client changes its mind. Neighbouring segments with the same kind of verdict are one: another path or another
 * complaint is no change of mind. Of several chains the gravest verdict counts, as it does for a client's standing.
 */
export function changesOf(seat: Seat, clock: UnixSeconds): ChangesOfMind {
  const all = changesIn(seat)
  return { past: all.findLast((c) => c.at <= clock) ?? null, next: all.find((c) => c.at > clock) ?? null }
}

function changesIn({ results }: Seat): readonly Change[] {
  const timelines = results.map((r) => r.timeline).filter((t) => t.length > 0)
  const instants = new Set(timelines.flat().flatMap((s) => s.from ?? []))
  const changes: Change[] = []
  let before = gravestOf(timelines.flatMap((t) => t[0] ?? []))
  for (const at of [...instants].toSorted((a, b) => a - b)) {
    const after = gravestOf(timelines.flatMap((t) => t.find((s) => holds(s, at)) ?? []))
    if (before !== null && after !== null && before.verdict !== after.verdict) {
      const { code, certificate } = after.verdict === 'rejected' ? after : before
      changes.push({ at, from: before.verdict, to: after.verdict, code, certificate })
    }
    before = after
  }
  return changes
}

const holds = ({ from, until }: TimelineSegment, at: UnixSeconds): boolean =>
  (from ?? -Infinity) <= at && at < (until ?? Infinity)

const gravestOf = (segments: readonly TimelineSegment[]): TimelineSegment | null =>
  gravest.flatMap((standing) => segments.find((s) => s.verdict === standing) ?? [])[0] ?? null
