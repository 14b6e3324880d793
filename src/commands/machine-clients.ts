import { resolveClient } from '../clients/resolve.ts'
import type { Host } from '../host/host.ts'
import type { ClientEvidence, StoreEvidence } from '../model/evidence.ts'
import type { Asking, Setting } from '../model/machine.ts'
import { lookAround } from '../runtimes/look-around.ts'
import { readTogether } from '../stores/together.ts'
import type { StoreContent } from '../stores/store.ts'

/** The clients of a machine, each with the store that it asks there. */
export interface MachineClients {
  readonly clients: readonly ClientEvidence[]
  readonly stores: readonly StoreEvidence[]
}

/**
 * The clients that this machine has and whose verdict can be predicted, each once for each store that it asks. `evidenceOf` makes
 * a store part of the evidence.
 */
export async function machineClients(
  host: Host,
  evidenceOf: (id: string, content: StoreContent) => StoreEvidence,
): Promise<MachineClients> {
  const { askings } = await lookAround(host)
  const clients = new Map<string, ClientEvidence>()
  const stores = new Map<string, StoreEvidence>()
  for (const asking of askings) {
    const id = asking.installation.client
    // Whose store nobody knows is told by `which`: here it would be a line without an answer for every target.
    if (id === null || asking.unknown !== '' || resolveClient(id) === null) continue
    const store = storeId(asking)
    clients.set(`${id} ${store}`, { id, store, why: whyText(asking.why), asked: true })
    if (!stores.has(store)) stores.set(store, evidenceOf(store, await readTogether(host, asking.stores)))
  }
  return { clients: [...clients.values()], stores: [...stores.values()] }
}

/** What it is called in a report: the names of all that is asked. */
const storeId = ({ stores, installation }: Asking): string =>
  stores.length === 0 ? `store of ${installation.path}` : stores.map(({ store }) => store).join(' + ')

function whyText({ kind, name, value, where }: Setting): string {
  const set = value === '' || kind === 'built-in' ? name : `${name}=${value}`
  return where === '' ? set : `${set} (${where})`
}
