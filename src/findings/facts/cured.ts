import type { Delta } from '../../model/delta.ts'
import { prove, type Situation } from '../../validation/proof.ts'
import { type Rejection, rejections } from './rejections.ts'

/** The rejections that the deltas would turn: a fact explains a rejection when doing away with it ends the rejection. */
export function curedBy(situation: Situation, deltas: readonly Delta[]): readonly Rejection[] {
  const all = rejections(situation)
  if (all.length === 0) return []
  const { cures } = prove(situation, deltas)
  return all.filter(({ judgement: { seat } }) => cures.some((c) => c.client === seat.entry.id && c.store === seat.entry.store))
}

/** As `curedBy`, for one chain sent otherwise; empty where several chains were observed, for the exchange would be of them all. */
export function curedBySending(
  situation: Situation,
  chain: readonly { readonly sha256: Extract<Delta, { kind: 'set-sent' }>['chain'][number] }[],
) {
  if (situation.world.chains.length !== 1) return []
  return curedBy(situation, [{ kind: 'set-sent', chain: chain.map((c) => c.sha256) }])
}
