import { collectors } from '../collect/collectors.ts'
import type { CollectorLanguage } from '../collect/language.ts'
import type { Context } from './context.ts'

/** Flags of `rootcause collect`. */
export interface CollectFlags {
  readonly as: CollectorLanguage
}

/** Runs `rootcause collect`: the script as it is, so that what is reviewed is what is run. */
export function runCollect(this: Context, flags: CollectFlags): void {
  this.process.stdout.write(collectors[flags.as])
  this.process.exitCode = 0
}
