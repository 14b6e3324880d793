import { isSelfIssued } from '../graph/issuers.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { reach } from './facts/reach.ts'
import { concern } from './facts/rejections.ts'
import { storesWith } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC204: the server sends the root of its chain. Clients do not trust it for that (RFC 5280 §6.1.1 d); where a store
 * has it, it is merely useless, where a store has not, clients say "self-signed certificate in certificate chain".
 * about: the root. params: `trustedBy`: stores that hold it, `notTrustedBy`: those that were read and do not,
 * each joined by `, `.
 */
export const rootSent: FindingRule = (situation) => {
  const { world } = situation
  return world.chains.flatMap((chain) =>
    reach(world, chain)
      .sent.filter((c) => c !== chain.sent[0] && isSelfIssued(c))
      .map((root) => {
        const trustedBy = storesWith(world, root)
        const notTrustedBy = [...world.stores.values()]
          .filter((s) => s.unreadable === null && !trustedBy.includes(s.id))
          .map((s) => s.id)
        const explained = withoutIssuer(situation, chain).filter((r) => notTrustedBy.includes(r.judgement.seat.entry.store))
        return {
          code: 'RC204',
          ...concern(explained),
          about: [root.sha256],
          params: { trustedBy: trustedBy.join(', '), notTrustedBy: notTrustedBy.join(', ') },
        }
      }),
  )
}
