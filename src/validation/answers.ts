import type { ClientProfile } from '../model/client.ts'
import type { Scenario } from '../model/path.ts'
import type { VerdictTimeline } from '../model/verdict.ts'
import type { Verifier } from '../model/verifier.ts'
import { freshSearch, type Searcher, verdicts } from './evaluate.ts'
import type { VerdictAt } from './search/search.ts'
import { timeline } from './timeline.ts'

/** All that one client says of one scenario. */
export interface Answers {
  readonly at: VerdictAt
  /** Computed when first asked for. */
  readonly timeline: () => VerdictTimeline
}

/** What `client` says of `scenario`. */
export type Ask = (scenario: Scenario, client: ClientProfile) => Answers

/**
 * Asks clients, and keeps what they say for as long as it is kept itself. Clients that are the same verifier share one
 * answer: scenarios are told apart by identity, clients by resolved policy. Those that differ in what stands around the search, their
 * names, say, share the search, and its timeline where nothing around it bears on the verdict.
 */
export function asker(): Ask {
  const kept = new Map<Scenario, Map<number, Answers>>()
  const searcher = sharedSearches()
  const timelines = new Map<VerdictAt, VerdictTimeline>()
  return (scenario, client) => {
    let ofScenario = kept.get(scenario)
    if (ofScenario === undefined) kept.set(scenario, (ofScenario = new Map()))
    const policy = policyOf(client)
    let own = ofScenario.get(policy)
    if (own === undefined) {
      const at = verdicts(scenario, client, searcher)
      const all = (): VerdictTimeline => {
        let known = timelines.get(at)
        if (known === undefined) timelines.set(at, (known = timeline(scenario, client.verifier, at)))
        return known
      }
      ofScenario.set(policy, (own = { at, timeline: all }))
    }
    return own
  }
}

/** Gives the same search for the same scenario, verifier and outcome of the name check. */
function sharedSearches(): Searcher {
  const kept = new Map<Scenario, Map<number | string, VerdictAt>>()
  return (scenario, verifier, identity) => {
    let ofScenario = kept.get(scenario)
    if (ofScenario === undefined) kept.set(scenario, (ofScenario = new Map()))
    const number = numberOf(verifier)
    const key = identity === null ? number : `${number} ${JSON.stringify([identity.code, identity.at, identity.params])}`
    let own = ofScenario.get(key)
    if (own === undefined) ofScenario.set(key, (own = freshSearch(scenario, verifier, identity)))
    return own
  }
}

/** A number for all switches of a verifier: equal numbers, equal searches. */
function numberOf(verifier: Verifier): number {
  let number = verifiers.get(verifier)
  if (number === undefined) {
    const text = JSON.stringify(verifier)
    number = policies.get(text) ?? policies.size
    policies.set(text, number)
    verifiers.set(verifier, number)
  }
  return number
}

/** A number for everything of a profile that can bear on a verdict: equal numbers, equal verdicts. */
function policyOf(client: ClientProfile): number {
  let number = numbers.get(client)
  if (number === undefined) {
    const { id: _id, title: _title, hello: _hello, texts: _texts, known: _known, sources: _sources, verifier, ...policy } = client
    const text = JSON.stringify([numberOf(verifier), policy])
    number = policies.get(text) ?? policies.size
    policies.set(text, number)
    numbers.set(client, number)
  }
  return number
}

const numbers = new WeakMap<ClientProfile, number>()
const verifiers = new WeakMap<Verifier, number>()
const policies = new Map<string, number>()
