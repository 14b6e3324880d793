import type { FailureCode } from '../model/failure.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Seat } from './seats.ts'

/** Three ways to say that nobody was found who signed a certificate. The vaguest comes last: it is told where no other is. */
const noIssuer: readonly FailureCode[] = ['issuer-not-found', 'target-unverified', 'path-not-found']

/** What clients say no to: one failure of one certificate, and who says so. */
export interface Complaint {
  readonly code: FailureCode
  /** `null`: no single certificate. */
  readonly certificate: Sha256 | null
  /** Facts of the failure, as the first of them met it; may be empty. */
  readonly params: Readonly<Record<string, string>>
  readonly seats: readonly Seat[]
}

/**
 * The complaints of all clients that reject, the commonest first; of equals, the one met first. Clients that miss the issuer of
 * one certificate have one complaint, whatever they call it.
 */
export function complaintsOf(seats: readonly Seat[]): readonly Complaint[] {
  const found = new Map<string, Complaint & { code: FailureCode; readonly seats: Seat[] }>()
  for (const seat of seats) {
    for (const { verdict } of seat.results) {
      if (verdict.kind !== 'rejected') continue
      const rank = noIssuer.indexOf(verdict.code)
      const { alert, size, limit, after, days } = verdict.params ?? {}
      const key = JSON.stringify([rank < 0 ? verdict.code : noIssuer[0], verdict.certificate, alert, size, limit, after, days])
      const complaint = found.get(key) ?? {
        code: verdict.code,
        certificate: verdict.certificate,
        params: verdict.params ?? {},
        seats: [],
      }
      if (rank < noIssuer.indexOf(complaint.code)) complaint.code = verdict.code
      if (!complaint.seats.includes(seat)) complaint.seats.push(seat)
      found.set(key, complaint)
    }
  }
  return [...found.values()].toSorted((a, b) => b.seats.length - a.seats.length)
}
