import type { Known } from '../model/client.ts'
import type { ClientResult, Report } from '../model/report.ts'
import { seatKey } from '../model/seat-key.ts'

/** How a client stands with all the chains that it was shown: one rejection decides. */
export type Standing = 'rejected' | 'undetermined' | 'hangs' | 'accepted'

/** One client with one store: what a reader calls a client. */
export interface Seat {
  /** The id that was asked for; proofs and separations use it too. */
  readonly client: string
  readonly known: Known
  readonly store: string
  readonly asked: boolean
  /** One for each chain, in the report's order; never empty. */
  readonly results: readonly ClientResult[]
  readonly standing: Standing
}

/** The verdict that decides among several, first. */
export const gravest: readonly Standing[] = ['rejected', 'undetermined', 'hangs', 'accepted']

/** The report's results by client and store, those that were asked for first. */
export function seatsOf(report: Report): readonly Seat[] {
  const groups = new Map<string, ClientResult[]>()
  for (const result of report.results) {
    const key = seatKey({ client: result.askedAs, store: result.store })
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [result])
    else group.push(result)
  }
  const seats = [...groups.values()].flatMap((results): readonly Seat[] => {
    const [first] = results
    if (first === undefined) return []
    const { askedAs, known, store } = first
    const standing = gravest.find((s) => results.some((r) => r.verdict.kind === s)) ?? 'undetermined'
    return [{ client: askedAs, known, store, results, standing, asked: results.some((r) => r.asked) }]
  })
  return [...seats.filter((s) => s.asked), ...seats.filter((s) => !s.asked)]
}

/** Those that count: asked for, and not shown for comparison alone. All of them, where nobody was asked for. */
export function counting(seats: readonly Seat[]): readonly Seat[] {
  const asked = seats.filter((s) => s.asked)
  return asked.length === 0 ? seats : asked
}

/** Whether it does not go through with a client. */
export const isRefusal = ({ standing }: Seat): boolean => standing === 'rejected' || standing === 'hangs'

/** A client as it stands with one chain, or with all of them where it treats them alike. */
export interface SeatOfChain {
  readonly seat: Seat
  /** `null`: all the chains that it was shown. */
  readonly chain: string | null
}

/** A client apart for each chain, where its verdicts or their dates differ from chain to chain. */
export function byChain(seat: Seat): readonly SeatOfChain[] {
  const views = new Set(seat.results.map(({ verdict, timeline }) => JSON.stringify([verdict.kind, outlineOf(timeline)])))
  if (views.size < 2) return [{ seat, chain: null }]
  return seat.results.map((r) => ({ seat: { ...seat, results: [r], standing: r.verdict.kind }, chain: r.chain }))
}

const outlineOf = (timeline: ClientResult['timeline']): readonly unknown[] => {
  const outline: (readonly [unknown, unknown])[] = []
  for (const { from, verdict } of timeline) if (outline.at(-1)?.[1] !== verdict) outline.push([from, verdict])
  return outline
}

/** The stores that clients asked, in the order of the clients. */
export const storesAsked = (seats: readonly Seat[]): readonly string[] => [...new Set(seats.map((s) => s.store))]
