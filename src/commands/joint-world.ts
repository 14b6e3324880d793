import { type Workshop, type World, world as worldOf } from '../graph/world.ts'
import type { Evidence, Send } from '../model/evidence.ts'

/** Two observations as one: equal certificates are the same object, and every fact about a signature counts for both. */
export interface JointWorld {
  /** Each evidence as it was, in the certificates of both. */
  readonly worlds: readonly [a: World, b: World]
  /** Both together: stores and clients are called `a:` and `b:`. */
  readonly joint: World
}

/** The world of two cases. A side's stores keep their own names in its own world, for clients go by them. */
export function jointWorld(a: Evidence, b: Evidence, shop: Workshop): JointWorld {
  const joint = worldOf(jointEvidence(a, b), shop)
  return { joint, worlds: [ownWorld(joint, a, 'a:'), ownWorld(joint, b, 'b:')] }
}

function jointEvidence(a: Evidence, b: Evidence): Evidence {
  return {
    ...a,
    certs: { ...a.certs, ...b.certs },
    anchors: { ...a.anchors, ...b.anchors },
    sends: [...a.sends, ...b.sends],
    stores: [...named(a.stores, 'a:'), ...named(b.stores, 'b:')],
    clients: [...asking(a.clients, 'a:'), ...asking(b.clients, 'b:')],
    signatures: [...a.signatures, ...b.signatures],
    fetched: [...(a.fetched ?? []), ...(b.fetched ?? [])],
    contacted: [...new Set([...a.contacted, ...b.contacted])],
  }
}

const named = (stores: Evidence['stores'], prefix: string): Evidence['stores'] => stores.map((s) => ({ ...s, id: prefix + s.id }))

const asking = (clients: Evidence['clients'], prefix: string): Evidence['clients'] =>
  clients.map((c) => ({ ...c, store: prefix + c.store }))

function ownWorld(joint: World, own: Evidence, prefix: string): World {
  const sends: ReadonlySet<Send> = new Set(own.sends)
  // Where nobody fetched, or nothing was served, nothing is known of what would be.
  const hasFetched = (own.fetched ?? []).length > 0
  return {
    ...joint,
    evidence: own,
    stores: new Map(
      own.stores.flatMap(({ id }) => {
        const store = joint.stores.get(prefix + id)
        return store === undefined ? [] : [[id, { ...store, id }]]
      }),
    ),
    chains: joint.chains.flatMap((chain) => {
      const seen = chain.sends.filter((s) => sends.has(s))
      return seen.length === 0 ? [] : [{ ...chain, sends: seen }]
    }),
    fetched: hasFetched ? joint.fetched : () => null,
    scenario: (chain, store, hello) => {
      const { fetched, ...scenario } = joint.scenario(chain, store, hello)
      return { ...scenario, host: own.target.host, ...(hasFetched && fetched !== undefined ? { fetched } : {}) }
    },
  }
}
