import type { Scope } from '../model/plan.ts'
import type { ScriptForm } from '../cures/scripts/script-form.ts'
import type { FindFlags } from './find-flags.ts'
import type { JsonFlags } from './json-flags.ts'

/** What `fix` takes: what `find` does, and what is to be done. */
export interface FixFlags extends FindFlags {
  readonly apply?: boolean
  readonly yes?: boolean
  readonly with?: string
  readonly scope?: Scope
  readonly as?: ScriptForm
  readonly chain?: string
  readonly sha256?: string
  readonly wheel?: string
}

/** What `undo` takes. */
export interface UndoFlags {
  readonly yes?: boolean
  readonly keep?: readonly string[]
}

/** What `history` takes. */
export interface HistoryFlags extends JsonFlags {
  readonly offline?: boolean
}
