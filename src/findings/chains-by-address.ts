import { differingChains } from './facts/differing-chains.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC208: one name has several addresses, and they send different chains to the same hello: a backend was forgotten.
 * about: the targets. params: `chains`: for each chain the addresses that sent it; `good`: the chains that most clients would
 * accept, `takers`: `all` or `more` (see `differingChains`).
 */
export const chainsByAddress: FindingRule = (situation) =>
  differingChains(
    situation,
    'RC208',
    (send) => `${send.hello} ${send.try}`,
    (send) => send.address,
  )
