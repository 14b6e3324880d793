import { type CauseWord, unspecifiedCauses } from './cause-words.ts'

/**
 * Causes that are one fact to whoever reads a text, with another thing behind it: that a date does not fit, whichever of the two of RFC 5280 §4.1.2.5;
 * that no issuer was found, whoever lacks it; that a name does not fit.
 */
const facts: readonly (readonly CauseWord[])[] = [
  ['target-expired', 'issuer-expired', 'expired-unspecified', 'not-yet-valid', 'clock'],
  ['unknown-issuer', 'missing-intermediate', 'untrusted-root-sent', 'self-signed-target', 'store-missing', 'distrusted'],
  ['wrong-host', 'no-san'],
  ['no-san', 'name-constraint'],
  ['bad-signature', 'same-name-authority'],
  ['not-a-ca', 'path-length'],
  ['purpose', 'not-a-ca'],
  ['purpose', 'self-signed-target'],
  ['not-a-ca', 'strict-profile'],
  ['weak-digest', 'weak-key'],
  ['revocation-unavailable', 'clock'],
  ['store-missing', 'store-unreadable'],
]

/**
 * Whether a text that can have these causes names one: they are one fact. The rule for every text, wherever it is recognised; a text can still tell
 * less than its causes do. Whose certificate an alert is about (`client-cert-rejected` beside another) is a question of its own.
 */
export function namesCause(causes: readonly CauseWord[]): boolean {
  const [first, ...others] = causes.length > 1 ? causes.filter((cause) => cause !== 'client-cert-rejected') : causes
  if (first === undefined || unspecifiedCauses.includes(first)) return false
  return others.length === 0 || facts.some((fact) => [first, ...others].every((cause) => fact.includes(cause)))
}
