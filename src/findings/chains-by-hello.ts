import type { ObservedChain, World } from '../graph/world.ts'
import { differingChains } from './facts/differing-chains.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC209: the server sends different chains to different hellos, each hello always the same (RFC 8446 §4.2.3 lets it choose by what is offered; RFC
 * 6066 §3 by the name). Ordinary where it has an RSA and an ECDSA certificate; an explanation where only one is good.
 * about: the targets. params: `chains`: for each chain the hellos that drew it; `good`: the chains that most clients would
 * accept, `takers`: `all` or `more` (see `differingChains`).
 */
export const chainsByHello: FindingRule = (situation) =>
  isByTry(situation.world)
    ? []
    : differingChains(
        situation,
        'RC209',
        (send) => `${send.address} ${send.try}`,
        (send) => send.hello,
      )

/** The same hello drew different chains from one address: then the hello is not what decides, and RC210 tells it. */
function isByTry({ chains }: World): boolean {
  const drawn = new Map<string, ObservedChain>()
  for (const chain of chains) {
    for (const { hello, address } of chain.sends) {
      const before = drawn.get(`${hello} ${address}`)
      if (before !== undefined && before !== chain) return true
      drawn.set(`${hello} ${address}`, chain)
    }
  }
  return false
}
