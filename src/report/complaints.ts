import type { FailureCode } from '../model/failure.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Seat } from './seats.ts'

/** What clients say no to: one failure of one certificate, and who says so. */
export interface Complaint {
  readonly code: FailureCode
  /** `null`: no single certificate. */
  readonly certificate: Sha256 | null
  readonly seats: readonly Seat[]
}

/** The complaints of all clients that reject, the commonest first; of equals, the one met first. */
export function complaintsOf(seats: readonly Seat[]): readonly Complaint[] {
  const found = new Map<string, { readonly code: FailureCode; readonly certificate: Sha256 | null; readonly seats: Seat[] }>()
  for (const seat of seats) {
    for (const { verdict } of seat.results) {
      if (verdict.kind !== 'rejected') continue
      const key = `${verdict.code} ${verdict.certificate ?? ''}`
      const complaint = found.get(key) ?? { code: verdict.code, certificate: verdict.certificate, seats: [] }
      if (!complaint.seats.includes(seat)) complaint.seats.push(seat)
      found.set(key, complaint)
    }
  }
  return [...found.values()].toSorted((a, b) => b.seats.length - a.seats.length)
}
