import { concern, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC207: the server sends a list without any certificate (RFC 8446 §4.4.2.4: a client aborts).
 * about: nothing. params: none.
 */
export const emptyChain: FindingRule = (situation) =>
  situation.world.chains
    .filter((chain) => chain.sent.length === 0)
    .map((chain) => ({
      code: 'RC207',
      ...concern(rejections(situation).filter((r) => r.judgement.chain === chain)),
      about: [],
      params: {},
    }))
