import type { Host } from '../../host/host.ts'
import { oneLook } from '../../host/one-look.ts'
import type { Delta } from '../../model/delta.ts'
import type { AskedStore, Asking } from '../../model/machine.ts'
import type { Step } from '../../model/plan.ts'
import { runtimes } from '../../runtimes/index.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { AnchorToChange, Need } from '../cure.ts'
import { anchorsFor } from './anchors-for.ts'
import { changedHost } from './changed-host.ts'
import type { Served } from './served.ts'

/** What is to be done, before it is a draft. */
export interface Doing {
  readonly steps: readonly Step[]
  readonly sets: Readonly<Record<string, string>>
}

/** Whom it really reaches, and what that is in the evidence. */
export interface Outcome {
  readonly clients: readonly Served[]
  readonly deltas: readonly Delta[]
}

/**
 * Asks each runtime again, on the machine as it would be. A client counts where all its programs then ask stores that hold what is to be
 * added and not what is to go; so a setting that something else beats promises nothing.
 */
export async function outcome(host: Host, need: Need, clients: readonly Served[], { steps, sets }: Doing): Promise<Outcome> {
  const then = oneLook(changedHost(host, steps, sets))
  const reached: Served[] = []
  const deltas: Delta[] = []
  for (const client of clients) {
    const asked = await Promise.all(client.askings.map((asking) => askedThen(then, asking, need.target)))
    const held = await Promise.all(asked.map(async (stores) => (stores === null ? null : anchorsFor(then, stores))))
    const [first] = asked
    const [anchors] = held
    if (first === undefined || first === null || anchors === undefined || anchors === null) continue
    if (!held.every((own) => own !== null && isCured(need, new Set(own)))) continue
    reached.push(client)
    deltas.push(...moved(client, first, anchors, need))
  }
  const once = deltas.filter((d, i) => deltas.findIndex((other) => JSON.stringify(other) === JSON.stringify(d)) === i)
  return { clients: reached, deltas: once }
}

/** Whether these anchors are what is needed. */
export const isCured = ({ add, drop }: Need, anchors: ReadonlySet<string>): boolean =>
  add.every(({ sha256 }: AnchorToChange) => anchors.has(sha256)) && drop.every(({ sha256 }) => !anchors.has(sha256))

async function askedThen(then: Host, { installation }: Asking, server: Need['target']): Promise<readonly AskedStore[] | null> {
  const runtime = runtimes.find(({ id }) => id === installation.runtime)
  try {
    const asking = await runtime?.asks(then, installation, server)
    return asking === undefined || asking.unknown !== '' ? null : asking.stores
  } catch {
    return null
  }
}

/** The client on the store that it will ask; where that has the same name, on what it will hold. */
export function moved(
  { client, store: from }: Served,
  asked: readonly AskedStore[],
  anchors: readonly Sha256[],
  { add, drop }: Need,
): readonly Delta[] {
  const store = asked.map((each) => each.store).join(' + ')
  const moves = store !== from
  return [
    ...(moves ? [{ kind: 'make-store', store, anchors } as const] : []),
    // For a store of that name that was there before.
    ...add.map(({ sha256 }): Delta => ({ kind: 'add-anchor', store, cert: sha256 })),
    ...drop.map(({ sha256 }): Delta => ({ kind: 'drop-anchor', store, cert: sha256 })),
    ...(moves ? [{ kind: 'set-store', client, from, store } as const] : []),
  ]
}
