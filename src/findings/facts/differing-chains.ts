import type { Send } from '../../model/evidence.ts'
import type { Finding } from '../../model/finding.ts'
import type { ObservedChain } from '../../graph/world.ts'
import type { Situation } from '../../validation/proof.ts'
import { acceptedPath } from '../../validation/accepted-path.ts'
import { concern, rejections } from './rejections.ts'

/**
 * Sends that drew different chains although they differ in one thing alone. `fixed` names what is the same, `varied`
 * what differs. Rejections of one of the chains are explained where the client would accept another of them.
 * about: the targets. params: `chains`: `chain 1: …; chain 2: …`, for each chain the values that drew it; `good`: the chains
 * that most clients would accept were they shown them, joined by `, `, empty where all are alike in that; `takers`: `all` or
 * `more`: whether every client would, or only more than of the others; empty as `good`.
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
  const chains = [...differing.keys()]
  const { seats } = situation
  const takers = new Map(
    chains.map((c) => [c, new Set(seats.filter((seat) => acceptedPath(situation, seat, c, seat.entry.store) !== null))]),
  )
  const explained = rejections(situation).filter(
    ({ judgement: { chain, seat } }) =>
      chain !== null && differing.has(chain) && chains.some((c) => c !== chain && takers.get(c)?.has(seat) === true),
  )
  const best = Math.max(...[...takers.values()].map((t) => t.size))
  const good = [...takers].filter(([, t]) => t.size > 0 && t.size === best).map(([c]) => c)
  const names = good.length === chains.length ? [] : good.map((c) => c.id)
  return [
    {
      code,
      ...concern(explained),
      about: [...new Set(chains.flatMap((c) => c.sent[0]?.sha256 ?? []))],
      params: {
        chains: [...differing].map(([c, values]) => `${c.id}: ${[...values].join(', ')}`).join('; '),
        good: names.join(', '),
        takers: names.length === 0 ? '' : best === seats.length ? 'all' : 'more',
      },
    },
  ]
}
