import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'stale-backend'

/** Two listeners of which one was forgotten at renewal, as behind one name with two addresses. */
export const staleBackend: Fault = {
  id,
  title: 'One of two backends is stale',
  shows: 'Two listeners serve one name: the first has the renewed leaf, the second still the expired one.',
  build: (now) => {
    const fresh = usualChain(id, now)
    const stale = usualChain(id, now, { leaf: around(now, -93, -3) })
    return {
      ...servedUsually(fresh),
      serve: { kind: 'by-port', others: [{ chain: [stale.leaf, stale.intermediate], key: stale.entities.leaf.key.privateKey }] },
    }
  },
}
