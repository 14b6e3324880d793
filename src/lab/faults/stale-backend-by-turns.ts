import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'stale-backend-by-turns'

/** Two servers of which one was forgotten at renewal, behind one address: as many tries are needed as there are servers. */
export const staleBackendByTurns: Fault = {
  id,
  title: 'One of two backends is stale, behind one port',
  shows: 'Every other connection gets the expired leaf: it fails only sometimes.',
  build: (now) => {
    const fresh = usualChain(id, now)
    const stale = usualChain(id, now, { leaf: around(now, -93, -3) })
    return {
      ...servedUsually(fresh),
      serve: { kind: 'by-turns', others: [{ chain: [stale.leaf, stale.intermediate], key: stale.entities.leaf.key.privateKey }] },
    }
  },
}
