import type { FailureCode } from './failure.ts'

/**
 * A client's sentence with its slots named: `x509: certificate is valid for {names}, not {host}`.
 * Slots and what each may hold stand in `messages/template.ts`; `{{` is a brace.
 */
export type Template = string

/** The sentence of one client family for each failure that it can tell. */
export type MessageTable = Readonly<Partial<Record<FailureCode, Template>>>

/** A sentence ready to be rendered: the clock is put in last, so that a timeline can merge equal neighbours. */
export interface Says {
  readonly template: Template
  readonly params: Readonly<Record<string, string>>
}
