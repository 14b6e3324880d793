import type { ObservedChain, World } from '../graph/world.ts'
import type { ClientEvidence } from '../model/evidence.ts'
import type { ClientProfile } from '../model/client.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { TrustStore } from '../model/trust-store.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Ask } from './answers.ts'
import { asShown, judge, type Judgement } from './judge.ts'

/** All that one verdict is a function of. Two of them can be compared, and what they differ in exchanged. */
export interface Side {
  readonly entry: ClientEvidence
  readonly profile: ClientProfile
  /** `null`: the evidence does not hold the store that the client asks. */
  readonly store: TrustStore | null
  /** `null`: no chain of its hello class was observed. */
  readonly chain: ObservedChain | null
  /** Where the chain was observed: its sends tell what other hellos met with. */
  readonly world: World
  /** The name asked for; empty: none is checked. */
  readonly host: string
  readonly at: UnixSeconds
}

/** The side of one judgement, at the clock of its evidence. */
export function sideOf(world: World, { seat: { entry, profile }, chain }: Judgement): Side {
  const { target, clock } = world.evidence
  return { entry, profile, store: world.stores.get(entry.store) ?? null, chain, world, host: target.host, at: clock }
}

/** What the client of a side decides. A chain that its own hello did not draw is judged as if it had come from a file. */
export function verdictOf({ entry, profile, store, chain, world, host, at }: Side, ask: Ask): Verdict {
  if (chain !== null && chain.sent.length > 0 && store !== null) {
    const scenario = asShown(world, profile, chain, store)
    return ask(scenario.host === host ? scenario : { ...scenario, host }, profile).at(at)
  }
  const stores = new Map(store === null ? [] : [[entry.store, store]])
  const [own] = judge({ ...world, chains: chain === null ? [] : [chain], stores }, [{ entry, profile }], at, ask)
  return own?.verdict ?? { kind: 'undetermined', missing: ['the chain'] }
}
