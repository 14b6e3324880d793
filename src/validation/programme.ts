import { storeOf } from '../graph/trust-store.ts'
import type { ClientProfile } from '../model/client.ts'
import type { Scenario } from '../model/path.ts'
import type { ProgrammePolicy } from '../model/programme.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { TrustStore } from '../model/trust-store.ts'
import type { Verdict } from '../model/verdict.ts'
import { programmeFailures } from './checks/programme-rules.ts'
import type { VerdictAt } from './search/search.ts'
import { timestampsOf } from './timestamps-of.ts'

/** A client that keeps the rules of the programme behind the store that it asks. */
export interface ProgrammeClient extends ClientProfile {
  readonly programme: ProgrammePolicy
}

const keepsProgramme = (client: ClientProfile): client is ProgrammeClient => 'programme' in client

/**
 * The stage `programme`: what the rules of the client's programme make of a path that its search accepted. A client that goes on
 * looks for another path, as if the anchor that a rule refuses were not in the store; when there is none the refusal is told. That what
 * the client may fetch or knows beforehand could hold another one is left out of account.
 * `search` makes the client's search ready for a scenario.
 */
export function withProgramme(scenario: Scenario, client: ClientProfile, search: (scenario: Scenario) => VerdictAt): VerdictAt {
  const first = search(scenario)
  if (!keepsProgramme(client)) return first
  const { programme } = client
  const timestamps = timestampsOf(scenario)
  const searches = new Map<string, { readonly store: TrustStore; readonly decide: VerdictAt }>()
  const without = (dropped: readonly Sha256[]) => {
    const key = dropped.join()
    let made = searches.get(key)
    if (made === undefined) {
      const store = storeWithout(scenario.store, dropped)
      searches.set(key, (made = { store, decide: search({ ...scenario, store }) }))
    }
    return made
  }
  const decide = (at: UnixSeconds, dropped: readonly Sha256[]): Verdict => {
    const verdict = dropped.length === 0 ? first(at) : without(dropped).decide(at)
    if (verdict.kind !== 'accepted') return verdict
    const { path } = verdict
    const settings = path.anchor === null ? null : scenario.store.bySha256.get(path.anchor.sha256)?.settings
    const { failures, missing } = programmeFailures({
      path,
      rules: settings?.programme ?? [],
      limits: programme.limits,
      timestampsFrom: client.timestampsFrom ?? programme.timestampsFrom,
      blocked: programme.blocked,
      anchorIsOfPlatform: settings?.programme !== undefined,
      at,
      scts: timestamps,
      milestone: programme.milestone,
    })
    const [told] = failures
    if (told === undefined && missing.length === 0) return verdict
    const refusal: Verdict =
      told === undefined ? { kind: 'undetermined', missing } : { kind: 'rejected', told, trace: failures, path }
    // What is wrong with the target is so on every path.
    if (programme.onRefusal === 'stops' || path.anchor === null || told?.at === 0) return refusal
    const other = decide(at, [...dropped, path.anchor.sha256])
    return other.kind === 'accepted' ? other : refusal
  }
  return (at) => decide(at, [])
}

/** The store without some anchors; the others keep their settings. */
function storeWithout(store: TrustStore, dropped: readonly Sha256[]): TrustStore {
  const kept = store.anchors.filter((a) => !dropped.includes(a.certificate.sha256))
  // A store that has lost an anchor to a rule is not an empty one.
  return { ...storeOf(store, kept), unheld: (store.unheld ?? 0) + dropped.length }
}

/** Instants at which a rule about an anchor above the chain begins to hold. */
export function programmeInstants({ graph, store }: Scenario): readonly UnixSeconds[] {
  if (!hasRules(store)) return []
  return graph.certificates.flatMap(({ sha256 }) =>
    (store.bySha256.get(sha256)?.settings?.programme ?? []).flatMap((rule) => (rule.kind === 'disabled' ? [rule.from] : [])),
  )
}

/** Most stores come with no programme's rules; it is the same for every client. */
function hasRules(store: TrustStore): boolean {
  let known = ruled.get(store)
  if (known === undefined) ruled.set(store, (known = store.anchors.some(({ settings }) => settings?.programme !== undefined)))
  return known
}

const ruled = new WeakMap<TrustStore, boolean>()
