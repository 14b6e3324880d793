import { policyFailures } from './facts/policy-failures.ts'
import { concern, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC501: of clients with the same store, some accept the same chain and some reject it, and not for a demand of their
 * own (RC502) or for the protocol version (RC605): they look for a path, or judge it, in different ways.
 * about: nothing. clients: those that reject. params: `store`; `chain`: `chain 1`, …; `accepts`: the clients that accept,
 * joined by `, `.
 */
export const verdictsDiffer: FindingRule = (situation) => {
  const { world, judgements } = situation
  return world.chains.flatMap((chain) =>
    [...world.stores.keys()].flatMap((store) => {
      const own = judgements.filter((j) => j.chain === chain && j.seat.entry.store === store)
      const accepts = [...new Set(own.filter((j) => j.verdict.kind === 'accepted').map((j) => j.seat.entry.id))]
      const rejects = rejections({ ...situation, judgements: own }).filter(
        ({ verdict: { told } }) => !policyFailures.includes(told.code) && told.code !== 'handshake-version',
      )
      if (accepts.length === 0 || rejects.length === 0) return []
      return [{ code: 'RC501', ...concern(rejects), about: [], params: { store, chain: chain.id, accepts: accepts.join(', ') } }]
    }),
  )
}
