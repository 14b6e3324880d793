import type { Refusal } from '../model/authenticity.ts'
import type { Report } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import { distance } from './distance.ts'
import { type Naming, naming, short } from './naming.ts'
import { counting, type Seat, seatsOf } from './seats.ts'
import { code, phrase, type Span } from './styled.ts'

/** A report as its renderers see it: with names for certificates, clients put together, times in words. */
export interface View {
  readonly report: Report
  /** Columns; sections choose their layout by it, the painter wraps. */
  readonly width: number
  readonly names: Naming
  readonly seats: readonly Seat[]
  /** Whether so many clients were asked that a brief report calls them by their programs, and counts versions. */
  readonly isCrowded: boolean
  /** `1 second ago`. */
  readonly distance: (at: UnixSeconds) => string
  /** Whether the clock is that of the observation: `ago` and `in`, or `earlier` and `later`. */
  readonly present: boolean
  /** Why the evidence refuses a root; `null`: it does not, or was not asked. */
  readonly refusal: (sha256: Sha256) => Refusal | null
  /** The full fingerprint when it is asked for the first time, later a part of it that finds the first place; of what is refused never more than that. */
  readonly fingerprint: (sha256: Sha256) => Span
}

/** From so many on, clients that count are a crowd: more than any telling set of ours. */
const crowd = 13

/** The view of a report. A view is for one rendering: it remembers which fingerprints were shown. */
export function viewOf(report: Report, width: number, detail: 'brief' | 'whole' = 'whole'): View {
  const shown = new Set<Sha256>()
  const seats = seatsOf(report)
  const present = report.clock === report.observedAt
  const refusal = (sha256: Sha256): Refusal | null => {
    const verdict = report.weighed?.[sha256]
    return verdict?.kind === 'insufficient' || verdict?.kind === 'contradicted' ? verdict : null
  }
  return {
    report,
    width,
    present,
    names: naming(report),
    seats,
    isCrowded: detail === 'brief' && counting(seats).length >= crowd,
    distance: (at) => distance(at, report.clock, present),
    refusal,
    fingerprint: (sha256) => {
      if (shown.has(sha256) || refusal(sha256) !== null) return code(short(sha256))
      shown.add(sha256)
      return code(sha256)
    },
  }
}

/** An instant that may be absent, exactly; `null` in a report stands for an infinity. */
export const instant = (at: UnixSeconds | null, infinity: 'always' | 'never'): string => (at === null ? infinity : isoTime(at))

/** The day of an instant: `2030-12-31`. */
export const dayOf = (at: UnixSeconds): string => isoTime(at).split('T', 1).join()

/** How a certificate stands at the clock. RFC 5280 §4.1.2.5: both ends inclusive; clients differ by that second. */
export function validity(view: View, sha256: Sha256): 'valid' | 'expired' | 'not-yet-valid' {
  const summary = view.names.summary(sha256)
  if (summary === null) return 'valid'
  const { clock } = view.report
  if (clock > (summary.notAfter ?? Infinity)) return 'expired'
  return clock < (summary.notBefore ?? -Infinity) ? 'not-yet-valid' : 'valid'
}

/** The last second and the first after it of a report's certificate: `2020-05-30T10:48:38Z, 1 second ago`. */
export const exactly = (view: View, at: UnixSeconds): readonly Span[] => phrase`${isoTime(at)}, ${view.distance(at)}`

/** The server in words: `api.example`, `mail.example:25 (STARTTLS smtp)`, `api.example (chain from leaf.pem)`. */
export function targetText({ target }: Report): string {
  const { host, port, starttls, source } = target
  if (host === '') return source === undefined ? 'this chain' : `the chain from ${source}`
  const address = host.includes(':') ? `[${host}]` : host
  const at = port === 0 || port === 443 ? (port === 0 ? host : address === host ? host : address) : `${address}:${port}`
  const extras = [
    ...(starttls === undefined ? [] : [`STARTTLS ${starttls}`]),
    ...(source === undefined ? [] : [`chain from ${source}`]),
  ]
  return extras.length === 0 ? at : `${at} (${extras.join(', ')})`
}

/** A number with its noun: `1 root`, `2 roots`. */
export const counted = (n: number, noun: string, plural = `${noun}s`): string => `${n} ${n === 1 ? noun : plural}`
