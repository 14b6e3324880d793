import type { ClientEvidence } from '../model/evidence.ts'
import type { ClientProfile } from '../model/client.ts'
import type { Failure } from '../model/failure.ts'
import type { HelloClass } from '../model/hello.ts'
import type { Scenario } from '../model/path.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import type { TrustStore } from '../model/trust-store.ts'
import type { Verdict, VerdictTimeline } from '../model/verdict.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import type { Ask } from './answers.ts'
import { settingText } from './setting-text.ts'

/** One client of the evidence with the profile that answers for it. */
export interface Seat {
  readonly entry: ClientEvidence
  readonly profile: ClientProfile
}

/** What one client with one store says of one chain. `chain` is `null` when none of its hello class was observed. */
export interface Judgement {
  readonly seat: Seat
  readonly chain: ObservedChain | null
  readonly verdict: Verdict
}

/** Every client against every chain that its hello draws, at one instant. */
export function judge(world: World, seats: readonly Seat[], at: UnixSeconds, ask: Ask): readonly Judgement[] {
  return seats.flatMap((seat) =>
    shown(world, seat).map((chain) => {
      const scenario = scenarioOf(world, seat, chain)
      return { seat, chain, verdict: 'kind' in scenario ? scenario : ask(scenario, seat.profile).at(at) }
    }),
  )
}

/** The verdict of one judgement for all of time. */
export function judgementTimeline(world: World, { seat, chain }: Judgement, ask: Ask): VerdictTimeline {
  const scenario = scenarioOf(world, seat, chain)
  if ('kind' in scenario) return [{ from: seconds(-Infinity), until: seconds(Infinity), verdict: scenario }]
  return ask(scenario, seat.profile).timeline()
}

/** What a client with this store sees of a chain: the version that counts is the one that its own hello negotiated. */
export const asShown = (world: World, profile: ClientProfile, chain: ObservedChain, store: TrustStore): Scenario =>
  world.scenario(chain, store, helloOf(world, profile))

/** The chains that a client is shown: those of its hello class, or any that came from a file. `[null]` when there is none. */
function shown(world: World, { profile }: Seat): readonly (ObservedChain | null)[] {
  const wanted = helloOf(world, profile)
  const chains = world.chains.filter((c) => c.sends.some(({ hello }) => hello === 'any' || hello === wanted))
  return chains.length === 0 ? [null] : chains
}

/**
 * The class of hello that stands for a client's. A client that offers TLS 1.3 and versions below 1.2 in one hello is the
 * old hello to a server that knows none of the new versions.
 */
function helloOf({ evidence }: World, { hello, versions }: ClientProfile): HelloClass {
  const offersOld = versions.includes('1.0') || versions.includes('1.1')
  if (hello !== 'tls1.3' || !offersOld) return hello
  const own = evidence.sends.filter((s) => s.hello === hello)
  const tooOld =
    own.length > 0 && own.every((s) => s.outcome.kind === 'failed' && s.outcome.failure.detail === 'protocol_version')
  return tooOld ? 'tls1.2' : hello
}

/** What is to be judged, or the verdict that needs no judging. */
function scenarioOf(world: World, { entry, profile }: Seat, chain: ObservedChain | null): Scenario | Verdict {
  if (chain === null) return withoutChain(world, profile)
  const store = world.stores.get(entry.store)
  if (store === undefined) return { kind: 'undetermined', missing: [`the store ${entry.store}`] }
  if (entry.ends === true) return beforeConnecting(entry, store)
  return chain.sent.length > 0
    ? asShown(world, profile, chain, store)
    : rejection({ code: 'chain-empty', at: null, certificate: null })
}

const rejection = (told: Failure): Verdict => ({
  kind: 'rejected',
  told,
  trace: [told],
  path: { certificates: [], anchor: null },
})

/** A client that its own setting stops: whatever the server sends, it is not asked. */
const beforeConnecting = ({ chosenBy: [by] = [] }: ClientEvidence, { id, unreadable }: TrustStore): Verdict =>
  rejection({
    code: 'store-unusable',
    at: null,
    certificate: null,
    params: {
      setting: by === undefined || by.kind === 'built-in' ? `the store ${id}` : settingText(by),
      reason: unreadable ?? '',
    },
  })

/**
 * A client whose hello drew no chain. An alert of the server is its answer to this class of hello, which offers all
 * that the client offers: the client meets it too. Anything else says nothing of the client.
 */
function withoutChain({ evidence }: World, { hello }: ClientProfile): Verdict {
  const failures = evidence.sends.flatMap((s) => (s.hello === hello && s.outcome.kind === 'failed' ? [s.outcome.failure] : []))
  const [first] = failures
  if (first === undefined) return { kind: 'undetermined', missing: [`the chain that a ${hello} hello draws: it was not tried`] }
  if (failures.every((f) => f.code === 'alert' && f.by === 'peer')) {
    return rejection({ code: 'handshake-alert', at: null, certificate: null, params: { alert: first.detail } })
  }
  const detail = first.detail === '' ? '' : ` (${first.detail})`
  return { kind: 'undetermined', missing: [`the chain that a ${hello} hello draws: ${first.code}${detail}`] }
}
