import type { Certificate } from '../../model/certificate.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { intendedTarget } from '../../graph/intended-target.ts'
import type { ObservedChain, World } from '../../graph/world.ts'
import { issued } from './issuers.ts'

/** The target that is meant and every sent certificate above it, each after one that it certifies, and once. Empty for an empty chain. */
export function pathAsSent(world: World, chain: ObservedChain): readonly Certificate[] {
  const target = intendedTarget(world, chain)
  const order = new Set(target === undefined ? [] : [target])
  // Set iteration visits what is added on the way: a worklist.
  for (const child of order) {
    if (isSelfIssued(child)) continue
    for (const c of chain.sent) if (issued(world, chain, child, c)) order.add(c)
  }
  return [...order]
}
