import type { NeedingSeat } from '../cures/cure.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import type { AskedServer } from '../runtimes/runtime.ts'
import type { Situation } from '../validation/proof.ts'
import type { Context } from './context.ts'
import { profileOf } from './fix-evidence.ts'
import { machineClients } from './machine-clients.ts'
import { evidenceOf } from './store-evidence.ts'

/** Clients that were asked and reject; one that is not asked is nobody's trouble. */
export function rejecting({ judgements }: Situation): readonly ClientOnStore[] {
  const found = new Map<string, ClientOnStore>()
  for (const { seat, verdict } of judgements) {
    if (verdict.kind !== 'rejected' || !seat.entry.asked) continue
    const own = { client: seat.entry.id, store: seat.entry.store }
    found.set(seatKey(own), own)
  }
  return [...found.values()]
}

/** The programs of this machine that are these clients. Those of another machine, or of a profile alone, have none. */
export async function seatsHere(
  { host }: Context,
  wanted: readonly ClientOnStore[],
  server: AskedServer,
): Promise<readonly NeedingSeat[]> {
  const { askings } = await machineClients(host, (id, content) => evidenceOf(id, content, new Map()), server)
  const all = [...askings].flatMap(([key, own]) => own.map((asking) => ({ key, asking })))
  return wanted.flatMap(({ client, store }) => {
    const exact = all.filter(({ key }) => key === seatKey({ client, store }))
    const same = all.filter(({ asking }) => profileOf(asking.installation.client ?? '') === profileOf(client))
    return (exact.length > 0 ? exact : same).map(({ asking }) => ({ client, store, asking }))
  })
}
