import type { Need } from '../cures/cure.ts'
import { choose } from '../cures/choose.ts'
import type { Host } from '../host/host.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import type { LeftSeat } from '../report/plan/plan-report.ts'
import type { Situation } from '../validation/proof.ts'
import type { FixFlags } from './fix-flags.ts'
import { waysFor } from './plans.ts'
import { typedAgain } from './typed-again.ts'

/**
 * Programs that are one client on one store, of which no way reaches all (conda, requests and httpx on one certifi): each by itself, where a
 * way reaches it alone, with what to type for that.
 */
export async function leftPrograms(
  { host, need, situation }: { readonly host: Host; readonly need: Need; readonly situation: Situation },
  uncured: readonly ClientOnStore[],
  { target, flags }: { readonly target: string; readonly flags: FixFlags },
): Promise<readonly LeftSeat[]> {
  const left: LeftSeat[] = []
  for (const seat of uncured) {
    const own = need.seats.filter((other) => seatKey(other) === seatKey(seat))
    const runtimes = [...new Set(own.map(({ asking }) => asking.installation.runtime))]
    if (runtimes.length < 2) continue
    for (const runtime of runtimes) {
      const seats = own.filter(({ asking }) => asking.installation.runtime === runtime)
      const { plans } = await waysFor(host, { ...need, seats }, situation, null)
      const { chosen } = choose(plans, [seat], flags.scope ?? 'machine')
      const { with: _, ...others } = flags
      left.push({
        client: seat.client,
        store: seat.store,
        programs: [...new Set(seats.map(({ asking: { installation } }) => `${runtime} ${installation.version ?? ''}`.trim()))],
        ways: chosen.map(({ cure }) => cure),
        again: typedAgain(target, { ...others, client: [runtime] }),
      })
    }
  }
  return left
}
