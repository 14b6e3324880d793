import { relatives, resolveClient } from '../../src/clients/resolve.ts'
import { comparisonOf } from '../../src/commands/comparison.ts'
import { jointWorld } from '../../src/commands/joint-world.ts'
import { seats } from '../../src/diagnose.ts'
import { workshop, world } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Evidence, Send, StoreEvidence } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import type { ComparedFact, Comparison } from '../../src/model/comparison.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { asShown } from '../../src/validation/judge.ts'

const verify = nodeSignatureVerifier()

/** Two cases compared by their first clients; `a` is the one that is said to work. Never the other way round. */
export function compareCases(a: Evidence, b: Evidence): Comparison {
  const shop = workshop(verify)
  const { worlds } = jointWorld(a, b, shop)
  const comparison = comparisonOf(
    { world: worlds[0], entries: a.clients.slice(0, 1), case: 'a.json' },
    { world: worlds[1], entries: b.clients.slice(0, 1), case: 'b.json' },
    shop,
  )
  if (comparison === null) throw new Error('a client has no profile')
  return comparison
}

/** Two clients of one evidence compared. */
export function compareClients(evidence: Evidence, works: string, fails: string): Comparison {
  const shop = workshop(verify)
  const own = world(evidence, shop)
  const of = (id: string) => ({ world: own, entries: evidence.clients.filter((c) => c.id === id), case: null })
  const comparison = comparisonOf(of(works), of(fails), shop)
  if (comparison === null) throw new Error('a client has no profile')
  return comparison
}

/** What facts are read against: the two pieces of evidence, each with one client. */
export interface TwoCases {
  readonly works: Evidence
  readonly fails: Evidence
}

/**
 * The verdict of the failing case after these facts, made by writing them into its evidence and judging that anew. It shares no code with
 * the search that found them. Each evidence has one client, one store and one chain.
 */
export function verdictWith({ works, fails }: TwoCases, facts: readonly ComparedFact[]): Verdict {
  let evidence: Evidence = { ...fails, certs: { ...works.certs, ...fails.certs } }
  let profile = profileOf(fails)
  for (const fact of facts) {
    if (fact.kind === 'client') profile = withClient(profile, profileOf(works), fact)
    else evidence = withFact(evidence, works, fact)
  }
  const own = world(evidence, workshop(verify))
  const [chain] = own.chains
  const store = own.stores.get(evidence.clients[0]?.store ?? '')
  if (chain === undefined || store === undefined) throw new Error('nothing to judge')
  return evaluate(asShown(own, profile, chain, store), profile, evidence.clock)
}

function profileOf(evidence: Evidence): ClientProfile {
  const [seat] = seats(evidence)
  if (seat === undefined) throw new Error('a client has no profile')
  return seat.profile
}

/** The whole client, one setting of it, or one that another release has. */
function withClient(fails: ClientProfile, works: ClientProfile, { params }: ComparedFact): ClientProfile {
  const name = params['switch']
  if (name === undefined || name === 'anchorDates') return works
  const id = params['works'] ?? ''
  const { newer, older } = relatives(fails)
  const owner = [works, ...newer, ...older].find((p) => p.id === id) ?? resolveClient(id)?.profile ?? works
  if (name === 'dialect') return { ...fails, identity: { ...fails.identity, dialect: owner.identity.dialect } }
  if (name === 'identity') return { ...fails, identity: { ...fails.identity, when: owner.identity.when } }
  const of = (value: object): Readonly<Record<string, unknown>> => value as Readonly<Record<string, unknown>>
  return Object.hasOwn(fails.verifier, name) || Object.hasOwn(owner.verifier, name)
    ? { ...fails, verifier: { ...fails.verifier, [name]: of(owner.verifier)[name] } as ClientProfile['verifier'] }
    : { ...fails, [name]: of(owner)[name] }
}

function withFact(evidence: Evidence, works: Evidence, { kind, certificate, params }: ComparedFact): Evidence {
  const cert = certificate ?? ('' as Sha256)
  const anchors = (change: (all: readonly Sha256[]) => readonly Sha256[]): Evidence => ({
    ...evidence,
    stores: evidence.stores.map((s): StoreEvidence => ('unreadable' in s ? s : { ...s, anchors: change(s.anchors) })),
  })
  const sent = (change: (all: readonly Sha256[]) => readonly Sha256[]): Evidence => ({
    ...evidence,
    sends: evidence.sends.map(
      (s): Send => (s.outcome.kind === 'failed' ? s : { ...s, outcome: { ...s.outcome, chain: change(s.outcome.chain) } }),
    ),
  })
  switch (kind) {
    case 'anchor-missing':
      return anchors((all) => [...all, cert])
    case 'anchor-present':
      return anchors((all) => all.filter((a) => a !== cert))
    case 'environment':
    case 'store': {
      const [client] = evidence.clients
      const store = works.clients[0]?.store ?? ''
      return { ...evidence, stores: works.stores, clients: client === undefined ? [] : [{ ...client, store }] }
    }
    case 'sent-missing':
      return sent((all) => [...all, cert])
    case 'sent-besides':
      return sent((all) => all.filter((c) => c !== cert))
    case 'chain':
    case 'proxy':
    case 'handshake':
      return { ...evidence, sends: works.sends }
    case 'host':
      return { ...evidence, target: { ...evidence.target, host: params['works'] ?? '' } }
    case 'time':
      return { ...evidence, clock: seconds(Date.parse(params['works'] ?? '') / 1000) as UnixSeconds }
    default:
      throw new Error(`no reading of ${kind}`)
  }
}
