import { toolOf } from '../clients/client-id.ts'
import { resolveClient } from '../clients/resolve.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, StoreEvidence } from '../model/evidence.ts'
import { seatKey } from '../model/seat-key.ts'
import { runtimesNamed } from '../runtimes/look-around.ts'
import { clientsFor, isFamily, requireClient } from './asked-clients.ts'
import { type MachineClients, ofRuntimes } from './machine-clients.ts'

/** The runtimes that words mean which name no client: `conda`, `pip3`. Throws for one that no program is called by. */
export function namedRuntimes(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.flatMap((word) => {
      const all = runtimesNamed(word)
      if (all.length === 0) requireClient(word)
      return all.map(({ id }) => id)
    }),
  )
}

/**
 * Of a machine the clients of the named families and the programs that go by the named words, each on the store that it asks here unless
 * stores were named; for a family that is not here, the newest release that is known; `isApart`: who is left out then, since the system's
 * store is not asked. `stores`: those named by `wanted`, the system's where that is `null`. `say`: is told of a program that is here, and that
 * another release answers for. Reports call the clients by their releases. Throws where a program is not here.
 */
export function namedClients(
  { ids, programs }: { readonly ids: readonly string[]; readonly programs: readonly string[] },
  here: MachineClients,
  stores: readonly StoreEvidence[],
  wanted: readonly string[] | null,
  isApart: (id: string) => boolean,
  say: (line: string) => void,
): MachineClients {
  const parts = programs.map((word) => programHere(word, here))
  const ofId = (id: string) => (isFamily(id) || isApart(id) ? here.clients.filter((client) => isMeant(id, client.id)) : [])
  const whole = ids.flatMap(ofId)
  const absent = ids.filter((id) => ofId(id).length === 0 && !isApart(id))
  const named = absent.map((id) => (isFamily(id) ? (resolveClient(id)?.profile.id ?? id) : id))
  const on = wanted === null ? "the system's store" : wanted.join(' and ')
  for (const [i, id] of absent.entries()) for (const line of standsFor(id, `${named[i] ?? id} on ${on}`, here)) say(line)
  // Who is named by the family is asked with all the programs that it is.
  const own = new Map([...parts.flatMap(({ clients }) => clients), ...whole].map((client) => [keyOf(client), client]))
  if (wanted !== null) {
    const all = new Set([...named, ...[...own.values()].map(({ id }) => id)])
    // What they say here, on stores of their own, could not be compared.
    return { stores, clients: clientsFor([...all], stores, false), askings: new Map() }
  }
  const needed = here.stores.filter(({ id }) => [...own.values()].some((client) => client.store === id))
  const others = named.length === 0 ? [] : stores.filter(({ id }) => !needed.some((store) => store.id === id))
  const keys = whole.map(keyOf)
  return {
    stores: [...needed, ...others],
    clients: [...own.values(), ...(named.length === 0 ? [] : clientsFor(named, stores, true))],
    askings: new Map([
      ...parts.flatMap(({ askings }) => [...askings]),
      ...[...here.askings].filter(([key]) => keys.includes(key)),
    ]),
  }
}

/** That a release answers in the place of a program that is here, and why that one does not. */
const standsFor = (id: string, by: string, { untold = [] }: MachineClients): readonly string[] =>
  untold
    .filter(({ installation }) => isFamily(id) && installation.client !== null && isMeant(id, installation.client))
    .slice(0, 1)
    .map(({ installation: { path }, unknown }) => `${path} is left out: ${unknown}. ${by} answers in its place.`)

function programHere(word: string, here: MachineClients): MachineClients {
  const found = ofRuntimes(here, namedRuntimes([word]))
  if (found.clients.length > 0) return found
  throw absentProgram(word)
}

/** Nothing that is called so was found, or nobody knows what it would say. */
export const absentProgram = (word: string): RootcauseError =>
  new RootcauseError(
    'observe',
    `no ${word} whose verdict could be told was found on this machine`,
    `rootcause which ${word} tells what is known of it`,
  )

/** Whether an id that was named means a client: a family all of its releases. */
export const isMeant = (wanted: string, id: string): boolean =>
  isFamily(wanted) ? toolOf(wanted).tool === toolOf(id).tool : profileOf(wanted) === profileOf(id)

/** The profile that answers for a client: two of its names may lead to one. */
export const profileOf = (id: string): string | undefined => resolveClient(id)?.profile.id

const keyOf = ({ id, store }: ClientEvidence): string => seatKey({ client: id, store })
