import type { Delta } from '../model/delta.ts'
import { expiredAnchors } from './facts/expired-anchors.ts'
import { anchorsAbove } from './facts/issuers.ts'
import { rejectingStores } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/**
 * Both at once: a store gets the current root that another store holds and loses every expired one that stands in its
 * way, for greedy clients on a store that has only the old root.
 */
export const addAnchorAndDropExpired: RemedyRule = {
  name: 'add-anchor-and-drop-expired',
  owner: 'user',
  propose: (situation) => {
    const { world } = situation
    return [...rejectingStores(situation)].flatMap(([id, chains]) => {
      const store = world.stores.get(id)
      const drops = expiredAnchors(world, id, chains).map((cert): Delta => ({ kind: 'drop-anchor', store: id, cert }))
      if (store === undefined || drops.length === 0) return []
      const roots = new Set([...chains].flatMap((chain) => anchorsAbove(world, chain)))
      return [...roots]
        .filter((c) => !store.bySha256.has(c.sha256))
        .map((c): readonly Delta[] => [{ kind: 'add-anchor', store: id, cert: c.sha256 }, ...drops])
    })
  },
}
