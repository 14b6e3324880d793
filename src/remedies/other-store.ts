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
      [...situation.world.stores.keys()].filter(isBeside(situation, from)).flatMap((store) => {
        const own = rejected(situation).filter((j) => j.seat.entry.store === from && store !== from)
        const moving = new Set(own.filter((j) => acceptsOn(situation, j.seat, j.chain, store)).map((j) => j.seat.entry.id))
        const deltas = [...moving].map((client): Delta => ({ kind: 'set-store', client, from, store }))
        return deltas.length > 0 ? [deltas] : []
      }),
    ),
}

const recorded = ({ world }: Situation, id: string) => world.evidence.stores.find((s) => s.id === id)

/** What a platform trusted at a time is on no machine that anybody could point a client at. */
const isHere =
  (situation: Situation) =>
  (id: string): boolean =>
    recorded(situation, id)?.platform === undefined

/** A client cannot be pointed at the store of another machine. */
const isBeside =
  (situation: Situation, from: string) =>
  (id: string): boolean =>
    isHere(situation)(id) && recorded(situation, id)?.machine === recorded(situation, from)?.machine
