import type { ClientId } from '../../model/client.ts'
import type { Asking } from '../../model/machine.ts'
import { seatKey } from '../../model/seat-key.ts'
import type { Need } from '../cure.ts'

/** A client on a store, with all the programs of this machine that are it. */
export interface Served {
  readonly client: ClientId
  readonly store: string
  readonly askings: readonly Asking[]
}

/**
 * The clients all of whose programs a way reaches. One that reaches npm alone does not cure `node-20 on node` where a Node is that too:
 * the evidence has one verdict for both.
 */
export function served({ seats }: Need, reaches: (asking: Asking) => boolean): readonly Served[] {
  const all = new Map<string, Served>()
  for (const { client, store, asking } of seats) {
    const key = seatKey({ client, store })
    all.set(key, { client, store, askings: [...(all.get(key)?.askings ?? []), asking] })
  }
  return [...all.values()].filter(({ askings }) => askings.every(reaches))
}

/** Whether a program is of one of these runtimes, and how many kinds they are. */
export const isOf = (...runtimes: readonly string[]) =>
  Object.assign(({ installation }: Asking): boolean => runtimes.includes(installation.runtime), { kinds: runtimes.length })

/** The stores that these programs ask, each once. */
export const storesAsked = (clients: readonly Served[]): Asking['stores'] => {
  const all = clients.flatMap(({ askings }) => askings.flatMap(({ stores }) => stores))
  return all.filter(({ store }, i) => all.findIndex((other) => other.store === store) === i)
}
