import type { ClientId } from './client.ts'
import type { Owner } from './remedy.ts'

/** Why clients reject where nothing was found that a store could take up: a finding in words, and who can do something about it. */
export interface Fault {
  /** The code of the finding: `RC101`. */
  readonly code: string
  /** `other`: no certificate in any store cures it. `missing`: a certificate is missing, and was not found. */
  readonly kind: 'other' | 'missing'
  /** One sentence: what is so. */
  readonly what: string
  /** What it means; may be empty. */
  readonly means: string
  readonly clients: readonly ClientId[]
  /** Who can do what about it, the right owner first. */
  readonly orders: readonly { readonly owner: Owner; readonly what: string; readonly command: string }[]
}
