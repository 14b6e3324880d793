import type { ClientId } from './client.ts'
import type { Owner } from './remedy.ts'

/** Why clients reject where nothing was found that a store could take up: a finding in words, and who can do something about it. */
export interface Fault {
  /** The code of the finding: `RC101`. */
  readonly code: string
  /** `beyond-stores`: no certificate in any store cures it. `open`: some certificate might, and none was found. */
  readonly kind: 'beyond-stores' | 'open'
  /** One sentence: what is so. */
  readonly what: string
  /** What it means; may be empty. */
  readonly means: string
  readonly clients: readonly ClientId[]
  /** Who can do what about it, the right owner first. */
  readonly orders: readonly { readonly owner: Owner; readonly what: string; readonly command: string }[]
}
