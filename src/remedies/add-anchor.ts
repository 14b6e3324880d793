import { takesAnchors } from '../graph/takes-anchors.ts'
import type { Delta } from '../model/delta.ts'
import { anchorsAbove } from './facts/issuers.ts'
import { rejectingStores } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/**
 * A store gets an anchor that another store of the evidence holds. What was only sent on the wire is never proposed
 * (DESIGN §7): a server cannot vouch for itself. Whether the anchor is authentic is not decided here.
 */
export const addAnchor: RemedyRule = {
  name: 'add-anchor',
  owner: 'user',
  propose: (situation) => {
    const { world } = situation
    return [...rejectingStores(situation)].flatMap(([id, chains]) => {
      const store = world.stores.get(id)
      if (store === undefined || !takesAnchors(world.evidence, id)) return []
      const roots = new Set([...chains].flatMap((chain) => anchorsAbove(world, chain)))
      return [...roots]
        .filter((c) => !store.bySha256.has(c.sha256))
        .map((c): readonly Delta[] => [{ kind: 'add-anchor', store: id, cert: c.sha256 }])
    })
  },
}
