import type { Authenticity } from '../../model/authenticity.ts'

/** What is weighed; `null`: nothing needs to be. */
interface Weighed {
  readonly sheet: { readonly verdict: Authenticity } | null
}

/** Whether a certificate would have to be trusted and may not be, by the evidence. */
export const isRefused = ({ sheet }: Weighed): boolean =>
  sheet !== null && (sheet.verdict.kind === 'insufficient' || sheet.verdict.kind === 'contradicted')

/** Whether nothing of the candidate is refused. */
export const isUsable = ({ needed }: { readonly needed: readonly Weighed[] }): boolean => !needed.some(isRefused)
