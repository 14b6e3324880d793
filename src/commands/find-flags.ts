import type { Format } from './flags.ts'
import type { TargetFlags } from './target-flags.ts'

/** What `find` takes. */
export interface FindFlags extends TargetFlags {
  readonly root?: readonly string[]
  readonly locate?: boolean
  readonly format?: Format
}
