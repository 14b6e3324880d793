import type { ClientOnStore } from '../../model/remedy.ts'
import { seatKey } from '../../model/seat-key.ts'
import { enumerated, name, phrase, plain, type Span, textOf } from '../styled.ts'
import type { LeftSeat, PlanReport } from './plan-report.ts'

/** Each once. */
export const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

/** A client with its store, by the programs that are it where they are known. */
export const programsOf = ({ programs, client, store }: Omit<LeftSeat, 'ways'>): readonly Span[] =>
  programs.length === 0
    ? phrase`${name(client)} on ${name(store)}`
    : phrase`${enumerated(programs.map((p) => name(p)))} (${name(client)} on ${name(store)})`

/**
 * Clients, each once, with the store where one client asks several, be it among all that are to be cured; of these, when it is all of them,
 * only how many they are.
 */
export function whom(
  seats: readonly ClientOnStore[],
  { wanted, programs = {} }: Pick<PlanReport, 'wanted' | 'programs'>,
): readonly Span[] {
  const clients = unique(seats.map((s) => s.client))
  const cured = new Set(seats.map(seatKey))
  const isAll = wanted.length > mostSeats && wanted.every((w) => cured.has(seatKey(w)))
  if (isAll) return phrase`all ${String(wanted.length)} that reject: ${some(clients)}`
  const asksOther = (s: ClientOnStore): boolean => [...seats, ...wanted].some((w) => w.client === s.client && w.store !== s.store)
  if (seats.length > mostSeats || !seats.some(asksOther)) return [plain(some(clients))]
  return enumerated(seats.map((s) => programsOf({ ...s, programs: programs[seatKey(s)] ?? [] })))
}

/** Seats that are told with their stores. */
const mostSeats = 4

/** Clients that are named; JSON has them all. */
const mostClients = 6

/** Clients by name, the rest counted. */
export function some(clients: readonly string[]): string {
  const own = unique(clients)
  if (own.length <= mostClients + 1) return textOf(enumerated(own))
  return `${own.slice(0, mostClients).join(', ')} and ${own.length - mostClients} more`
}
