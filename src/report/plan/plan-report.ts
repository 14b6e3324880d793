import type { FixReport } from '../../model/fix-report.ts'
import type { ClientOnStore } from '../../model/remedy.ts'

/** The plans, with what is told beside them of this machine. */
export interface PlanReport extends FixReport {
  /** Programs of this machine that are among those that reject; 0: they run elsewhere. Absent: not known. */
  readonly programsHere?: number
  /** Programs of this machine that are a client on a store, by `seatKey`. Absent: not known. */
  readonly programs?: Readonly<Record<string, readonly string[]>>
  /** Who is left by the plans. Absent: only that they are. */
  readonly left?: readonly LeftSeat[]
  /** The same as `again` without the scope that keeps ways out that would cure. Absent: none does. */
  readonly wider?: string
  /** A script for another machine changes what these clients trust. Absent: it does. */
  readonly isScriptable?: boolean
  /** Earlier changes that stand half done, on which this is planned. Absent or empty: there are none. */
  readonly brokenOff?: readonly BrokenOff[]
  /** What the reader is to know of the certificates that were given or vouched for, in sentences. Absent or empty: nothing. */
  readonly cautions?: readonly string[]
}

/** A change that has not come to its end. */
export interface BrokenOff {
  readonly id: string
  readonly target: string
  /** The process that is at it now; `null`: none is. */
  readonly by: number | null
}

/** A client that the plans leave. */
export interface LeftSeat extends ClientOnStore {
  /** Of this machine: `npm 10.8.2`. Empty: not known. */
  readonly programs: readonly string[]
  /** Ways that would cure it, by their identifiers, the nearest first. Empty: none does. */
  readonly ways: readonly string[]
  /** What is typed behind `rootcause fix` for these programs alone, which no way reaches with the others. Absent: `--with` and a way does it. */
  readonly again?: string
}
