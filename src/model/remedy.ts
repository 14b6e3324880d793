import type { Refusal } from './authenticity.ts'
import type { ClientId } from './client.ts'
import type { Delta } from './delta.ts'
import type { Sha256 } from './sha256.ts'

/** A cure, offered only with its proof: the deltas were applied and every verdict evaluated again. */
export interface Remedy {
  /** Stable name of the rule that made it: `serve-without`, `add-anchor`. */
  readonly rule: string
  readonly owner: Owner
  readonly deltas: readonly Delta[]
  /** Roots on which the cured clients would stand, and which their stores do not hold now. Empty: it asks for no new trust. */
  readonly trusts: readonly Sha256[]
  readonly proof: Proof
}

/** A cure that is not proposed: the evidence refuses a root on which it would stand. It has no fingerprint of it (DESIGN §7). */
export interface WithheldRemedy {
  /** What the root is called; data. */
  readonly label: string
  /** Stores that hold it. */
  readonly stores: readonly string[]
  /** Who would accept with it. */
  readonly cures: readonly ClientOnStore[]
  readonly verdict: Refusal
}

export type Owner = 'server-operator' | 'operating-system' | 'runtime' | 'project' | 'user'

/** Verdicts by `client on store`, before and after the deltas. */
export interface Proof {
  readonly cures: readonly ClientOnStore[]
  /** Accepted before, not after. */
  readonly breaks: readonly ClientOnStore[]
  readonly stillRejects: readonly ClientOnStore[]
}

export interface ClientOnStore {
  readonly client: ClientId
  readonly store: string
}
