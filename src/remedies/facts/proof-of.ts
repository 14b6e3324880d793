import type { ClientProfile } from '../../model/client.ts'
import type { Delta } from '../../model/delta.ts'
import type { ClientOnStore, Proof } from '../../model/remedy.ts'
import { type World, world as worldOf } from '../../graph/world.ts'
import { applyDeltas } from '../../validation/delta.ts'
import { judge, type Seat } from '../../validation/judge.ts'
import { prove, type Situation } from '../../validation/proof.ts'

/**
 * The proof of any deltas. `prove` finds a client again by its id and store; a delta that exchanges one of these
 * (`set-client`, `set-store`) is proved here, seat by seat. `profiles` answer for the new ids; a seat whose new id has no
 * profile is left as it was.
 */
export function proofOf(before: Situation, deltas: readonly Delta[], profiles: readonly ClientProfile[]): Proof {
  if (!deltas.some((d) => d.kind === 'set-client' || d.kind === 'set-store')) return prove(before, deltas)
  const evidence = applyDeltas(before.world.evidence, deltas)
  const then = worldOf(evidence, before.shop)
  const cures: ClientOnStore[] = []
  const breaks: ClientOnStore[] = []
  const stillRejects: ClientOnStore[] = []
  for (const seat of before.seats) {
    const place = before.world.evidence.clients.indexOf(seat.entry)
    const entry = evidence.clients[place] ?? seat.entry
    const profile = entry.id === seat.entry.id ? seat.profile : profiles.find((p) => p.id === entry.id)
    const who = { client: seat.entry.id, store: seat.entry.store }
    const was = standing(before.world, seat)
    const is = profile === undefined ? was : standing(then, { entry, profile })
    if (was === 'rejected' && is === 'accepted') cures.push(who)
    if (was === 'accepted' && is === 'rejected') breaks.push(who)
    if (was === 'rejected' && is === 'rejected') stillRejects.push(who)
  }
  return { cures, breaks, stillRejects }
}

/** One client as a whole: any rejection is one; accepted only where every chain that it is shown is. */
function standing(world: World, seat: Seat): 'accepted' | 'rejected' | 'open' {
  const own = judge(world, [seat], world.evidence.clock)
  if (own.some((j) => j.verdict.kind === 'rejected')) return 'rejected'
  return own.every((j) => j.verdict.kind === 'accepted') ? 'accepted' : 'open'
}
