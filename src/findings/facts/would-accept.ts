import type { ObservedChain } from '../../graph/world.ts'
import { asShown, type Seat } from '../../validation/judge.ts'
import type { Situation } from '../../validation/proof.ts'

/** Whether a client would accept a chain on its store at the clock, were it shown it; what is not known counts as no. */
export function wouldAccept({ world, ask }: Situation, { entry, profile }: Seat, chain: ObservedChain): boolean {
  const store = world.stores.get(entry.store)
  if (store === undefined || chain.sent.length === 0) return false
  return ask(asShown(world, profile, chain, store), profile).at(world.evidence.clock).kind === 'accepted'
}
