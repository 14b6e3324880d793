import type { ClientProfile } from '../../../src/model/client.ts'
import type { Scenario } from '../../../src/model/path.ts'
import type { Case } from '../../../test/validation/agreement/random-case.ts'
import { answer, scenarioOf } from './engine.ts'
import type { Ask, FuzzException, FuzzOracle } from './oracle.ts'
import { follow, type Recipe } from './random-recipe.ts'

/** An oracle that is ready, and what has been counted of it. */
export interface Seat {
  readonly oracle: FuzzOracle
  readonly profile: ClientProfile
  readonly ask: Ask
  readonly counts: Counts
}

export interface Counts {
  cases: number
  accepted: number
  /** By code of the oracle's answer. */
  readonly codes: Map<string, number>
  readonly explained: Map<FuzzException, number>
  readonly unexplained: Disagreement[]
}

export interface Disagreement {
  readonly recipe: Recipe
  readonly done: readonly string[]
  readonly theirs: string
  readonly ours: string
}

/** Makes an oracle ready; its counts are empty. */
export async function seat(oracle: FuzzOracle, folder: string): Promise<Seat> {
  const counts: Counts = { cases: 0, accepted: 0, codes: new Map(), explained: new Map(), unexplained: [] }
  return { oracle, profile: oracle.profile(), ask: await oracle.start(folder), counts }
}

/** Asks all about the cases of these recipes, and counts. */
export async function compareBatch(seats: readonly Seat[], recipes: readonly Recipe[]): Promise<void> {
  const cases = recipes.map(follow)
  const asked = seats.map(({ ask }) => ask(cases))
  const scenarios = cases.map(scenarioOf)
  const answered = await Promise.all(asked)
  for (const [s, { oracle, profile, counts }] of seats.entries()) {
    const said = answered[s] ?? []
    for (const [i, one] of cases.entries()) {
      const scenario = scenarios[i]
      const recipe = recipes[i]
      if (scenario === undefined || recipe === undefined) continue
      const theirs = said[i] ?? 'no answer'
      counts.cases++
      if (theirs === 'accepted') counts.accepted++
      const code = oracle.code(theirs)
      counts.codes.set(code, (counts.codes.get(code) ?? 0) + 1)
      const ours = answer(scenario, profile, one.at, oracle)
      if (agree(oracle, theirs, ours)) continue
      const exception = explaining({ oracle, profile }, theirs, ours, scenario, one.at)
      if (exception === undefined) counts.unexplained.push({ recipe, done: one.done, theirs, ours })
      else counts.explained.set(exception, (counts.explained.get(exception) ?? 0) + 1)
    }
  }
}

/** The first exception that explains the difference. */
const explaining = (
  { oracle, profile }: Pick<Seat, 'oracle' | 'profile'>,
  theirs: string,
  ours: string,
  scenario: Scenario,
  at: Case['at'],
): FuzzException | undefined =>
  oracle.exceptions.find((e) => e.explains(theirs, ours, scenario, (other) => answer(other, profile, at, oracle)))

const agree = ({ compared = (text) => text }: FuzzOracle, theirs: string, ours: string): boolean =>
  theirs === ours || compared(theirs) === compared(ours)

/** Whether the two still disagree, unexplained, about one case. */
export async function disagree({ oracle, profile, ask }: Seat, one: Case): Promise<Pick<Disagreement, 'theirs' | 'ours'> | null> {
  const [theirs = 'no answer'] = await ask([one])
  const scenario = scenarioOf(one)
  const ours = answer(scenario, profile, one.at, oracle)
  if (agree(oracle, theirs, ours) || explaining({ oracle, profile }, theirs, ours, scenario, one.at) !== undefined) return null
  return { theirs, ours }
}
