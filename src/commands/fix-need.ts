import type { NeedingSeat } from '../cures/cure.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import type { AskedServer } from '../runtimes/runtime.ts'
import type { Situation } from '../validation/proof.ts'
import type { Context } from './context.ts'
import { mayBeProgram } from './asked-clients.ts'
import { machineClients } from './machine-clients.ts'
import { isMeant, namedRuntimes, profileOf } from './named-clients.ts'
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

/**
 * The programs of this machine that are these clients; where the command line has words for programs (`conda`), those alone, but for
 * clients that it names too. Those of another machine, or of a profile alone, have none.
 */
export async function seatsHere(
  { host }: Context,
  wanted: readonly ClientOnStore[],
  server: AskedServer,
  words: readonly string[] = [],
): Promise<readonly NeedingSeat[]> {
  const { askings } = await machineClients(host, (id, content) => evidenceOf(id, content, new Map()), server)
  const all = [...askings].flatMap(([key, own]) => own.map((asking) => ({ key, asking })))
  const programs = words.filter(mayBeProgram)
  const runtimes = namedRuntimes(programs)
  const isNamed = (client: string): boolean => words.some((word) => !programs.includes(word) && isMeant(word, client))
  return wanted.flatMap(({ client, store }) => {
    const own =
      programs.length === 0 || isNamed(client) ? all : all.filter(({ asking }) => runtimes.has(asking.installation.runtime))
    const exact = own.filter(({ key }) => key === seatKey({ client, store }))
    const same = own.filter(({ asking }) => profileOf(asking.installation.client ?? '') === profileOf(client))
    return (exact.length > 0 ? exact : same).map(({ asking }) => ({ client, store, asking }))
  })
}
