import type { Difference, Exchange } from './exchange.ts'

/** Whether these exchanges, made together, turn the verdict. */
export type Turns = (set: readonly Exchange[]) => boolean

/** Parts of one input that are looked for together where only the whole of it turns the verdict. */
const mostParts = 3

/** Evaluations for the parts: our own bound. Past it inputs are exchanged as a whole alone, which is always tried to the end. */
const budget = 2_000

/**
 * The fewest exchanges that turn a verdict: of as few inputs as will do, in parts rather than as a whole. No smaller choice of them turns
 * it. `null`: not even all inputs together do.
 */
export function smallestSet(differences: readonly Difference[], turns: Turns): readonly Exchange[] | null {
  let left = budget
  const bounded: FirstThatTurns = (sets) => {
    for (const set of sets) {
      if (left-- <= 0) return null
      if (turns(set)) return set
    }
    return null
  }
  for (let size = 1; size <= differences.length; size++) {
    const choices = [...combinations(differences, size)]
    // What is told in parts comes first: of one input before the whole of any.
    for (const wholes of size === 1 ? [0, 1] : [null]) {
      for (const chosen of choices) {
        const found = firstOf(chosen, wholes, bounded, turns)
        if (found !== null) return irreducible(inParts(found, differences, bounded), turns)
      }
    }
  }
  return null
}

/** The first of these sets that turns the verdict, as long as the budget lasts. */
type FirstThatTurns = (sets: Iterable<readonly Exchange[]>) => readonly Exchange[] | null

/** The first that turns the verdict of one exchange for each input; those with fewer wholes first. `wholes`: that many alone. */
function firstOf(
  chosen: readonly Difference[],
  wholes: number | null,
  bounded: FirstThatTurns,
  turns: Turns,
): readonly Exchange[] | null {
  const counts = wholes === null ? chosen.map((_, i) => i) : wholes === 0 ? [0] : []
  for (const count of counts) {
    const set = bounded(choicesOf(chosen, count))
    if (set !== null) return set
  }
  const all = chosen.map(({ whole }) => whole)
  return wholes !== 0 && turns(all) ? all : null
}

/** One exchange of each, `count` of them wholes. */
function* choicesOf(chosen: readonly Difference[], count: number): Generator<readonly Exchange[]> {
  const [first, ...rest] = chosen
  if (first === undefined) {
    if (count === 0) yield []
    return
  }
  for (const part of first.parts) for (const others of choicesOf(rest, count)) yield [part, ...others]
  if (count > 0) for (const others of choicesOf(rest, count - 1)) yield [first.whole, ...others]
}

/** Each whole in the set put as the fewest parts that do the same together; it stays where none do. */
function inParts(set: readonly Exchange[], differences: readonly Difference[], bounded: FirstThatTurns): readonly Exchange[] {
  let told = set
  for (const exchange of set) {
    const difference = differences.find(({ whole }) => whole === exchange)
    if (difference === undefined) continue
    const others = told.filter((e) => e !== exchange)
    for (let size = 2; size <= mostParts; size++) {
      const found = bounded(withOthers(combinations(difference.parts, size), others))
      if (found === null) continue
      told = found
      break
    }
  }
  return told
}

/** The smallest choice of a set that turns the verdict: itself, where no other does. */
export function irreducible(set: readonly Exchange[], turns: Turns): readonly Exchange[] {
  for (let size = 1; size < set.length; size++) {
    for (const smaller of combinations(set, size)) if (turns(smaller)) return smaller
  }
  return set
}

function* withOthers(sets: Iterable<readonly Exchange[]>, others: readonly Exchange[]): Generator<readonly Exchange[]> {
  for (const set of sets) yield [...set, ...others]
}

/** Every choice of `size` members, in their order. */
function* combinations<T>(all: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let i = from; i <= all.length - size; i++) {
    const one = all[i]
    if (one === undefined) return
    for (const others of combinations(all, size - 1, i + 1)) yield [one, ...others]
  }
}
