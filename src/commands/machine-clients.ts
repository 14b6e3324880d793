import { resolveClient } from '../clients/resolve.ts'
import type { Host } from '../host/host.ts'
import type { ClientEvidence, StoreEvidence } from '../model/evidence.ts'
import type { Asking } from '../model/machine.ts'
import { seatKey } from '../model/seat-key.ts'
import { lookAround } from '../runtimes/look-around.ts'
import type { AskedServer } from '../runtimes/runtime.ts'
import { readTogether } from '../stores/together.ts'
import type { StoreContent } from '../stores/store.ts'

/** The clients of a machine, each with the store that it asks there. */
export interface MachineClients {
  readonly clients: readonly ClientEvidence[]
  readonly stores: readonly StoreEvidence[]
  /** For each client, by `seatKey`, the installations that are it, the one that a shell would start first. */
  readonly askings: ReadonlyMap<string, readonly Asking[]>
}

/**
 * The clients that this machine has and whose verdict can be predicted, each once for each store that it asks. `evidenceOf` makes
 * a store part of the evidence. `server`: as they ask it for that one.
 */
export async function machineClients(
  host: Host,
  evidenceOf: (id: string, content: StoreContent) => StoreEvidence,
  server?: AskedServer,
): Promise<MachineClients> {
  const { askings } = await lookAround(host, undefined, server)
  const clients = new Map<string, ClientEvidence>()
  const stores = new Map<string, StoreEvidence>()
  const installed = new Map<string, Asking[]>()
  for (const asking of askings) {
    const id = asking.installation.client
    // Whose store nobody knows is told by `which`: here it would be a line without an answer for every target.
    if (id === null || asking.unknown !== '' || resolveClient(id) === null) continue
    const store = storeId(asking)
    const client: ClientEvidence = { id, store, chosenBy: [asking.why], why: '', asked: true }
    const key = seatKey({ client: id, store })
    clients.set(key, client)
    installed.set(key, [...(installed.get(key) ?? []), asking])
    if (!stores.has(store)) stores.set(store, evidenceOf(store, await readTogether(host, asking.stores)))
  }
  const named = [...clients].map(([key, client]) => ({ ...client, programs: programNames(installed.get(key) ?? [], askings) }))
  return { clients: named, stores: [...stores.values()], askings: installed }
}

/** Of the clients of a machine the programs of these runtimes alone: a client has no others then. */
export function ofRuntimes({ clients, stores, askings }: MachineClients, runtimes: ReadonlySet<string>): MachineClients {
  const all = [...askings.values()].flat()
  const left = new Map(
    [...askings].flatMap(([key, own]) => {
      const some = own.filter(({ installation }) => runtimes.has(installation.runtime))
      return some.length === 0 ? [] : [[key, some] as const]
    }),
  )
  const meant = clients.flatMap((client) => {
    const own = left.get(seatKey({ client: client.id, store: client.store }))
    return own === undefined
      ? []
      : [{ ...client, chosenBy: own.slice(0, 1).map(({ why }) => why), programs: programNames(own, all) }]
  })
  return { clients: meant, stores, askings: left }
}

/** Each once, as `pip 24.0`; where one program has a store for each of its libraries, with the library: `php 8.2.36 (curl)`. */
function programNames(own: readonly Asking[], all: readonly Asking[]): readonly string[] {
  const isShared = ({ installation: { path, runtime, note } }: Asking): boolean =>
    all.some(({ installation: i }) => i.runtime === runtime && i.path === path && i.note !== note)
  return [...new Set(own.map((asking) => programName(asking, isShared(asking))))]
}

function programName({ installation: { runtime, version, note } }: Asking, isShared: boolean): string {
  const plain = version === null ? runtime : `${runtime} ${version}`
  return isShared ? `${plain} (${note})` : plain
}

/** What it is called in a report: the names of all that is asked. */
const storeId = ({ stores, installation }: Asking): string =>
  stores.length === 0 ? `store of ${installation.path}` : stores.map(({ store }) => store).join(' + ')
