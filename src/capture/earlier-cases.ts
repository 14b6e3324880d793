import type { ClientEvidence, Evidence, StoreEvidence } from '../model/evidence.ts'
import type { Setting } from '../model/machine.ts'

/**
 * A case of an earlier release in the shape of today: what stood in texts and names gets its members. What has them already stays as it is,
 * and so do the texts, so that it replays as before.
 */
export const withOwnMembers = (evidence: Evidence): Evidence =>
  withStoresAfter({ ...evidence, clients: evidence.clients.map(withChoice) })

/** `why` named the variables that chose the store: `SSL_CERT_FILE=/etc/own.pem`. A name without an underscore was not taken for one. */
function withChoice(client: ClientEvidence): ClientEvidence {
  if (client.chosenBy !== undefined) return client
  const found = [...client.why.matchAll(/(?:^|[\s:,])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=([^\s,;]*)/g)]
  const chosenBy = found.map(([, name = '', value = '']): Setting => ({ kind: 'variable', name, value, where: '' }))
  return chosenBy.length === 0 ? client : { ...client, chosenBy }
}

/** A store that was read a second time stood among the others, under the name of the first reading and this. */
const again = ' (read again)'

function withStoresAfter(evidence: Evidence): Evidence {
  const isAfter = ({ id }: StoreEvidence): boolean => id.endsWith(again)
  if (!evidence.stores.some(isAfter)) return evidence
  const after = evidence.stores.filter(isAfter).map((store) => ({ ...store, id: store.id.slice(0, -again.length) }))
  return { ...evidence, stores: evidence.stores.filter((store) => !isAfter(store)), storesAfter: after }
}
