import type { ObservedChain } from '../graph/world.ts'
import type { CertificationPath } from '../model/path.ts'
import { asShown, type Seat } from './judge.ts'
import type { Situation } from './proof.ts'

/**
 * The path on which a client would accept a chain at the clock, were it shown it and had it that store of the evidence. `null`: it would
 * not, or it is not known whether it would.
 */
export function acceptedPath(
  { world, ask }: Situation,
  { profile }: Pick<Seat, 'profile'>,
  chain: ObservedChain | null,
  storeId: string,
): CertificationPath | null {
  const store = world.stores.get(storeId)
  if (chain === null || chain.sent.length === 0 || store === undefined) return null
  const verdict = ask(asShown(world, profile, chain, store), profile).at(world.evidence.clock)
  return verdict.kind === 'accepted' ? verdict.path : null
}
