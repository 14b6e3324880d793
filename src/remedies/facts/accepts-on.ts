import type { ObservedChain } from '../../graph/world.ts'
import { asShown, type Seat } from '../../validation/judge.ts'
import type { Situation } from '../../validation/proof.ts'
import { isOnlyTheServersWord } from './issuers.ts'

/** Whether a client would accept a chain with a store of the evidence, at the clock; what is not known counts as no, and so does an anchor that may be only the server's word. */
export function acceptsOn({ world, ask }: Situation, { profile }: Seat, chain: ObservedChain | null, id: string): boolean {
  const store = world.stores.get(id)
  if (chain === null || chain.sent.length === 0 || store === undefined) return false
  const verdict = ask(asShown(world, profile, chain, store), profile).at(world.evidence.clock)
  return verdict.kind === 'accepted' && verdict.path.anchor !== null && !isOnlyTheServersWord(world, verdict.path.anchor)
}
