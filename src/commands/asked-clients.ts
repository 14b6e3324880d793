import { toolOf } from '../clients/client-id.ts'
import { defaultClients } from '../clients/default-set.ts'
import { resolveClient, similarClients } from '../clients/resolve.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, StoreEvidence } from '../model/evidence.ts'
import type { MachineClients } from './machine-clients.ts'

/** Throws for an id that no profile answers for, and names the ones that resemble it. */
export function requireClient(id: string): void {
  if (resolveClient(id) !== null) return
  const near = similarClients(id)
  const hint = near.length === 0 ? 'rootcause clients lists them all' : `try ${near.join(', ')}; rootcause clients lists them all`
  throw new RootcauseError('usage', `there is no client ${JSON.stringify(id)}`, hint)
}

/** Every client on every store. Ids that no profile answers for are refused here, once. */
export function clientsFor(
  ids: readonly string[],
  stores: readonly StoreEvidence[],
  isDefault: boolean,
): readonly ClientEvidence[] {
  for (const id of ids) requireClient(id)
  const why = isDefault ? 'the default' : 'asked for by --store'
  const wanted =
    ids.length > 0
      ? ids.map((id) => ({ id, asked: true }))
      : [
          ...defaultClients.current.map((id) => ({ id, asked: true })),
          ...defaultClients.historic.map((id) => ({ id, asked: false })),
        ]
  return stores.flatMap((store) =>
    wanted.filter(({ id }) => resolveClient(id) !== null).map(({ id, asked }) => ({ id, asked, store: store.id, why })),
  )
}

/** Whether an id names a family of clients and none of its releases: `curl`. */
export const isFamily = (id: string): boolean =>
  toolOf(id).release === null && toolOf(resolveClient(id)?.profile.id ?? '').release !== null

/**
 * For each family its clients that this machine has, each on the store that it asks here unless stores were named; where it has none,
 * the newest release that is known. `stores`: those named by `wanted`, the system's where that is `null`. Reports call the clients by their
 * releases. None of them is run.
 */
export function ofFamilies(
  ids: readonly string[],
  { clients: here, stores: asked }: MachineClients,
  stores: readonly StoreEvidence[],
  wanted: readonly string[] | null,
): MachineClients {
  const ofId = (id: string) => (isFamily(id) ? here.filter((client) => toolOf(client.id).tool === toolOf(id).tool) : [])
  const own = ids.flatMap(ofId)
  const named = ids.flatMap((id) => (ofId(id).length > 0 ? [] : isFamily(id) ? [resolveClient(id)?.profile.id ?? id] : [id]))
  if (wanted !== null) {
    const all = new Set([...named, ...own.map(({ id }) => id)])
    return { stores, clients: clientsFor([...all], stores, false), askings: new Map() }
  }
  const needed = new Map(asked.filter(({ id }) => own.some((client) => client.store === id)).map((store) => [store.id, store]))
  const others = named.length === 0 ? [] : stores.filter(({ id }) => !needed.has(id))
  return {
    stores: [...needed.values(), ...others],
    clients: [...new Set(own), ...(named.length === 0 ? [] : clientsFor(named, stores, true))],
    askings: new Map(),
  }
}
