import type { Finding } from '../model/finding.ts'
import { curedBySending } from './facts/cured.ts'
import { pathOrder } from './facts/path-order.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC202: the certificates are not sent in the order in which each certifies the one before it (RFC 5246 §7.4.2 demands
 * it; RFC 8446 §4.4.2 asks for it, and asks clients to put up with another).
 * about: the certificates of the path in the order in which they ought to be sent. params: `first`: `issuer` where the first
 * certifies the one that ought to stand there.
 */
export const wrongOrder: FindingRule = (situation) =>
  situation.world.chains.flatMap((chain) => {
    const ordered = pathOrder(situation.world, chain)
    const places = ordered.map((c) => chain.sent.indexOf(c))
    if (places.every((place, i) => (i === 0 ? place <= 0 : place > (places[i - 1] ?? -1)))) return []
    const params: Finding['params'] = places[0] === 0 ? {} : { first: 'issuer' }
    return [{ code: 'RC202', ...concern(curedBySending(situation, ordered)), about: ordered.map((c) => c.sha256), params }]
  })
