import type { ObservedChain } from '../../graph/world.ts'
import type { Seat } from '../../validation/judge.ts'
import type { Situation } from '../../validation/proof.ts'
import { acceptedPath } from '../../validation/accepted-path.ts'
import { isOnlyTheServersWord } from './issuers.ts'

/** Whether a client would accept a chain with a store of the evidence, at the clock, on an anchor that is more than the server's word. */
export function acceptsOn(situation: Situation, seat: Seat, chain: ObservedChain | null, storeId: string): boolean {
  const anchor = acceptedPath(situation, seat, chain, storeId)?.anchor ?? null
  return anchor !== null && !isOnlyTheServersWord(situation.world, anchor)
}
