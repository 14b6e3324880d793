import type { NameConstraintReading } from '../../model/policy.ts'
import { lowerAscii } from './host-name-match.ts'

/**
 * What comparing one name with one constraint of its kind says. `name-syntax` and `constraint-syntax`: one of the two
 * is not what RFC 5280 §4.2.1.6 or §4.2.1.10 wants, so that nothing can be said.
 */
export type ConstraintMatch = 'inside' | 'outside' | 'name-syntax' | 'constraint-syntax'

/**
 * A dNSName against a dNSName constraint: the name itself and every name with more labels on its left
 * (RFC 5280 §4.2.1.10). An empty constraint holds every name. A constraint with a leading dot holds only names
 * below: OpenSSL v3_ncons.c nc_dns, Go matchDomainConstraint and dnsHasSuffix, webpki dns_name.rs, Java DNSName;
 * the standard is silent (erratum 5997). A wildcard label is a label like any other.
 */
export function matchDns(name: string, constraint: string): ConstraintMatch {
  const [inner, base] = [lowerAscii(name), lowerAscii(constraint)]
  return judge(base === '' || inner === base || inner.endsWith(base.startsWith('.') ? base : `.${base}`))
}

/**
 * Whether some name that the wildcard `*.example.com` stands for lies inside the constraint although the wildcard's
 * own text does not: `host.example.com`. Go 1.26 constraints.go (CVE-2025-61727) and webpki for excluded subtrees.
 */
export function wildcardReaches(name: string, constraint: string): boolean {
  if (!name.startsWith('*.')) return false
  const dot = constraint.indexOf('.')
  return dot > 0 && lowerAscii(constraint.slice(dot)) === lowerAscii(name.slice(1))
}

/**
 * An rfc822Name against a mailbox, a host (that host alone) or `.domain` (hosts below it): RFC 5280 §4.2.1.10.
 * The local part is compared with case (RFC 5280 §7.5). A constraint `@host` is the host, as in OpenSSL's nc_email.
 * Go's matchEmailConstraint and matchURIConstraint take a host for a dNSName constraint: names below it are inside too.
 */
export function matchEmail(name: string, constraint: string, hosts: NameConstraintReading['hosts'] = 'exact'): ConstraintMatch {
  // Go takes an at sign for a letter of the domain; a quoted local part may hold one.
  const at = hosts === 'with-names-below' && !name.startsWith('"') ? name.indexOf('@') : name.lastIndexOf('@')
  if (at < 0) return 'name-syntax'
  const baseAt = constraint.lastIndexOf('@')
  const local = constraint.slice(0, Math.max(baseAt, 0))
  if (local.includes('\0')) return 'constraint-syntax'
  if (local !== '' && local !== name.slice(0, at)) return 'outside'
  const host = name.slice(at + 1)
  return baseAt < 0 && hosts === 'with-names-below'
    ? matchDns(host, constraint)
    : matchHost(host, constraint.slice(baseAt + 1), baseAt < 0)
}

/**
 * The host of a URI against a host (that host alone) or `.domain` (hosts below it): RFC 5280 §4.2.1.10.
 * A URI without a host cannot be compared. The text of an IP address is compared like a name, as in OpenSSL's nc_uri;
 * the standard would have the certificate rejected, and Go does (`with-names-below`: matchURIConstraint).
 */
export function matchUri(name: string, constraint: string, hosts: NameConstraintReading['hosts'] = 'exact'): ConstraintMatch {
  const host = uriHost(name)
  if (host === '' || (hosts === 'with-names-below' && /^(?:\[.*|\d+(?:\.\d+){3})$/.test(host))) return 'name-syntax'
  return hosts === 'with-names-below' ? matchDns(host, constraint) : matchHost(host, constraint, true)
}

/** The host in the authority of a URI (RFC 3986 §3.2.2), an IPv6 address in its brackets. Empty: it has none. */
export const uriHost = (uri: string): string => /^[^:/?#]+:\/\/(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^:/?#]*)/.exec(uri)?.[1] ?? ''

function matchHost(host: string, constraint: string, mayBeDomain: boolean): ConstraintMatch {
  const [inner, base] = [lowerAscii(host), lowerAscii(constraint)]
  if (mayBeDomain && base.startsWith('.')) return judge(inner.length > base.length && inner.endsWith(base))
  return judge(inner === base)
}

const judge = (inside: boolean): ConstraintMatch => (inside ? 'inside' : 'outside')

/**
 * Whether a common name is tested as if it were a dNSName: at least two labels of letters, digits, `_` and inner
 * hyphens. OpenSSL v3_ncons.c cn2dnsid; trailing NULs are dropped first, as there.
 */
export function dnsNameInCommonName(commonName: string): string | null {
  const text = commonName.replace(/\0+$/, '')
  return /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+$/i.test(text) ? text : null
}
