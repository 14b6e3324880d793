import { isSelfIssued } from '../graph/issuers.ts'
import { formatName } from '../x509/name.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { issuersElsewhere, reach } from './facts/reach.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC401: the chain leads to an authority that none of the asked stores has an anchor for: a private authority, an
 * interceptor, or a root that is too new for all of them.
 * about: the certificates at the upper end of the chain. params: `issuer`: the name of the authority; `rootSent`: `yes`
 * when the server sends the root itself (being sent makes no anchor), else `no`; `unread`: stores that could not be read and
 * may hold it, joined by `, `. Nothing is told where nobody could look into a store.
 */
export const rootUnknown: FindingRule = (situation) => {
  const { world } = situation
  return world.chains.flatMap((chain) => {
    const { tops, anchors } = reach(world, chain)
    const above = tops.filter((c) => c !== chain.sent[0])
    const isMissing = above.some((c) => !isSelfIssued(c) && issuersElsewhere(world, chain, c).some((i) => !isSelfIssued(i)))
    if (anchors.size > 0 || above.length === 0 || isMissing) return []
    const [first] = above
    const unread = [...world.stores.values()].filter((s) => s.unreadable !== null).map((s) => s.id)
    if (world.stores.size > 0 && unread.length === world.stores.size) return []
    return [
      {
        code: 'RC401',
        ...concern(withoutIssuer(situation, chain)),
        about: above.map((c) => c.sha256),
        params: {
          issuer: first === undefined ? '' : formatName(first.issuer),
          rootSent: above.some(isSelfIssued) ? 'yes' : 'no',
          unread: unread.join(', '),
        },
      },
    ]
  })
}
