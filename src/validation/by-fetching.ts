import type { Ask } from './answers.ts'
import { fetchesIssuers } from './fetches-issuers.ts'
import { type Side, verdictOf } from './side.ts'

/**
 * Whether the one client accepts what the other was sent only because it fetches what is missing. No single switch says so where the two
 * search in different ways.
 */
export function acceptsByFetching(works: Side, fails: Side, ask: Ask): boolean {
  if (!fetchesIssuers(works.profile) || fetchesIssuers(fails.profile)) return false
  const own = { ...fails, profile: works.profile }
  return verdictOf(own, ask).kind === 'accepted' && verdictOf(withoutFetched(own), ask).kind !== 'accepted'
}

function withoutFetched(side: Side): Side {
  const { world } = side
  const scenario: typeof world.scenario = (chain, store, hello) => {
    const { fetched: _fetched, ...rest } = world.scenario(chain, store, hello)
    return rest
  }
  return { ...side, world: { ...world, scenario } }
}
