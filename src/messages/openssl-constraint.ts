import type { Template } from '../model/message.ts'

/** What OpenSSL says of one reason for which a name constraint cannot be checked. */
interface Wording {
  readonly number: string
  readonly text: string
}

// crypto/x509/v3_ncons.c at 1.0.2u and at 3.0.19: `nc_match` returns X509_V_ERR_SUBTREE_MINMAX; `nc_email`, `nc_uri` and `nc_ip`
// X509_V_ERR_UNSUPPORTED_NAME_SYNTAX, for a constraint that they cannot read too; `NAME_CONSTRAINTS_check`, from 1.1.0 on, X509_V_ERR_UNSPECIFIED for
// too many comparisons. Texts: crypto/x509/x509_txt.c. Another kind of name is 51.
const wordings: Readonly<Record<string, Wording>> = {
  'min-max': { number: '49', text: 'name constraints minimum and maximum not supported' },
  'name-syntax': { number: '53', text: 'unsupported or invalid name syntax' },
  'constraint-syntax': { number: '53', text: 'unsupported or invalid name syntax' },
  'too-many': { number: '1', text: 'unspecified certificate verification error' },
}

const alternatives = (values: readonly string[]): string => `(?:${[...new Set(values)].join('|')})?`

/** What the two slots may hold, as regular expressions. */
export const constraintPatterns = {
  number: alternatives(Object.values(wordings).map((w) => w.number)),
  text: alternatives(Object.values(wordings).map((w) => w.text)),
}

/** The row of `name-constraint-unsupported`: number and text, each 51's where the failure has no other reason. */
export const constraintNumber: Template =
  '{?opensslConstraintNumber}{opensslConstraintNumber}{/opensslConstraintNumber}{!opensslConstraintNumber}51{/opensslConstraintNumber}'
export const constraintText: Template =
  '{?opensslConstraint}{opensslConstraint}{/opensslConstraint}{!opensslConstraint}unsupported name constraint type{/opensslConstraint}'

/** The values of the two slots for the param `reason` of a failure; none for 51. Keys are slots. */
export function constraintParams(reason: string | undefined): Readonly<Record<string, string>> {
  const wording = reason !== undefined && Object.hasOwn(wordings, reason) ? wordings[reason] : undefined
  return wording === undefined ? {} : { opensslConstraintNumber: wording.number, opensslConstraint: wording.text }
}
