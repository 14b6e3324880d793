import { toolOf } from '../clients/client-id.ts'
import { resolveClient } from '../clients/resolve.ts'
import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { ClientEvidence, Evidence, StoreEvidence } from '../model/evidence.ts'
import { ownPlatform } from '../roots/platforms.ts'
import { isFamily } from './asked-clients.ts'
import { isMeant } from './named-clients.ts'
import { isApart, isBrowser } from './own-list.ts'
import { platformClients } from './platform-clients.ts'

/**
 * A browser with the list that is built into it, as its programme published that last: `firefox-153@mozilla`. `null`: it is no browser, or
 * one that a platform is named for.
 */
export function onOwnList(id: ClientId): ClientId | null {
  if (!isBrowser(id) || id.includes('@')) return null
  return `${isFamily(id) ? (resolveClient(id)?.profile.id ?? id) : id}@${ownPlatform(toolOf(id).tool)}`
}

/** The browsers of these that are nowhere in the evidence, on their lists. Of a machine whose system store they ask there are none. */
export const onListsAlone = (
  ids: readonly string[],
  { clients }: Pick<Evidence, 'clients'>,
  host: Pick<Host, 'platform'>,
): readonly ClientId[] =>
  ids.flatMap((id) =>
    isApart(id, host) && !clients.some((client) => !client.id.includes('@') && isMeant(id, client.id))
      ? (onOwnList(id) ?? [])
      : [],
  )

/** The evidence with the list that is built into each browser beside what it asks on this machine (`machineClients`), and its programme's rules. */
export async function besideBrowserLists(evidence: Evidence): Promise<Evidence> {
  const browsers = evidence.clients.filter(({ id, programs }) => programs !== undefined && onOwnList(id) !== null)
  if (browsers.length === 0) return evidence
  const ids = [...new Set(browsers.map(({ id }) => id))]
  const lists = await platformClients(
    ids.map((id) => onOwnList(id) ?? id),
    (sha256) => Object.hasOwn(evidence.certs, sha256),
  )
  const asked = (client: ClientEvidence): ClientEvidence | undefined =>
    browsers.includes(client) ? lists.clients.find(({ id }) => id === onOwnList(client.id)) : undefined
  const own = new Map(browsers.map((client) => [client.store, lists.stores.find(({ id }) => id === asked(client)?.store)]))
  return {
    ...evidence,
    anchors: { ...evidence.anchors, ...lists.anchors },
    stores: evidence.stores.map((store) => beside(store, own.get(store.id))),
    clients: evidence.clients.map((client) => {
      const keeps = asked(client)?.keeps
      return keeps === undefined ? client : { ...client, keeps }
    }),
    signatures: [...evidence.signatures, ...lists.signatures],
  }
}

/** What a database settles of a certificate holds for that of the list too; the programme's rules stay with what the list brings. */
function beside(store: StoreEvidence, list: StoreEvidence | undefined): StoreEvidence {
  if ('unreadable' in store || list === undefined || 'unreadable' in list) return store
  const anchors = [...new Set([...store.anchors, ...list.anchors])]
  const settings = anchors.flatMap((id) => {
    const [ofList, own] = [list.settings?.[id], store.settings?.[id]]
    return ofList === undefined && own === undefined ? [] : [[id, { trusts: [], rejects: [], ...ofList, ...own }] as const]
  })
  const origin = store.anchors.length === 0 ? list.origin : `${store.origin} + ${list.origin}`
  return { ...store, origin, anchors, settings: Object.fromEntries(settings) }
}
