import { isSelfIssued } from '../graph/issuers.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { concern } from './facts/rejections.ts'
import { isUnreadable } from './facts/unreadable.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC206: the server's certificate is signed by itself: nobody vouches for it but whoever put it into a store.
 * about: the target. params: none.
 */
export const selfSignedTarget: FindingRule = (situation) =>
  situation.world.chains.flatMap((chain) => {
    const [target] = chain.sent
    if (target === undefined || isUnreadable(target) || !isSelfIssued(target)) return []
    if (situation.world.graph(chain).signed(target, target) === 'invalid') return []
    return [{ code: 'RC206', ...concern(withoutIssuer(situation, chain)), about: [target.sha256], params: {} }]
  })
