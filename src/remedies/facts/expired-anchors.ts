import type { Sha256 } from '../../model/sha256.ts'
import type { ObservedChain, World } from '../../graph/world.ts'

/** Anchors of one store that have expired at the clock and that one of the chains can lead to by name. */
export function expiredAnchors(world: World, id: string, chains: ReadonlySet<ObservedChain>): readonly Sha256[] {
  const store = world.stores.get(id)
  if (store === undefined) return []
  const reachable = [...chains].flatMap((chain) => world.graph(chain).certificates)
  const past = reachable.filter((c) => c.notAfter <= world.evidence.clock && store.bySha256.has(c.sha256))
  return [...new Set(past.map((c) => c.sha256))]
}
