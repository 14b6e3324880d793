import { toolOf } from '../clients/client-id.ts'
import { resolveClient } from '../clients/resolve.ts'
import type { Host } from '../host/host.ts'
import { toBase64 } from '../host/node-base64.ts'
import type { ClientId } from '../model/client.ts'
import type { Evidence, StoreEvidence } from '../model/evidence.ts'
import type { Asking } from '../model/machine.ts'
import { ownPlatform } from '../roots/platforms.ts'
import type { AskedServer } from '../runtimes/runtime.ts'
import type { StoreContent } from '../stores/store.ts'
import { type MachineClients, machineClients } from './machine-clients.ts'
import { type Certificates, evidenceOf } from './store-evidence.ts'

/**
 * The browsers of this machine that read an NSS database beside a list which is built into them: each as a client on that database alone.
 * With the list: `withBrowsers`.
 */
export const browsersHere = (
  host: Host,
  evidenceFrom: (id: string, content: StoreContent) => StoreEvidence,
  server?: AskedServer,
): Promise<MachineClients> => machineClients(host, evidenceFrom, server, browserOf)

/** A release before the first that is known goes as that one. */
function browserOf({ installation: { client }, unknown, stores }: Asking): ClientId | null {
  if (client === null || unknown === '' || stores.length === 0) return null
  const { tool } = toolOf(client)
  if (ownPlatform(tool) === null || !stores.every(({ store }) => store.startsWith('nss:'))) return null
  return resolveClient(client) === null ? (resolveClient(tool)?.profile.id ?? null) : client
}

/**
 * The evidence with the browsers of this machine that are meant, each on its database and on the list that is built in, as its programme
 * published that last. A verdict on the list alone would stay open where Firefox may know an intermediate beforehand; those stand below its
 * roots, so that of a root which it lacks they say nothing. `asSeen`: what is made of each database before the list stands beside it.
 */
export async function withBrowsers(
  evidence: Evidence,
  isMeant: (client: ClientId) => boolean,
  host: Host,
  asSeen: (store: StoreEvidence) => StoreEvidence = (store) => store,
): Promise<Evidence> {
  const certs: Certificates = new Map()
  const here = await browsersHere(host, (id, content) => evidenceOf(id, content, certs), evidence.target)
  const clients = here.clients.filter(({ id }) => isMeant(id))
  if (clients.length === 0) return evidence
  const { platformClients } = await import('./platform-clients.ts')
  const tools = [...new Set(clients.map(({ id }) => toolOf(id).tool))]
  const held = { ...evidence.certs, ...Object.fromEntries([...certs].map(([id, der]) => [id, toBase64(der)])) }
  const lists = await platformClients(
    tools.map((tool) => `${tool}@${ownPlatform(tool)}`),
    (sha256) => Object.hasOwn(held, sha256),
  )
  const listOf = (client: ClientId): StoreEvidence | undefined => {
    const own = lists.clients.find(({ id }) => toolOf(id).tool === toolOf(client).tool)
    return lists.stores.find(({ id }) => id === own?.store)
  }
  const stores = here.stores.flatMap((store) => {
    const [own] = clients.filter((client) => client.store === store.id)
    return own === undefined ? [] : [beside(asSeen(store), listOf(own.id))]
  })
  return {
    ...evidence,
    certs: held,
    anchors: { ...evidence.anchors, ...lists.anchors },
    stores: [...evidence.stores, ...stores],
    clients: [...evidence.clients.filter(({ id }) => !tools.includes(toolOf(id).tool)), ...clients],
    signatures: [...evidence.signatures, ...lists.signatures],
  }
}

/** What a database settles of a certificate holds for that of the list too. */
function beside(store: StoreEvidence, list: StoreEvidence | undefined): StoreEvidence {
  if ('unreadable' in store || list === undefined || 'unreadable' in list) return store
  return {
    ...store,
    origin: `${store.origin} + ${list.origin}`,
    anchors: [...new Set([...store.anchors, ...list.anchors])],
  }
}
