import type { FailureCode } from '../model/failure.ts'
import type { TimelineSegment } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { Seat, Standing } from './seats.ts'

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
 * complaint is no change of mind. A client with several chains is judged by the first.
 */
export function changesOf(seat: Seat, clock: UnixSeconds): ChangesOfMind {
  const all = changesIn(seat.results[0]?.timeline ?? [])
  return { past: all.findLast((c) => c.at <= clock) ?? null, next: all.find((c) => c.at > clock) ?? null }
}

function changesIn(timeline: readonly TimelineSegment[]): readonly Change[] {
  return timeline.flatMap((segment, i): readonly Change[] => {
    const before = timeline[i - 1]
    if (before === undefined || segment.from === null || before.verdict === segment.verdict) return []
    const why = segment.verdict === 'rejected' ? segment : before
    return [{ at: segment.from, from: before.verdict, to: segment.verdict, code: why.code, certificate: why.certificate }]
  })
}
