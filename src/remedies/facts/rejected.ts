import type { Judgement } from '../../validation/judge.ts'
import type { Situation } from '../../validation/proof.ts'

/** Judgements that a remedy is wanted for. */
export const rejected = ({ judgements }: Situation): readonly Judgement[] =>
  judgements.filter((j) => j.verdict.kind === 'rejected')

/** Stores of clients that reject, with the chains that they reject. */
export function rejectingStores(situation: Situation): ReadonlyMap<string, ReadonlySet<NonNullable<Judgement['chain']>>> {
  const found = new Map<string, Set<NonNullable<Judgement['chain']>>>()
  for (const { seat, chain } of rejected(situation)) {
    if (chain === null) continue
    const chains = found.get(seat.entry.store)
    if (chains === undefined) found.set(seat.entry.store, new Set([chain]))
    else chains.add(chain)
  }
  return found
}
