import type { GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import { lowerAscii } from './host-name-match.ts'
import { matchDns } from './name-constraints-text.ts'

/** The dNSName subtrees that a path holds so far, in lower case; empty: none is permitted, or excluded, by name. */
export interface MergedHosts {
  readonly permitted: readonly string[]
  readonly excluded: readonly string[]
}

/** What an exception says that merging ends with, and that nobody catches. */
export interface UnmergedHosts {
  readonly broken: string
}

/** DNSName.constrains asks for the first letter of a name that has none. */
const nothingCompared: UnmergedHosts = { broken: 'String index out of range: 0' }
/** GeneralSubtrees.createWidestSubtree excludes every host with a name of no letters, which DNSName refuses. */
const nothingLeft: UnmergedHosts = { broken: 'Unexpected error: java.io.IOException: DNSName must not be null or empty' }

/**
 * NameConstraintsExtension.merge and GeneralSubtrees (sun.security.x509, read in openjdk/jdk, seen on 17.0.15), dNSNames alone: a
 * certificate's constraints are joined to those above it, its own turn being over; the first are held as they are (`held`: `null`;
 * ConstraintsChecker.mergeNameConstraints). What is permitted is what both permit, and where
 * they have nothing in common an exception that nobody expects ends it.
 */
export function mergeHosts(held: MergedHosts | null, constraints: NameConstraints): MergedHosts | UnmergedHosts {
  const next = { permitted: hosts(constraints.permitted), excluded: hosts(constraints.excluded) }
  if (held === null) return next
  const excluded = [...held.excluded, ...next.excluded]
  if (held.excluded.length > 0 && next.excluded.length > 0 && hasNothing(excluded)) return nothingCompared
  const isJoined = held.permitted.length > 0 && next.permitted.length > 0
  if (isJoined && hasNothing([...held.permitted, ...next.permitted])) return nothingCompared
  const permitted = isJoined ? common(widest(held.permitted), widest(next.permitted)) : [...held.permitted, ...next.permitted]
  if (permitted === null) return nothingLeft
  if (permitted.length > 0 && excluded.length > 0 && hasNothing([...permitted, ...excluded])) return nothingCompared
  return { permitted: permitted.filter((name) => !excluded.some((base) => isWithin(name, base))), excluded }
}

const hosts = (subtrees: readonly GeneralSubtree[]): readonly string[] =>
  subtrees.flatMap(({ base }) => (base.kind === 'dns' ? [lowerAscii(base.value)] : []))

/** Whether a name of no letters meets one that has some: two of its kind are equal before a letter is looked at. */
const hasNothing = (names: readonly string[]): boolean => names.includes('') && names.some((name) => name !== '')

const isWithin = (name: string, base: string): boolean => matchDns(name, base) === 'inside'

/** GeneralSubtrees.minimize: the last of equals is left. */
const widest = (names: readonly string[]): readonly string[] =>
  names.filter((name, i) => !names.some((other, j) => isWithin(name, other) && (name === other ? j > i : true)))

/** GeneralSubtrees.intersect, steps 3 and 4; `null`: a name is left alone when none of those still listed has one that it shares hosts with. */
function common(above: readonly string[], below: readonly string[]): readonly string[] | null {
  const left = [...above]
  const narrower: string[] = []
  for (let i = 0; i < left.length; ) {
    const name = left[i] ?? ''
    const other = below.find((one) => isRelated(name, one))
    if (other !== undefined && isWithin(name, other)) {
      i++
      continue
    }
    if (other !== undefined) narrower.push(other)
    else if (!left.some((one) => below.some((b) => isRelated(one, b)))) return null
    left.splice(i, 1)
  }
  return widest([...left, ...narrower])
}

const isRelated = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a)
