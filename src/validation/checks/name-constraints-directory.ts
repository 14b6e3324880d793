import type { Name } from '../../model/name.ts'
import { canonicalName } from '../../x509/canonical-name.ts'
import type { ConstraintMatch } from './name-constraints-text.ts'

/**
 * A distinguished name against a directoryName constraint: inside when the constraint's relative distinguished names
 * are the first ones of the name, compared by RFC 5280 §7.1 (string types folded, case ignored, white space
 * collapsed). The empty constraint holds every name. OpenSSL: v3_ncons.c nc_dn.
 */
export function matchDirectory(name: Name, constraint: Name): ConstraintMatch {
  if (constraint.rdns.length > name.rdns.length) return 'outside'
  const inside = constraint.rdns.every((rdn, i) => canonicalName([rdn]) === canonicalName([name.rdns[i] ?? []]))
  return inside ? 'inside' : 'outside'
}

/** RFC 4514 §2 in its dotted form, most specific first: for the reader, never parsed. */
export const formatDirectory = (name: Name): string =>
  name.rdns
    .map((rdn) => rdn.map(({ type, value }) => `${type}=${value}`).join('+'))
    .reverse()
    .join(',')
