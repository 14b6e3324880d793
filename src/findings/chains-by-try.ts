import { differingChains } from './facts/differing-chains.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC210: one address sends different chains to the same hello from one try to the next: several servers stand behind it.
 * about: the targets. params: `chains`: for each chain the tries that drew it; `good`: the chains that most clients would
 * accept, `takers`: `all` or `more` (see `differingChains`).
 */
export const chainsByTry: FindingRule = (situation) =>
  differingChains(
    situation,
    'RC210',
    (send) => `${send.address} ${send.hello}`,
    (send) => String(send.try),
  )
