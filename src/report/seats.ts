import type { Known } from '../model/client.ts'
import type { ClientResult, Report } from '../model/report.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { enumerated, name, phrase, type Span } from './styled.ts'

/** How a client stands with all the chains that it was shown: one rejection decides. */
export type Standing = 'rejected' | 'undetermined' | 'hangs' | 'accepted'

/** One client with one store: what a reader calls a client. */
export interface Seat {
  /** The id that was asked for; proofs and separations use it too. */
  readonly client: string
  /** The id of the profile that answers. */
  readonly profile: string
  readonly title: string
  readonly known: Known
  readonly store: string
  readonly asked: boolean
  /** One for each chain, in the report's order; never empty. */
  readonly results: readonly ClientResult[]
  readonly standing: Standing
}

const gravest: readonly Standing[] = ['rejected', 'undetermined', 'hangs', 'accepted']

/** The report's results by client and store, those that were asked for first. */
export function seatsOf(report: Report): readonly Seat[] {
  const groups = new Map<string, ClientResult[]>()
  for (const result of report.results) {
    const key = JSON.stringify([result.askedAs, result.store])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [result])
    else group.push(result)
  }
  const seats = [...groups.values()].flatMap((results): readonly Seat[] => {
    const [first] = results
    if (first === undefined) return []
    const { client, askedAs, title, known, store } = first
    const standing = gravest.find((s) => results.some((r) => r.verdict.kind === s)) ?? 'undetermined'
    return [{ client: askedAs, profile: client, title, known, store, results, standing, asked: results.some((r) => r.asked) }]
  })
  return [...seats.filter((s) => s.asked), ...seats.filter((s) => !s.asked)]
}

/** Names for clients in a sentence: `go-1.19 and python-3.8 on windows-lazy`; the store only where the client was judged with several. */
export function briefNames(all: readonly Seat[], seats: readonly ClientOnStore[]): readonly Span[] {
  const isSingle = ({ client }: ClientOnStore): boolean => all.filter((s) => s.client === client).length < 2
  const single = seats.filter(isSingle)
  const rest = seats.filter((s) => !isSingle(s))
  const stores = [...new Set(rest.map((s) => s.store))]
  return enumerated([
    ...single.map((s) => name(s.client)),
    ...stores.map((store) => seatNames(rest.filter((s) => s.store === store))),
  ])
}

/** Names with their stores: `python-3.8 and go-1.19 on linux-bundle; python-3.8 on windows-lazy`. */
export function seatNames(seats: readonly ClientOnStore[]): readonly Span[] {
  const stores = [...new Set(seats.map((s) => s.store))]
  return stores.flatMap((store, i) => {
    const clients = [...new Set(seats.filter((s) => s.store === store).map((s) => s.client))]
    return phrase`${i === 0 ? '' : '; '}${enumerated(clients.map(name))} on ${name(store)}`
  })
}
