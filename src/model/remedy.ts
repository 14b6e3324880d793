import type { ClientId } from './client.ts'
import type { Delta } from './delta.ts'

/** A cure, offered only with its proof: the deltas were applied and every verdict evaluated again. */
export interface Remedy {
  /** Stable name of the rule that made it: `serve-without`, `add-anchor`. */
  readonly rule: string
  readonly owner: Owner
  readonly deltas: readonly Delta[]
  readonly proof: Proof
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
