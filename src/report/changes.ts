import type { FailureCode } from '../model/failure.ts'
import type { Report, TimelineSegment } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import { gravest, type Seat, type Standing } from './seats.ts'

/** An instant at which a client changes its mind about the chains that it was shown. */
export interface Change {
  /** First second of the new verdict. */
  readonly at: UnixSeconds
  readonly from: Standing
  readonly to: Standing
  /** Why it rejects from then on; `null` where it does not, or where nothing explains it. */
  readonly code: FailureCode | null
  /** `null` where no certificate explains it. */
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
export function changesOf(seat: Seat, { clock, certificates }: Pick<Report, 'clock' | 'certificates'>): ChangesOfMind {
  const all = changesIn(seat, certificates)
  return { past: all.findLast((c) => c.at <= clock) ?? null, next: all.find((c) => c.at > clock) ?? null }
}

function changesIn({ results }: Seat, certificates: Report['certificates']): readonly Change[] {
  const timelines = results.map((r) => r.timeline).filter((t) => t.length > 0)
  const instants = new Set<UnixSeconds>()
  for (const timeline of timelines) for (const { from } of timeline) if (from !== null) instants.add(from)
  const changes: Change[] = []
  let before = gravestAt(timelines, -Infinity)
  for (const at of [...instants].sort((a, b) => a - b)) {
    const after = gravestAt(timelines, at)
    if (before !== null && after !== null && before.verdict !== after.verdict) {
      changes.push({ at, from: before.verdict, to: after.verdict, ...causeOf(before, after, at, certificates) })
    }
    before = after
  }
  return changes
}

/**
 * Why a client rejects from an instant on: the certificate that ends there, the one complained of or one of the path accepted
 * until then, for that alone is new. What the client complains of may be an older fault that did no harm before, or name no certificate.
 */
function causeOf(
  before: TimelineSegment,
  after: TimelineSegment,
  at: UnixSeconds,
  certificates: Report['certificates'],
): Pick<Change, 'code' | 'certificate'> {
  if (after.verdict !== 'rejected') return { code: null, certificate: null }
  // RFC 5280 §4.1.2.5: notAfter is the last second of validity; for some clients it is the first one after it.
  const isEnding = (sha256: Sha256): boolean => {
    const notAfter = Object.hasOwn(certificates, sha256) ? (certificates[sha256]?.notAfter ?? null) : null
    return notAfter !== null && (at === notAfter || at === notAfter + 1)
  }
  const { code, certificate } = after
  const ending = [...(certificate === null ? [] : [certificate]), ...before.path].find(isEnding)
  return ending === undefined ? { code, certificate } : { code: 'expired', certificate: ending }
}

const holds = ({ from, until }: TimelineSegment, at: number): boolean => (from ?? -Infinity) <= at && at < (until ?? Infinity)

/** What counts at an instant: of several chains the gravest. */
function gravestAt(timelines: readonly (readonly TimelineSegment[])[], at: number): TimelineSegment | null {
  let worst: TimelineSegment | null = null
  for (const timeline of timelines) {
    const segment = timeline.find((s) => holds(s, at))
    if (segment === undefined) continue
    if (worst === null || gravest.indexOf(segment.verdict) < gravest.indexOf(worst.verdict)) worst = segment
  }
  return worst
}
