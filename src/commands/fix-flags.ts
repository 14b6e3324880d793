import type { Scope } from '../model/plan.ts'
import type { ScriptForm } from '../cures/scripts/script-form.ts'
import type { Format } from './flags.ts'

/** What `fix` takes. */
export interface FixFlags {
  readonly client?: readonly string[]
  readonly store?: readonly string[]
  readonly at?: string
  readonly host?: string
  readonly root?: readonly string[]
  readonly aia?: boolean
  readonly locate?: boolean
  readonly offline?: boolean
  readonly noProxy?: boolean
  readonly apply?: boolean
  readonly yes?: boolean
  readonly with?: string
  readonly scope?: Scope
  readonly as?: ScriptForm
  readonly chain?: string
  readonly sha256?: string
  readonly format?: Format
}

/** What `undo` takes. */
export interface UndoFlags {
  readonly yes?: boolean
  readonly keep?: readonly string[]
}

/** What `history` takes. */
export interface HistoryFlags {
  readonly json?: boolean
  readonly offline?: boolean
}
