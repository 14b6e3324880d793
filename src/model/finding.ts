import type { ClientId } from './client.ts'
import type { Sha256 } from './sha256.ts'

/** A fact worth telling, by a stable code. It has no words: words live in the renderers. */
export interface Finding {
  /** `RC101`: never reused. */
  readonly code: string
  readonly severity: Severity
  /** Certificates concerned. */
  readonly about: readonly Sha256[]
  /** Clients whose verdict it explains; empty when it concerns none in particular. */
  readonly clients: readonly ClientId[]
  readonly params: Readonly<Record<string, string>>
}

/** `error` explains a rejection; `warning` will, or does for clients not asked; `notice` is a fault that costs nothing yet. */
export type Severity = 'error' | 'warning' | 'notice'
