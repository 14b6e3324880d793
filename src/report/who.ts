import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import { counting, type Seat, storesAsked } from './seats.ts'
import { storeAge } from './store-age.ts'
import { dim, enumerated, name, phrase, plain, type Span } from './styled.ts'
import type { View } from './view.ts'

/** From so many clients on, a group that has a name of its own is called by that. */
const crowd = 4

/**
 * Names for clients in a sentence, plural verbs fit from two on: `go-1.19 and python-3.8 on windows-lazy`, with the store
 * only where the client was judged with several; `all 12 clients`, `the 8 that reject`. `by`: whether a group may be
 * called by its verdict; a sentence that tells the verdict itself must not.
 */
export function who(view: View, clients: readonly ClientOnStore[], by: 'verdict' | 'name' = 'verdict'): readonly Span[] {
  if (clients.length >= crowd && isSame(clients, view.seats)) return [plain(`all ${clients.length} clients`)]
  if (clients.length >= crowd && by === 'verdict') {
    if (isSame(clients, withStanding(view, 'rejected'))) return [plain(`the ${clients.length} that reject`)]
    if (isSame(clients, withStanding(view, 'accepted'))) return [plain(`the ${clients.length} that accept`)]
  }
  const isSingle = ({ client }: ClientOnStore): boolean => view.seats.filter((s) => s.client === client).length < 2
  const several = clients.filter((s) => !isSingle(s))
  const stores = [...new Set(several.map((s) => s.store))]
  return enumerated([
    ...clients.filter(isSingle).map((s) => name(s.client)),
    ...stores.map((store) =>
      onStore(
        several.filter((s) => s.store === store),
        store,
      ),
    ),
  ])
}

/** Names of clients without their stores, each once: `all 7 clients` where there are no others. */
export function whoAlone(view: View, clients: readonly ClientOnStore[]): readonly Span[] {
  const ids = distinct(clients.map((s) => s.client))
  const all = distinct(view.seats.map((s) => s.client))
  return ids.length >= crowd && ids.length === all.length ? [plain(`all ${ids.length} clients`)] : enumerated(ids.map(name))
}

/** The same for clients that a verdict is told of: those shown for comparison come last, and are said to be. */
export function whoCounts(view: View, seats: readonly Seat[]): readonly Span[] {
  const told = counting(view.seats)
  const [counted, beside] = [seats.filter((s) => told.includes(s)), seats.filter((s) => !told.includes(s))]
  if (beside.length === 0) return whoAndWhere(view, counted)
  const others = phrase`${dim('for comparison,')} ${whoAndWhere(view, beside)}`
  return counted.length === 0 ? others : phrase`${whoAndWhere(view, counted)} and, ${others}`
}

/**
 * Names with their stores: `python-3.8 and go-1.19 on linux-bundle; python-3.8 on windows-lazy`; without, where there is but one. Of
 * a platform's store its age stands there, for the client's own id names it: `schannel@windows-2020-05-30 (store as of 2020-05-04)`.
 */
function whoAndWhere(view: View, clients: readonly ClientOnStore[]): readonly Span[] {
  const isOne = storesAsked(view.seats).length < 2
  return distinct(clients.map((s) => s.store)).flatMap((store, i) => {
    const own = clients.filter((s) => s.store === store)
    const names = enumerated(distinct(own.map((s) => s.client)).map((client) => withPrograms(view, { client, store })))
    const age = storeAge(view.report, store)
    const where =
      age !== null ? (age === '' ? names : phrase`${names} (store ${age})`) : isOne ? names : phrase`${names} on ${name(store)}`
    return [...(i === 0 ? [] : [plain('; ')]), ...where]
  })
}

/** `python-3.11 (pip 24.0 and requests 2.32.3)`: the programs that are this client, where its own name does not say so. */
function withPrograms({ seats }: View, { client, store }: ClientOnStore): readonly Span[] {
  const programs = seats.find((s) => s.client === client && s.store === store)?.results[0]?.programs ?? []
  const isItself = programs.every((program) => client.startsWith(`${program.replace(/ .*/, '')}-`) && !program.includes('('))
  return isItself ? [name(client)] : phrase`${name(client)} (${enumerated(programs.map((program) => [plain(program)]))})`
}

const onStore = (clients: readonly ClientOnStore[], store: string): readonly Span[] =>
  phrase`${enumerated(distinct(clients.map((s) => s.client)).map(name))} on ${name(store)}`

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

const withStanding = (view: View, standing: Seat['standing']): readonly Seat[] =>
  view.seats.filter((s) => s.standing === standing)

function isSame(a: readonly ClientOnStore[], b: readonly ClientOnStore[]): boolean {
  const keys = new Set(b.map(seatKey))
  return a.length === b.length && a.every((s) => keys.has(seatKey(s)))
}
