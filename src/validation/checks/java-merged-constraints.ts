import type { GeneralName, GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import { emptyName } from '../../x509/name.ts'
import { type JavaRelate, type JavaRelation, UnexpectedByJava } from './java-name-relation.ts'

type Subtrees = readonly GeneralSubtree[]

/** The constraints that a path holds so far. `null`: none of that sort was given; empty: none is left. */
export interface MergedConstraints {
  readonly permitted: Subtrees | null
  readonly excluded: Subtrees | null
}

/**
 * NameConstraintsExtension.merge with GeneralSubtrees (sun.security.x509; read in JDK 25, seen on 17.0.15): a certificate's constraints are
 * joined to those of all above it, its own turn being over; the first are held as they are (`held`: `null`;
 * ConstraintsChecker.mergeNameConstraints). What the two permit alike is permitted, and stands as the one above had it, minimum and maximum
 * too. Where they have nothing in common a subtree of everything is excluded, which no kind of name but directory names has. Throws `UnexpectedByJava`.
 */
export function mergeConstraints(
  held: MergedConstraints | null,
  { permitted, excluded }: NameConstraints,
  relate: JavaRelate,
): MergedConstraints {
  const next: MergedConstraints = { permitted: orNone(permitted), excluded: orNone(excluded) }
  if (held === null) return next
  const united = union(held.excluded, next.excluded, relate)
  if (held.permitted === null || next.permitted === null) return reduced(held.permitted ?? next.permitted, united, relate)
  const common = intersection(held.permitted, next.permitted, relate)
  return reduced(common.permitted, union(united, orNone(common.excluded), relate), relate)
}

const orNone = (subtrees: Subtrees): Subtrees | null => (subtrees.length === 0 ? null : subtrees)

function union(held: Subtrees | null, next: Subtrees | null, relate: JavaRelate): Subtrees | null {
  return held === null || next === null ? (held ?? next) : minimized([...held, ...next], relate)
}

/** GeneralSubtrees.reduce: what is excluded is permitted no longer. */
function reduced(permitted: Subtrees | null, excluded: Subtrees | null, relate: JavaRelate): MergedConstraints {
  const isExcluded = (subtree: GeneralSubtree): boolean =>
    excluded?.some((one) => isWithin(relate(one.base, subtree.base))) === true
  return { permitted: permitted?.filter((subtree) => !isExcluded(subtree)) ?? null, excluded }
}

const isWithin = (found: JavaRelation): boolean => found === 'match' || found === 'narrows'

const isRelated = (found: JavaRelation): boolean => isWithin(found) || found === 'widens'

/** GeneralSubtrees.minimize: the widest are left, and of equals the last. */
function minimized(subtrees: Subtrees, relate: JavaRelate): Subtrees {
  const left = [...subtrees]
  for (let i = 0; i < left.length; ) {
    const [current] = left.slice(i)
    if (current !== undefined && isHeldBehind(current, left, i + 1, relate)) left.splice(i, 1)
    else i += 1
  }
  return left
}

/** Whether one from `start` on holds it; those that it holds are dropped until then. */
function isHeldBehind(current: GeneralSubtree, left: GeneralSubtree[], start: number, relate: JavaRelate): boolean {
  for (let j = start; j < left.length; ) {
    const [subsequent] = left.slice(j)
    const found = subsequent === undefined ? 'other-kind' : relate(current.base, subsequent.base)
    if (found === 'match' || found === 'widens') return true
    if (found === 'narrows') left.splice(j, 1)
    else j += 1
  }
  return false
}

/** GeneralSubtrees.intersect; `excluded`: what stands for kinds of which nothing is permitted any more. */
function intersection(
  held: Subtrees,
  next: Subtrees,
  relate: JavaRelate,
): { readonly permitted: Subtrees; readonly excluded: Subtrees } {
  if (held.length === 0) return { permitted: minimized(next, relate), excluded: [] }
  const left = [...minimized(held, relate)]
  const others = minimized(next, relate)
  const narrower: GeneralSubtree[] = []
  const excluded: GeneralSubtree[] = []
  for (let i = 0; i < left.length; ) {
    const [entry] = left.slice(i)
    if (entry === undefined) break
    const { found, other } = firstRelated(entry, others, relate)
    if (found !== 'narrows' && found !== 'same-kind') {
      i += 1
      continue
    }
    if (found === 'narrows' && other !== undefined) narrower.push(other)
    else if (!isShared(entry.base.kind, left, others, relate)) excluded.push(everything(entry.base))
    left.splice(i, 1)
  }
  const kept = narrower.length > 0 ? [...minimized([...left, ...narrower], relate)] : left
  // Where nothing is left to compare with, nothing is added.
  for (const other of others)
    if (kept.length > 0 && kept.every((one) => relate(one.base, other.base) === 'other-kind')) kept.push(other)
  return { permitted: kept, excluded: minimized(excluded, relate) }
}

/** What the first subtree that has hosts, addresses or names in common with the entry is to it; else whether there is one of its kind. */
function firstRelated(
  entry: GeneralSubtree,
  others: Subtrees,
  relate: JavaRelate,
): { readonly found: JavaRelation; readonly other?: GeneralSubtree } {
  let isMet = false
  for (const other of others) {
    const found = relate(entry.base, other.base)
    if (isRelated(found)) return { found, other }
    isMet ||= found === 'same-kind'
  }
  return { found: isMet ? 'same-kind' : 'other-kind' }
}

/** Whether anything of a kind is permitted by both. */
const isShared = (kind: GeneralName['kind'], left: Subtrees, others: Subtrees, relate: JavaRelate): boolean =>
  left.some((one) => one.base.kind === kind && others.some((other) => isRelated(relate(one.base, other.base))))

/** GeneralSubtrees.createWidestSubtree: a name without anything in it, which all classes but X500Name refuse to be made of. */
function everything(base: GeneralName): GeneralSubtree {
  if (base.kind === 'directory') return { base: { kind: 'directory', value: emptyName }, minimum: 0, maximum: null }
  if (base.kind === 'ip') throw new UnexpectedByJava('Cannot read the array length because "address" is null')
  throw new UnexpectedByJava(`Unexpected error: java.io.IOException: ${refused[base.kind] ?? ''}`)
}

const refused: Readonly<Partial<Record<GeneralName['kind'], string>>> = {
  dns: 'DNSName must not be null or empty',
  email: 'RFC822Name may not be null or empty',
  uri: 'URI name must include scheme:',
}
