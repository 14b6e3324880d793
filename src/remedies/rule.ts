import type { Delta } from '../model/delta.ts'
import type { Owner } from '../model/remedy.ts'
import type { Situation } from '../validation/proof.ts'

/**
 * One kind of cure. It only proposes: `remedies` proves each candidate and offers those that cure somebody.
 * No rule turns verification off, and none adds an anchor that was only seen on the wire.
 */
export interface RemedyRule {
  /** Stable: `Remedy.rule`. */
  readonly name: string
  /** Who can carry it out. */
  readonly owner: Owner
  /** Candidates, the most promising first; each is a list of deltas applied together. */
  readonly propose: (situation: Situation) => readonly (readonly Delta[])[]
}
