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
 * each joined by `, `; `notIn`: the first of the latter, and `others`: how many more there are, absent where those are all.
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
          params: { trustedBy: trustedBy.join(', '), notTrustedBy: notTrustedBy.join(', '), ...few(notTrustedBy) },
        }
      }),
  )
}

/** A machine has a store for each runtime: three are told, or four where that leaves nobody out. */
function few(stores: readonly string[]): { readonly notIn: string; readonly others?: string } {
  if (stores.length <= 4) return { notIn: stores.join(', ') }
  return { notIn: stores.slice(0, 3).join(', '), others: String(stores.length - 3) }
}
