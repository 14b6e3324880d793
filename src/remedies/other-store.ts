import type { Delta } from '../model/delta.ts'
import { evaluate } from '../validation/evaluate.ts'
import type { Judgement } from '../validation/judge.ts'
import type { Situation } from '../validation/proof.ts'
import { rejected, rejectingStores } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/**
 * Clients are pointed at another store of the evidence: the runtime's own "use the system store", a variable, a flag.
 * One candidate for each pair of stores, with every client that accepts on the other one; each of its deltas is one
 * client's and works without the rest.
 */
export const otherStore: RemedyRule = {
  name: 'other-store',
  owner: 'runtime',
  propose: (situation) =>
    [...rejectingStores(situation).keys()].flatMap((from) =>
      [...situation.world.stores.keys()].flatMap((store) => {
        const own = rejected(situation).filter((j) => j.seat.entry.store === from && store !== from)
        const moving = new Set(own.filter((j) => acceptsOn(situation, j, store)).map((j) => j.seat.entry.id))
        const deltas = [...moving].map((client): Delta => ({ kind: 'set-store', client, from, store }))
        return deltas.length > 0 ? [deltas] : []
      }),
    ),
}

function acceptsOn({ world }: Situation, { seat, chain }: Judgement, id: string): boolean {
  const store = world.stores.get(id)
  if (chain === null || chain.sent.length === 0 || store === undefined) return false
  return evaluate(world.scenario(chain, store, seat.profile.hello), seat.profile, world.evidence.clock).kind === 'accepted'
}
