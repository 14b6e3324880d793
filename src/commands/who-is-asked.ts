import { splitClient, toolOf } from '../clients/client-id.ts'
import type { Target } from '../model/evidence.ts'
import { clientsFor, isFamily, mayBeProgram, requireClient } from './asked-clients.ts'
import type { Context } from './context.ts'
import type { MachineClients } from './machine-clients.ts'
import { isApart } from './own-list.ts'
import { type Certificates, evidenceOf, storesEvidence } from './store-evidence.ts'

/** Clients and stores that the command line names. */
export interface Named {
  readonly clients: readonly string[]
  /** `null`: the system's, or those of a saved case. */
  readonly stores: readonly string[] | null
}

/** Whom the command line asks, and about which server. */
interface Asked extends AskedClients {
  /** Words for programs of this machine. */
  readonly programs: readonly string[]
  readonly server: Target
}

/** Of the words of the command line those that name a program, and no client. Throws for one that names neither. */
export async function programsNamed(words: readonly string[]): Promise<readonly string[]> {
  const own = words.filter(mayBeProgram)
  if (own.length > 0) (await import('./named-clients.ts')).namedRuntimes(own)
  return own
}

/** Clients that ask platform stores, and those that ask the stores at hand. */
interface AskedClients {
  readonly onPlatforms: readonly string[]
  readonly clients: readonly string[]
  /** Nobody else is asked. */
  readonly isOnPlatformsAlone: boolean
}

/** Releases that carry a store with them: they ask another one only when it is named. */
const carriesStore = /^android-\d/i

/** Throws for an id that no profile answers for. */
export function apart({ clients, stores }: Named): AskedClients {
  for (const id of clients) requireClient(id)
  const isBound = (id: string): boolean => splitClient(id).platform !== null || (stores === null && carriesStore.test(id.trim()))
  const onPlatforms = clients.filter(isBound)
  return {
    onPlatforms,
    clients: clients.filter((id) => !isBound(id)),
    isOnPlatformsAlone: onPlatforms.length > 0 && onPlatforms.length === clients.length,
  }
}

/**
 * The stores that are read, and the clients that ask them: those of the command line; where it names none, those that this machine has,
 * beside whom the others of the telling set are shown on the system's store.
 */
export async function whoIsAsked(
  { clients: ids, onPlatforms, isOnPlatformsAlone, programs, server }: Asked,
  options: Named,
  context: Context,
  certs: Certificates,
): Promise<MachineClients> {
  const askings: MachineClients['askings'] = new Map()
  if (isOnPlatformsAlone && programs.length === 0) return { stores: [], clients: [], askings }
  const isOpen = options.stores === null && ids.length + onPlatforms.length + programs.length === 0
  const isAlone = (id: string): boolean => options.stores === null && isApart(id, context.host)
  const hasNames = programs.length > 0 || ids.some((id) => isFamily(id) || isAlone(id))
  const found = isOpen || hasNames ? await clientsOfMachine(context, server, certs) : null
  const stores = await storesEvidence(options.stores ?? ['system'], context, certs)
  if (found !== null && hasNames) {
    const { namedClients } = await import('./named-clients.ts')
    return namedClients({ ids, programs }, found, stores, options.stores, isAlone, (line) =>
      context.process.stderr.write(`rootcause: ${line}\n`),
    )
  }
  const clients = clientsFor(ids, stores, options.stores === null)
  if (found === null || found.clients.length === 0) return { stores, clients, askings }
  const tools = new Set(found.clients.map(({ id }) => toolOf(id).tool))
  const others = clients.filter(({ id }) => !tools.has(toolOf(id).tool)).map((client) => ({ ...client, asked: false }))
  return {
    stores: [...found.stores, ...(others.length === 0 ? [] : stores.filter(({ id }) => !found.stores.some((s) => s.id === id)))],
    clients: [...found.clients, ...others],
    askings: found.askings,
  }
}

/** Loaded only where it is wanted: it looks for every runtime. */
async function clientsOfMachine({ host }: Context, server: Target, certs: Certificates) {
  const { machineClients } = await import('./machine-clients.ts')
  return machineClients(host, (id, content) => evidenceOf(id, content, certs), server)
}
