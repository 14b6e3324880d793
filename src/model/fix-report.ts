import type { Unusable } from './authenticity.ts'
import type { ClientId } from './client.ts'
import type { Target } from './evidence.ts'
import type { Fault } from './fault.ts'
import type { FoundCandidate, FoundReport } from './found.ts'
import type { Advice, Plan } from './plan.ts'
import type { ClientOnStore, Proof } from './remedy.ts'
import type { UnixSeconds } from './time.ts'

/** What `rootcause fix` would do: the plans as a reader may see them. Nothing is done by making one. */
export interface FixReport extends Pick<FoundReport, 'bounds' | 'unfetched'> {
  readonly schema: 1
  readonly at: UnixSeconds
  /** The target as it was typed. */
  readonly asked: string
  /** The same with the flags that it was asked with, as it can be typed behind `rootcause fix`. */
  readonly again: string
  /** It is carried out at once, after asking. */
  readonly isApplied: boolean
  readonly target: Target
  /** Clients that reject and are to be cured. None: nothing is to be done. */
  readonly wanted: readonly ClientOnStore[]
  readonly chosen: readonly ShownPlan[]
  readonly instead: readonly ShownPlan[]
  /** What the server should send instead; `null`: nothing that it could send would cure. */
  readonly server: ServerCure | null
  /** What others should do, the right owner first. */
  readonly advice: readonly Advice[]
  readonly uncured: readonly ClientOnStore[]
  /** What makes those reject that no plan reaches; empty: nothing is known, or there are none. */
  readonly faults: readonly Fault[]
  /** What vouches for the roots that the plans add. */
  readonly vouched: readonly FoundCandidate[]
  /** Roots that would cure, and are not authentic by the evidence. */
  readonly refused: readonly FoundCandidate[]
  /** Published data that did not count. Empty: all that is kept did. */
  readonly unusable: readonly Unusable[]
  /** Clients that were asked and of which nobody knows whether they accept, for an input is unknown. Empty: there are none. */
  readonly open: readonly ClientId[]
  readonly contacted: readonly string[]
}

/** The exact chain to serve, for whoever runs the server. */
export interface ServerCure {
  /** Names of the certificates, target first. */
  readonly chain: readonly string[]
  readonly proof: Proof
  /** The file that it was written to; empty: none was asked for. */
  readonly file: string
  /** Where it goes, by the kind of server. */
  readonly places: readonly Advice[]
}

/** A plan without the contents of files: they may hold secrets. */
export interface ShownPlan extends Omit<Plan, 'steps'> {
  readonly steps: readonly ShownStep[]
}

/** One step as it is shown. */
export interface ShownStep {
  readonly kind: 'file' | 'rewrite' | 'entry' | 'regenerate'
  /** The file or the store that changes. */
  readonly what: string
  /** What is run, as it could be typed; empty: nothing, a file is written. */
  readonly command: string
  /** Lines that change, without passwords and tokens; empty: none are shown, for it is no text or is all new and long. */
  readonly lines: readonly LineChange[]
  /** A file that is not there yet, is removed, or gets other lines. */
  readonly effect: 'makes' | 'changes' | 'removes'
  readonly why: string
  readonly needsRights: boolean
  /** The question that the system itself will ask; empty: none. */
  readonly prompt: string
}

export interface LineChange {
  readonly kind: 'kept' | 'added' | 'removed'
  readonly text: string
}
