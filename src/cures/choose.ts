import type { Plan, Scope } from '../model/plan.ts'
import type { ClientOnStore, Owner } from '../model/remedy.ts'
import { scopes } from '../model/plan.ts'
import { seatKey } from '../model/seat-key.ts'
import { cures as ways } from './index.ts'

/** What to do, and what could be done instead. */
export interface Choice {
  /** Together they cure as many of the wanted as any choice within the widest allowed scope can. */
  readonly chosen: readonly Plan[]
  /** Further plans that cure somebody, in order of preference. */
  readonly instead: readonly Plan[]
  /** Whom nothing cures. */
  readonly uncured: readonly ClientOnStore[]
}

const owners: readonly Owner[] = ['server-operator', 'operating-system', 'runtime', 'project', 'user']

/**
 * The least that cures: the narrowest scope within which the plans cure everybody who can be cured within `widest`; of these the fewest,
 * those of the right owner before those that add a root by hand, those that move fewer kinds of programs before those that move more,
 * and those that add before those that replace. Nothing is chosen that takes verdicts away from others, as long as
 * something else cures the same.
 */
export function choose(plans: readonly Plan[], wanted: readonly ClientOnStore[], widest: Scope): Choice {
  const allowed = within(plans, widest).filter((p) => p.proof.cures.length > 0)
  const patches = plans.filter(isPatch)
  const curable = new Set(allowed.flatMap((p) => p.proof.cures.map(seatKey)))
  const goal = wanted.filter((w) => curable.has(seatKey(w)))
  const scope = scopes.find((s) => covers(within(allowed, s), goal)) ?? widest
  const chosen = [...cover(within(allowed, scope), goal), ...(widest === 'project' ? patches : [])]
  const others = allowed.filter((p) => !chosen.includes(p)).toSorted((a, b) => compare(a, b, goal))
  return {
    chosen,
    instead: widest === 'project' ? others : [...others, ...patches],
    uncured: wanted.filter((w) => !curable.has(seatKey(w))),
  }
}

/** Plans that were named are taken, even where they change nothing that is judged here: a patch of a project reaches the machine that is built of it. */
export function chooseNamed(plans: readonly Plan[], wanted: readonly ClientOnStore[]): Choice {
  const cured = new Set(plans.flatMap((p) => p.proof.cures.map(seatKey)))
  return { chosen: plans, instead: [], uncured: wanted.filter((w) => !cured.has(seatKey(w))) }
}

/** A patch of the project's own files: it cures no program of this machine, and reaches what is built of the project. */
const isPatch = ({ scope, proof }: Plan): boolean => scope === 'project' && proof.cures.length + proof.breaks.length === 0

/** Whether a scope reaches no further than another. */
export const isWithin = (scope: Scope, widest: Scope = 'machine'): boolean => scopes.indexOf(scope) <= scopes.indexOf(widest)

const within = (plans: readonly Plan[], scope: Scope): readonly Plan[] => plans.filter((p) => isWithin(p.scope, scope))

function covers(plans: readonly Plan[], goal: readonly ClientOnStore[]): boolean {
  const cured = new Set(plans.flatMap((p) => p.proof.cures.map(seatKey)))
  return goal.every((g) => cured.has(seatKey(g)))
}

/** One plan after the other, each the best for whoever is left; it need not be the very least, for plans are few. */
function cover(plans: readonly Plan[], goal: readonly ClientOnStore[]): readonly Plan[] {
  const chosen: Plan[] = []
  let left = goal
  while (left.length > 0) {
    const [best] = plans.filter((p) => cures(p, left) > 0 && !chosen.includes(p)).toSorted((a, b) => compare(a, b, left))
    if (best === undefined) break
    chosen.push(best)
    const cured = new Set(best.proof.cures.map(seatKey))
    left = left.filter((l) => !cured.has(seatKey(l)))
  }
  return chosen
}

function cures(plan: Plan, wanted: readonly ClientOnStore[]): number {
  const cured = new Set(plan.proof.cures.map(seatKey))
  return wanted.filter((w) => cured.has(seatKey(w))).length
}

const compare = (a: Plan, b: Plan, wanted: readonly ClientOnStore[]): number =>
  a.proof.breaks.length - b.proof.breaks.length ||
  cures(b, wanted) - cures(a, wanted) ||
  owners.indexOf(a.owner) - owners.indexOf(b.owner) ||
  scopes.indexOf(a.scope) - scopes.indexOf(b.scope) ||
  reachOf(a).kinds - reachOf(b).kinds ||
  Number(reachOf(a).replaces) - Number(reachOf(b).replaces) ||
  a.steps.length - b.steps.length

const reachOf = ({ cure }: Plan) => ways.find(({ id }) => id === cure)?.reach ?? { kinds: 1, replaces: false }
