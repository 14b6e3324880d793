import type { ClientId } from './client.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/** One thing exchanged in the evidence. Proofs, comparisons and remedies are all: apply deltas, evaluate again, compare. */
export type Delta =
  | { readonly kind: 'add-anchor'; readonly store: string; readonly cert: Sha256 }
  | { readonly kind: 'drop-anchor'; readonly store: string; readonly cert: Sha256 }
  /** Replaces the chain of every send that drew a chain. */
  | { readonly kind: 'set-sent'; readonly chain: readonly Sha256[] }
  | { readonly kind: 'set-time'; readonly at: UnixSeconds }
  /** A store that is not there yet. Anchors that the evidence does not hold are left out; a store of that name stays as it is. */
  | { readonly kind: 'make-store'; readonly store: string; readonly anchors: readonly Sha256[] }
  | { readonly kind: 'set-store'; readonly client: ClientId; readonly from: string; readonly store: string }
  | { readonly kind: 'set-client'; readonly client: ClientId; readonly to: ClientId }
  | { readonly kind: 'set-host'; readonly host: string }
