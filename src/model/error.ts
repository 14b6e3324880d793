/** The kinds of expected failure; each maps to one exit code in `commands/main.ts` (2 usage and unusable input, 3 could not observe, 130 stopped). */
export type ErrorKind = 'usage' | 'input' | 'observe' | 'stopped'

/**
 * An expected failure of an operation, thrown at the edge and caught once in `commands/main.ts`.
 * `message`: lower case, no full stop. `hint`: a command or action that the reader can take at once.
 */
export class RootcauseError extends Error {
  readonly kind: ErrorKind
  readonly hint: string
  constructor(kind: ErrorKind, message: string, hint: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'RootcauseError'
    this.kind = kind
    this.hint = hint
  }
}
