import type { Delta } from '../model/delta.ts'
import type { Situation } from '../validation/proof.ts'
import { acceptsOn } from './facts/accepts-on.ts'
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
    [...rejectingStores(situation).keys()].filter(isHere(situation)).flatMap((from) =>
      [...situation.world.stores.keys()].filter(isHere(situation)).flatMap((store) => {
        const own = rejected(situation).filter((j) => j.seat.entry.store === from && store !== from)
        const moving = new Set(own.filter((j) => acceptsOn(situation, j.seat, j.chain, store)).map((j) => j.seat.entry.id))
        const deltas = [...moving].map((client): Delta => ({ kind: 'set-store', client, from, store }))
        return deltas.length > 0 ? [deltas] : []
      }),
    ),
}

/** What a platform trusted at a time is on no machine that anybody could point a client at. */
const isHere =
  ({ world }: Situation) =>
  (id: string): boolean =>
    world.evidence.stores.every((s) => s.id !== id || s.platform === undefined)
