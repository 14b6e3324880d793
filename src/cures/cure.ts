import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { Delta } from '../model/delta.ts'
import type { Target } from '../model/evidence.ts'
import type { Asking } from '../model/machine.ts'
import type { Advice, Scope, Step, Tried } from '../model/plan.ts'
import type { Owner } from '../model/remedy.ts'
import type { Sha256 } from '../model/sha256.ts'

/**
 * One way to bring a change of trust about on a machine: one store, one setting, one update. It only reads and proposes: the engine
 * proves what it proposes, `apply/` carries it out. A new way is one file, one line in `index.ts`, and a test with the real tool.
 */
export interface Cure {
  /** Stable: `debian-store`, `node-extra-ca-certs`. */
  readonly id: string
  /** For the reader: `Debian's system store`. */
  readonly title: string
  readonly owner: Owner
  readonly scope: Scope
  readonly tried: Tried
  /** How many kinds of programs it moves, and whether it takes the place of what they trust. Absent: one, and it does not. */
  readonly reach?: { readonly kinds: number; readonly replaces: boolean }
  /**
   * What it would do here for these clients. `null`: it is not for this machine or this need. `advice` alone: it is the right way, and
   * not ours to walk (an update of the system or of a package).
   */
  readonly plan: (host: Host, need: Need) => Promise<Draft | null>
}

/** What is to become true. */
export interface Need {
  /** Clients that reject now, each with the store that it asks by its identifier in the evidence, and why it asks it. */
  readonly seats: readonly NeedingSeat[]
  /** Anchors to add, each authenticated; empty: none. */
  readonly add: readonly AnchorToChange[]
  /** Anchors that must go or be distrusted; empty: none. */
  readonly drop: readonly AnchorToChange[]
  /** The folder of the project that the user stands in; empty: none is meant. */
  readonly project: string
  /** Whom the clients reject, for settings that reach one server alone; absent: not known. */
  readonly target?: Pick<Target, 'host' | 'port'>
  /** The target with its flags, as it can be typed behind `rootcause fix`; absent: not known. */
  readonly typed?: string
  /** A wheel of certifi that the user gives; absolute. Absent: none. */
  readonly wheel?: string
}

export interface NeedingSeat {
  readonly client: ClientId
  readonly store: string
  readonly asking: Asking
}

export interface AnchorToChange {
  readonly sha256: Sha256
  readonly der: Uint8Array
  /** Shortest name that a reader knows it by. */
  readonly label: string
  readonly by: Vouching
}

/**
 * Why a certificate may be changed: the evidence of authenticity; the user's own word, a SHA-256 that was had elsewhere; or that the
 * administrator of this machine trusts it already, so that following is no new trust.
 */
export type Vouching = 'evidence' | 'user' | 'administrator'

/** A proposal. */
export interface Draft {
  readonly steps: readonly Step[]
  readonly advice: readonly Advice[]
  /** What the evidence is afterwards; the engine judges by it. */
  readonly deltas: readonly Delta[]
  /** See `Plan.notes`. */
  readonly notes: readonly string[]
  /** See `Plan.sets`. */
  readonly sets?: Readonly<Record<string, string>>
}
