import { concern, rejections } from './facts/rejections.ts'
import { reach } from './facts/reach.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC212: authorities certify each other in a circle, and nothing sent leads out of it (RFC 4158 §2.4.1).
 * about: the certificates above the target. params: none.
 */
export const crossLoop: FindingRule = (situation) =>
  situation.world.chains.flatMap((chain) => {
    const { sent, tops, anchors } = reach(situation.world, chain)
    if (sent.length < 2 || tops.length > 0) return []
    const explained = anchors.size > 0 ? [] : rejections(situation).filter((r) => r.judgement.chain === chain)
    return [{ code: 'RC212', ...concern(explained), about: sent.slice(1).map((c) => c.sha256), params: {} }]
  })
