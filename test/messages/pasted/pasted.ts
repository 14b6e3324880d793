/** A text as a user pastes it, and what it says: written from the source that the table of known texts names, not from what we print. */
export interface Pasted {
  readonly text: string
  readonly runtime: string | null
  readonly causes: string
  readonly who: 'local' | 'peer'
}

/** Rows of one program. */
export const pasted = (
  runtime: string | null,
  rows: readonly (readonly [text: string, causes: string, other?: { readonly runtime?: string | null; readonly who?: 'peer' }])[],
): readonly Pasted[] =>
  rows.map(([text, causes, other = {}]) => ({
    text,
    causes,
    runtime: other.runtime === undefined ? runtime : other.runtime,
    who: other.who ?? 'local',
  }))

/** What a trust store lacks, as texts that do not say which end is at fault. */
export const noIssuer = 'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target'
export const untrustedRoot = 'unknown-issuer untrusted-root-sent self-signed-target'
