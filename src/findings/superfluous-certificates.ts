import type { Certificate } from '../model/certificate.ts'
import { intendedTarget } from '../graph/intended-target.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { curedBySending } from './facts/cured.ts'
import { concern } from './facts/rejections.ts'
import { isUnreadable } from './facts/unreadable.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC203: the server sends certificates that stand in no path from the one that is meant to be its own, by their names. A root that ends the chain
 * is RC204, a repetition RC205, what cannot be read RC313.
 * about: the superfluous certificates. params: none.
 */
export const superfluousCertificates: FindingRule = (situation) =>
  situation.world.chains.flatMap((chain) => {
    const extra = new Set(unrelated(situation.world, chain))
    if (extra.size === 0) return []
    const without = chain.sent.filter((c) => !extra.has(c))
    return [{ code: 'RC203', ...concern(curedBySending(situation, without)), about: [...extra].map((c) => c.sha256), params: {} }]
  })

function unrelated(world: World, chain: ObservedChain): readonly Certificate[] {
  const { sent } = chain
  const target = intendedTarget(world, chain)
  if (target === undefined || isUnreadable(target)) return []
  const names = new Set([target.issuer.canonical])
  // Set iteration visits what is added on the way: a worklist.
  for (const name of names) for (const c of sent) if (c.subject.canonical === name) names.add(c.issuer.canonical)
  return sent.filter((c) => c !== target && !names.has(c.subject.canonical) && !isUnreadable(c))
}
