import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import { counting, type Seat, storesAsked } from './seats.ts'
import { storeAge } from './store-age.ts'
import { dim, enumerated, name, phrase, type Piece, plain, type Span } from './styled.ts'
import { foldVersions } from './versions.ts'
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
  if (view.isCrowded) return whoAndWhere(view, clients)
  const isSingle = ({ client }: ClientOnStore): boolean => view.seats.filter((s) => s.client === client).length < 2
  const several = clients.filter((s) => !isSingle(s))
  const stores = [...new Set(several.map((s) => s.store))]
  return enumerated([
    ...names(view, clients.filter(isSingle)),
    ...stores.map((store) =>
      onStore(
        view,
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
  return ids.length >= crowd && ids.length === all.length
    ? [plain(`all ${ids.length} clients`)]
    : enumerated(names(view, clients))
}

/** The same for clients that a verdict is told of: those shown for comparison come last, and are said to be. */
export function whoCounts(view: View, seats: readonly Seat[], names = whoAndWhere): readonly Span[] {
  const told = counting(view.seats)
  const [counted, beside] = [seats.filter((s) => told.includes(s)), seats.filter((s) => !told.includes(s))]
  if (beside.length === 0) return names(view, counted)
  const others = phrase`${dim('for comparison,')} ${names(view, beside)}`
  return counted.length === 0 ? others : phrase`${names(view, counted)} and, ${others}`
}

/** Names without stores: for where no store makes a difference. */
export const whoOnAny = (view: View, clients: readonly ClientOnStore[]): readonly Span[] => enumerated(fullNames(view, clients))

/**
 * Names with their stores: `python-3.8 and go-1.19 on linux-bundle; python-3.8 on windows-lazy`; without, where there is but one. Of
 * a platform's store its age stands there, for the client's own id names it: `schannel@windows-2020-05-30 (store as of 2020-05-04)`.
 */
function whoAndWhere(view: View, clients: readonly ClientOnStore[]): readonly Span[] {
  const isOne = storesAsked(view.seats).length < 2
  return distinct(clients.map((s) => s.store)).flatMap((store, i) => {
    const own = clients.filter((s) => s.store === store)
    const names = enumerated(fullNames(view, own))
    const age = storeAge(view.report, store)
    const where =
      age !== null ? (age === '' ? names : phrase`${names} (store ${age})`) : isOne ? names : phrase`${names} on ${name(store)}`
    return [...(i === 0 ? [] : [plain('; ')]), ...where]
  })
}

/** Clients by their ids, each once; in a crowd by their programs. */
export function names(view: View, clients: readonly ClientOnStore[]): readonly Piece[] {
  return view.isCrowded ? inCrowd(view, clients) : distinct(clients.map((s) => s.client)).map(name)
}

/** Clients with the programs that they are, each once. */
function fullNames(view: View, clients: readonly ClientOnStore[]): readonly Piece[] {
  if (view.isCrowded) return inCrowd(view, clients)
  return distinct(clients.map((s) => s.client)).map((client) =>
    withPrograms(
      view,
      client,
      clients.filter((s) => s.client === client),
    ),
  )
}

/** `python-3.11 (pip 24.0 and requests 2.32.3)`: the programs that are this client, where its own name does not say so. */
function withPrograms(view: View, client: string, places: readonly ClientOnStore[]): readonly Span[] {
  const programs = distinct(places.flatMap((place) => programsOf(view, place)))
  const others = programs.filter((program) => !isNamedFor(client, program))
  if (others.length === 0) return [name(client)]
  return phrase`${name(client)} (${enumerated((places.length === 1 ? programs : others).map((program) => [plain(program)]))})`
}

/** Programs as the machine calls them, with many versions of a kind counted. */
const inCrowd = (view: View, clients: readonly ClientOnStore[]): readonly Piece[] => foldVersions(called(view, clients)).map(name)

const called = (view: View, clients: readonly ClientOnStore[]): readonly string[] =>
  distinct(
    clients.flatMap((place) => {
      const programs = programsOf(view, place)
      return programs.length === 0 ? [place.client] : programs
    }),
  )

/** Whether these clients are told of as one, so that a verb ends in s. */
export const isSingular = (view: View, clients: readonly ClientOnStore[]): boolean =>
  (view.isCrowded ? called(view, clients) : clients).length === 1

const programsOf = ({ seats }: View, { client, store }: ClientOnStore): readonly string[] =>
  seats.find((s) => s.client === client && s.store === store)?.results[0]?.programs ?? []

/** Whether the client's id says already which program it is: `python-3.11` of `python 3.11.7`. */
export const isNamedFor = (client: string, program: string): boolean =>
  client.startsWith(`${program.replace(/ .*/, '')}-`) && !program.includes('(')

const onStore = (view: View, clients: readonly ClientOnStore[], store: string): readonly Span[] =>
  phrase`${enumerated(names(view, clients))} on ${name(store)}`

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

const withStanding = (view: View, standing: Seat['standing']): readonly Seat[] =>
  view.seats.filter((s) => s.standing === standing)

function isSame(a: readonly ClientOnStore[], b: readonly ClientOnStore[]): boolean {
  const keys = new Set(b.map(seatKey))
  return a.length === b.length && a.every((s) => keys.has(seatKey(s)))
}
