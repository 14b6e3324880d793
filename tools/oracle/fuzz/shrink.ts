import type { Case } from '../../../test/validation/agreement/random-case.ts'
import { disagree, type Disagreement, type Seat } from './compare.ts'
import { follow } from './random-recipe.ts'

/** A disagreement made as small as it gets by leaving out steps, and then certificates. */
export interface Shrunk {
  readonly one: Case
  readonly theirs: string
  readonly ours: string
}

/** Leaves out one thing after the other while the two still disagree. `null`: they do not, when asked again. */
export async function shrink(seat: Seat, disagreement: Disagreement): Promise<Shrunk | null> {
  const { recipe } = disagreement
  let steps = recipe.steps
  const still = (one: Case): Promise<Shrunk | null> => stillSo(seat, one, kindOf(seat, disagreement))
  let smallest = await still(follow({ ...recipe, steps }))
  if (smallest === null) return null
  for (const step of recipe.steps) {
    const fewer = steps.filter((s) => s !== step)
    const found = await still(follow({ ...recipe, steps: fewer }))
    if (found !== null) [steps, smallest] = [fewer, found]
  }
  for (let i = smallest.one.sent.length - 1; i > 0; i--) {
    smallest = (await still({ ...smallest.one, sent: smallest.one.sent.toSpliced(i, 1) })) ?? smallest
  }
  for (let i = smallest.one.store.length - 1; i >= 0 && smallest.one.store.length > 1; i--) {
    smallest = (await still({ ...smallest.one, store: smallest.one.store.toSpliced(i, 1) })) ?? smallest
  }
  return smallest
}

/** What the two say, each by its code: a smaller case that shows another disagreement is no smaller case of this one. */
export const kindOf = ({ oracle }: Seat, { theirs, ours }: Pick<Disagreement, 'theirs' | 'ours'>): string =>
  `${oracle.code(theirs)} / ${oracle.code(ours)}`

async function stillSo(seat: Seat, one: Case, kind: string): Promise<Shrunk | null> {
  const found = await disagree(seat, one)
  return found === null || kindOf(seat, found) !== kind ? null : { one, ...found }
}
