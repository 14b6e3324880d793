import type { Verdict } from '../model/verdict.ts'
import type { Ask } from './answers.ts'
import { acceptsByFetching } from './by-fetching.ts'
import { switchParts } from './client-exchange.ts'
import { differences } from './differences.ts'
import { type Exchange, exchangedIn, type Input, inputs } from './exchange.ts'
import { expiredAnchor } from './expired-anchor.ts'
import type { Relatives } from './proof.ts'
import { type Side, verdictOf } from './side.ts'
import { irreducible, smallestSet } from './smallest-set.ts'

/** What two sides differ in, and which of it decides. */
export interface Compared {
  /** The smallest set that turns the failing side's verdict into an acceptance. `null`: nothing that is modelled does. */
  readonly decisive: readonly Exchange[] | null
  /** What the failing side says with the decisive exchanges made; `null` where there are none. */
  readonly turned: Verdict | null
  /** Where one exchange decides: of the other inputs, those that alone would have done it too. */
  readonly alternatives: readonly Exchange[]
  /** Inputs that differ, and those that do not. */
  readonly differ: readonly Input[]
  readonly same: readonly Input[]
}

/** What is needed to compare. */
export interface CompareMeans {
  readonly ask: Ask
  readonly relatives: (side: Side) => Relatives
  /** Whether there is a difference of verdicts to explain; without one only the inputs are compared. */
  readonly isTold: boolean
}

/** Why one side accepts and the other does not: inputs are exchanged and the failing side is judged anew, until it accepts. */
export function compare(works: Side, fails: Side, means: CompareMeans): Compared {
  const all = differences(works, fails)
  const judged = (set: readonly Exchange[]): Verdict => verdictOf(exchangedIn(fails, set), means.ask)
  const turns = (set: readonly Exchange[]): boolean => judged(set).kind === 'accepted'
  const found = means.isTold ? smallestSet(all, turns) : null
  const decisive = found === null ? null : found.flatMap((e) => withSwitch(e, found, { works, fails, means, turns }))
  const [only] = decisive?.length === 1 ? decisive : []
  const alternatives =
    only === undefined
      ? []
      : all.flatMap(({ input, parts, whole }) => {
          // A variable or a proxy is the nearer cause of what a single certificate decides.
          const others =
            input !== only.input ? [...parts, whole] : isCause(whole) && whole.fact.kind !== only.fact.kind ? [whole] : []
          return others.find((e) => turns([e])) ?? []
        })
  const differ = all.map(({ input }) => input)
  return {
    decisive,
    turned: decisive === null ? null : judged(decisive),
    alternatives,
    differ,
    same: inputs.filter((input) => !differ.includes(input)),
  }
}

const isCause = ({ fact: { kind } }: Exchange): boolean => kind === 'environment' || kind === 'proxy'

interface Search {
  readonly works: Side
  readonly fails: Side
  readonly means: CompareMeans
  readonly turns: (set: readonly Exchange[]) => boolean
}

/**
 * A client that decides as a whole, put as one of its settings: as another release of the same client has it that accepts too. Clients that
 * search in different ways share few settings; releases of one share them all.
 */
function withSwitch(exchange: Exchange, set: readonly Exchange[], search: Search): Exchange {
  const { works, fails, means, turns } = search
  if (exchange.fact.kind !== 'client' || exchange.fact.params['switch'] !== undefined) return exchange
  const others = set.filter((e) => e !== exchange)
  const { newer, older } = means.relatives(fails)
  for (const relative of [...newer, ...older]) {
    const params = { works: relative.id, fails: fails.entry.id }
    const asRelative: Exchange = { ...exchange, apply: (side) => ({ ...side, profile: relative }) }
    if (!turns([...others, asRelative])) continue
    const own = switchParts(fails.profile, relative, params).find((part) => turns([...others, part]))
    if (own !== undefined && irreducible([...others, own], turns).length === set.length) return own
  }
  if (acceptsByFetching(works, exchangedIn(fails, others), means.ask)) {
    return { ...exchange, fact: { ...exchange.fact, params: { ...exchange.fact.params, switch: 'aia' } } }
  }
  const anchor = expiredAnchor(works, exchangedIn(fails, others), means.ask)
  return anchor === null
    ? exchange
    : { ...exchange, fact: { ...exchange.fact, certificate: anchor, params: { ...exchange.fact.params, switch: 'anchorDates' } } }
}
