import type { GeneralName, GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import { lowerAscii } from './host-name-match.ts'
import { matchDns, matchEmail } from './name-constraints-text.ts'

type Subtrees = Pick<NameConstraints, 'permitted' | 'excluded'>
type Kind = GeneralName['kind']

/**
 * The constraints of a path from its top down as GnuTLS holds them (_gnutls_x509_name_constraints_merge,
 * lib/x509/name_constraints.c): excluded subtrees add up; of permitted ones of one kind the narrower of each pair is left, and
 * where none is left the whole kind is excluded. An empty host name is not the widest one there: it meets itself alone. So are
 * IPv4 and IPv6 one kind.
 *
 * As 3.8.12 and Debian's 3.7.9-2+deb12u6 and later do it; before, the second list had to be the narrower one.
 */
export const mergedConstraints = (list: readonly Subtrees[]): Subtrees =>
  list.length < 2 ? (list[0] ?? none) : list.reduce(merge)

const none: Subtrees = { permitted: [], excluded: [] }

function merge(above: Subtrees, below: Subtrees): Subtrees {
  const excluded = [...above.excluded, ...below.excluded]
  const permitted: GeneralSubtree[] = []
  const [ofAbove, ofBelow] = [above, below].map((one) => new Set(one.permitted.map(({ base }) => base.kind)))
  for (const subtree of above.permitted) if (ofBelow?.has(subtree.base.kind) !== true) permitted.push(subtree)
  for (const subtree of below.permitted) if (ofAbove?.has(subtree.base.kind) !== true) permitted.push(subtree)
  for (const kind of ofAbove ?? []) {
    if (ofBelow?.has(kind) !== true) continue
    const common = intersection(above.permitted, below.permitted, kind)
    permitted.push(...common)
    if (common.length === 0) excluded.push(...wholeKind(kind))
  }
  return { permitted, excluded }
}

function intersection(above: readonly GeneralSubtree[], below: readonly GeneralSubtree[], kind: Kind): readonly GeneralSubtree[] {
  const isMeant = ({ base }: GeneralSubtree): boolean => base.kind === kind
  return above.filter(isMeant).flatMap((a) =>
    below.filter(isMeant).flatMap((b) => {
      if (isWithin(a.base, b.base)) return [a]
      return isWithin(b.base, a.base) ? [b] : []
    }),
  )
}

/** Excludes every name of a kind. Subtrees of other kinds than these bind only where they are excluded, one or many. */
function wholeKind(kind: Kind): readonly GeneralSubtree[] {
  const whole = (base: GeneralName): GeneralSubtree => ({ base, minimum: 0, maximum: null })
  if (kind === 'dns' || kind === 'email') return [whole({ kind, value: '' })]
  return kind === 'ip' ? [8, 32].map((octets) => whole({ kind, value: new Uint8Array(octets) })) : []
}

/** compare_name_constraint_nodes: equal, or included. */
function isWithin(inner: GeneralName, outer: GeneralName): boolean {
  if (inner.kind === 'ip' && outer.kind === 'ip') return isNetworkWithin(inner.value, outer.value)
  if (inner.kind === 'dns' && outer.kind === 'dns') {
    const [a, b] = [withoutFinalDots(inner.value), withoutFinalDots(outer.value)]
    return a === '' || b === '' ? a === b : matchDns(a, b) === 'inside'
  }
  if (inner.kind !== 'email' || outer.kind !== 'email') return false
  const [a, b] = [inner.value, outer.value]
  if (a.includes('@')) return matchEmail(a, b) === 'inside'
  const [host, domain] = [lowerAscii(a), lowerAscii(b)]
  return host === domain || (domain.startsWith('.') && host.endsWith(domain))
}

/** compare_ip_ncs: address and mask, of the same length. */
function isNetworkWithin(inner: Uint8Array, outer: Uint8Array): boolean {
  const size = outer.length / 2
  if (inner.length !== outer.length) return false
  for (let i = 0; i < size; i++) {
    const mask = outer[size + i] ?? 0
    if (((inner[size + i] ?? 0) & mask) !== mask || (((inner[i] ?? 0) ^ (outer[i] ?? 0)) & mask) !== 0) return false
  }
  return true
}

/** compare_dns_names skips dots at the end of either name. */
export const withoutFinalDots = (name: string): string => name.replace(/\.+$/, '')
