import type { ClientProfile } from '../model/client.ts'
import type { Scenario } from '../model/path.ts'
import type { VerdictTimeline } from '../model/verdict.ts'
import { verdicts } from './evaluate.ts'
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
 * answer: scenarios are told apart by identity, clients by resolved policy.
 */
export function asker(): Ask {
  const kept = new Map<Scenario, Map<number, Answers>>()
  return (scenario, client) => {
    let ofScenario = kept.get(scenario)
    if (ofScenario === undefined) kept.set(scenario, (ofScenario = new Map()))
    const policy = policyOf(client)
    let own = ofScenario.get(policy)
    if (own === undefined) ofScenario.set(policy, (own = lazyAnswers(scenario, client)))
    return own
  }
}

function lazyAnswers(scenario: Scenario, client: ClientProfile): Answers {
  const at = verdicts(scenario, client)
  let all: VerdictTimeline | null = null
  return {
    at,
    // A function, for an object literal with a getter costs a hidden class each time.
    timeline: () => (all ??= timeline(scenario, client.verifier, at)),
  }
}

/** A number for everything of a profile that can bear on a verdict: equal numbers, equal verdicts. */
function policyOf(client: ClientProfile): number {
  let number = numbers.get(client)
  if (number === undefined) {
    const { id: _id, title: _title, hello: _hello, texts: _texts, known: _known, sources: _sources, ...policy } = client
    const text = JSON.stringify(policy)
    number = policies.get(text) ?? policies.size
    policies.set(text, number)
    numbers.set(client, number)
  }
  return number
}

const numbers = new WeakMap<ClientProfile, number>()
const policies = new Map<string, number>()
