import type { Delta } from '../model/delta.ts'
import type { ClientEvidence, Evidence, Send, StoreEvidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'

/**
 * The evidence with one thing exchanged. Pure; an unreadable store stays as it is, and a delta that names what the
 * evidence does not hold changes nothing.
 */
export function applyDelta(evidence: Evidence, delta: Delta): Evidence {
  switch (delta.kind) {
    case 'add-anchor':
      return withAnchors(evidence, delta.store, (anchors) => (anchors.includes(delta.cert) ? anchors : [...anchors, delta.cert]))
    case 'drop-anchor':
      return withAnchors(evidence, delta.store, (anchors) => anchors.filter((a) => a !== delta.cert))
    case 'set-sent':
      return { ...evidence, sends: evidence.sends.map((s) => withChain(s, delta.chain)) }
    case 'set-time':
      return { ...evidence, clock: delta.at }
    case 'set-host':
      return { ...evidence, target: { ...evidence.target, host: delta.host } }
    case 'make-store':
      return withStore(evidence, delta.store, delta.anchors)
    case 'set-store':
      return {
        ...evidence,
        clients: evidence.clients.map((c) =>
          c.id === delta.client && c.store === delta.from ? { ...withoutEnd(c), store: delta.store } : c,
        ),
      }
    case 'set-client':
      return { ...evidence, clients: evidence.clients.map((c) => (c.id === delta.client ? { ...c, id: delta.to } : c)) }
  }
}

/** With another store what stopped a client is out of its way. */
function withoutEnd(client: ClientEvidence): ClientEvidence {
  const { ends: _ends, ...others } = client
  return others
}

/** Several deltas, in order. */
export const applyDeltas = (evidence: Evidence, deltas: readonly Delta[]): Evidence => deltas.reduce(applyDelta, evidence)

function withAnchors(evidence: Evidence, id: string, change: (anchors: readonly Sha256[]) => readonly Sha256[]): Evidence {
  const changed = (store: StoreEvidence): StoreEvidence =>
    store.id !== id || 'unreadable' in store ? store : { ...store, anchors: change(store.anchors) }
  return { ...evidence, stores: evidence.stores.map(changed) }
}

function withStore(evidence: Evidence, id: string, anchors: readonly Sha256[]): Evidence {
  if (evidence.stores.some((s) => s.id === id)) return evidence
  const held = anchors.filter((a) => evidence.certs[a] !== undefined || evidence.anchors?.[a] !== undefined)
  return { ...evidence, stores: [...evidence.stores, { id, origin: id, anchors: held }] }
}

function withChain(send: Send, chain: readonly Sha256[]): Send {
  return send.outcome.kind === 'chain' ? { ...send, outcome: { ...send.outcome, chain } } : send
}
