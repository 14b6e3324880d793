import type { ClientProfile } from '../model/client.ts'
import type { Delta } from '../model/delta.ts'
import type { ClientOnStore, Proof } from '../model/remedy.ts'
import { type Workshop, type World, world as worldOf } from '../graph/world.ts'
import { type Ask, asker } from './answers.ts'
import { applyDeltas } from './delta.ts'
import { judge, type Judgement, type Seat } from './judge.ts'

/** Other releases of one client, each side nearest first. */
export interface Relatives {
  readonly newer: readonly ClientProfile[]
  readonly older: readonly ClientProfile[]
}

/** What a situation needs to be changed and judged again. */
export interface Means {
  readonly shop: Workshop
  readonly relatives: (profile: ClientProfile) => Relatives
}

/** What is known of one evidence at its clock: the input of findings, separations and remedies. */
export interface Situation {
  readonly world: World
  readonly seats: readonly Seat[]
  readonly judgements: readonly Judgement[]
  readonly means: Means
  /** Keeps what was asked already. */
  readonly ask: Ask
}

/** The situation of a world at the evidence's clock. */
export function situation(world: World, seats: readonly Seat[], means: Means): Situation {
  const ask = asker()
  return { world, seats, means, ask, judgements: judge(world, seats, world.evidence.clock, ask) }
}

/**
 * The same seats after the deltas, in the same order. A client that is exchanged for a release that is not among its
 * relatives stays as it was.
 */
function after({ world, seats, means }: Situation, deltas: readonly Delta[]): Situation {
  const evidence = applyDeltas(world.evidence, deltas)
  const moved = seats.map((seat): Seat => {
    const entry = evidence.clients[world.evidence.clients.indexOf(seat.entry)] ?? seat.entry
    if (entry.id === seat.entry.id) return { entry, profile: seat.profile }
    const { newer, older } = means.relatives(seat.profile)
    const profile = [...newer, ...older].find((p) => p.id === entry.id)
    return profile === undefined ? { ...seat, entry: { ...entry, id: seat.entry.id } } : { entry, profile }
  })
  return situation(worldOf(evidence, means.shop), moved, means)
}

/** Which clients a change turns, by evaluating every one again. */
export function prove(before: Situation, deltas: readonly Delta[]): Proof {
  const then = after(before, deltas)
  const cures: ClientOnStore[] = []
  const breaks: ClientOnStore[] = []
  const stillRejects: ClientOnStore[] = []
  for (const [i, { entry }] of before.seats.entries()) {
    const who = { client: entry.id, store: entry.store }
    const was = standing(before, i)
    const is = standing(then, i)
    if (was === 'rejected' && is === 'accepted') cures.push(who)
    if (was === 'accepted' && is === 'rejected') breaks.push(who)
    if (was === 'rejected' && is === 'rejected') stillRejects.push(who)
  }
  return { cures, breaks, stillRejects }
}

/** How the client of one seat stands as a whole: any rejection is one; it accepts where every chain that it is shown is accepted. */
function standing({ seats, judgements }: Situation, index: number): 'accepted' | 'rejected' | 'open' {
  const own = judgements.filter((j) => j.seat === seats[index])
  if (own.some((j) => j.verdict.kind === 'rejected')) return 'rejected'
  return own.length > 0 && own.every((j) => j.verdict.kind === 'accepted') ? 'accepted' : 'open'
}
