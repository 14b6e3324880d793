import type { Delta } from '../model/delta.ts'
import type { ClientOnStore, Proof } from '../model/remedy.ts'
import type { Workshop, World } from '../graph/world.ts'
import { world as worldOf } from '../graph/world.ts'
import { applyDeltas } from './delta.ts'
import { judge, type Judgement, type Seat } from './judge.ts'

/** What is known of one evidence at its clock: the input of findings and remedies. */
export interface Situation {
  readonly world: World
  readonly seats: readonly Seat[]
  readonly judgements: readonly Judgement[]
  readonly shop: Workshop
}

/** The situation of a world at the evidence's clock. */
export function situation(world: World, seats: readonly Seat[], shop: Workshop): Situation {
  return { world, seats, shop, judgements: judge(world, seats, world.evidence.clock) }
}

/** The same clients after the deltas. */
export function after({ world, seats, shop }: Situation, deltas: readonly Delta[]): Situation {
  const evidence = applyDeltas(world.evidence, deltas)
  return situation(
    worldOf(evidence, shop),
    seats.map((s, i) => ({ ...s, entry: evidence.clients[i] ?? s.entry })),
    shop,
  )
}

/** Which clients a change turns, by evaluating every one again. A client that is shown several chains accepts only when it accepts all. */
export function prove(before: Situation, deltas: readonly Delta[]): Proof {
  const then = after(before, deltas)
  const cures: ClientOnStore[] = []
  const breaks: ClientOnStore[] = []
  const stillRejects: ClientOnStore[] = []
  for (const seat of before.seats) {
    const who = { client: seat.entry.id, store: seat.entry.store }
    const was = standing(before.judgements, seat)
    const is = standing(then.judgements, seat)
    if (was === 'rejected' && is === 'accepted') cures.push(who)
    if (was === 'accepted' && is === 'rejected') breaks.push(who)
    if (was === 'rejected' && is === 'rejected') stillRejects.push(who)
  }
  return { cures, breaks, stillRejects }
}

/** How a client stands as a whole: any rejection is one. */
function standing(judgements: readonly Judgement[], { entry }: Seat): 'accepted' | 'rejected' | 'open' {
  const own = judgements.filter((j) => j.seat.entry.id === entry.id && j.seat.entry.store === entry.store)
  if (own.some((j) => j.verdict.kind === 'rejected')) return 'rejected'
  return own.length > 0 && own.every((j) => j.verdict.kind === 'accepted') ? 'accepted' : 'open'
}
