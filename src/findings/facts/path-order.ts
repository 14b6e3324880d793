import type { Certificate } from '../../model/certificate.ts'
import { isSelfIssued, namesChain } from '../../graph/issuers.ts'
import { intendedTarget } from '../../graph/intended-target.ts'
import type { ObservedChain, World } from '../../graph/world.ts'

/**
 * Sent certificates in the order in which each certifies one before it: the target that is meant, its issuers as sent, theirs, and so
 * on; those that belong to no path are left out. Each certificate once.
 */
export function pathOrder(world: World, chain: ObservedChain): readonly Certificate[] {
  const { sent } = chain
  const target = intendedTarget(world, chain)
  if (target === undefined) return []
  const { signed } = world.graph(chain)
  const order = new Set([target])
  // Set iteration visits what is added on the way: a worklist.
  for (const child of order) {
    if (isSelfIssued(child)) continue
    for (const c of sent) if (namesChain(child, c, 'canonical') && signed(child, c) !== 'invalid') order.add(c)
  }
  return [...order]
}
