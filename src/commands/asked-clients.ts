import { toolOf } from '../clients/client-id.ts'
import { defaultClients } from '../clients/default-set.ts'
import { resolveClient, similarClients } from '../clients/resolve.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, StoreEvidence } from '../model/evidence.ts'

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

/** Whether a word names no client, and may be what a program is called: `conda`, `pip3`. */
export const mayBeProgram = (word: string): boolean => /^[\w.-]+$/.test(word) && resolveClient(word) === null
