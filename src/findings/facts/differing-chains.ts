import type { Send } from '../../model/evidence.ts'
import type { Finding } from '../../model/finding.ts'
import type { ObservedChain } from '../../graph/world.ts'
import type { Situation } from '../../validation/proof.ts'
import { concern, rejections } from './rejections.ts'

/**
 * Sends that drew different chains although they differ in one thing alone. `fixed` names what is the same, `varied`
 * what differs. Rejections of one of the chains are explained where another of them is accepted by somebody.
 * about: the targets. params: `chains`: `chain 1: …; chain 2: …`, for each chain the values that drew it.
 */
export function differingChains(
  situation: Situation,
  code: string,
  fixed: (send: Send) => string,
  varied: (send: Send) => string,
): readonly Finding[] {
  const groups = new Map<string, Map<ObservedChain, Set<string>>>()
  for (const chain of situation.world.chains) {
    for (const send of chain.sends) {
      const group = groups.get(fixed(send)) ?? new Map<ObservedChain, Set<string>>()
      groups.set(fixed(send), group)
      const values = group.get(chain) ?? new Set<string>()
      group.set(chain, values.add(varied(send)))
    }
  }
  const differing = new Map<ObservedChain, Set<string>>()
  for (const group of groups.values()) {
    if (group.size < 2) continue
    for (const [chain, values] of group) differing.set(chain, new Set([...(differing.get(chain) ?? []), ...values]))
  }
  if (differing.size === 0) return []
  const accepted = new Set(
    situation.judgements.flatMap((j) => (j.verdict.kind === 'accepted' && j.chain !== null ? [j.chain] : [])),
  )
  const isGoodElsewhere = (chain: ObservedChain | null) => [...differing.keys()].some((c) => c !== chain && accepted.has(c))
  const explained = rejections(situation).filter(
    ({ judgement: { chain } }) => chain !== null && differing.has(chain) && isGoodElsewhere(chain),
  )
  return [
    {
      code,
      ...concern(explained),
      about: [...new Set([...differing.keys()].flatMap((c) => c.sent[0]?.sha256 ?? []))],
      params: { chains: [...differing].map(([c, values]) => `${c.id}: ${[...values].join(', ')}`).join('; ') },
    },
  ]
}
