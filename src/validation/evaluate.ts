import { isBudgeted, signatureBudget } from '../graph/signature-budget.ts'
import type { Certificate } from '../model/certificate.ts'
import type { ClientProfile } from '../model/client.ts'
import type { Failure } from '../model/failure.ts'
import type { CertificationPath, PathGraph, Scenario } from '../model/path.ts'
import type { HostDialect } from '../model/policy.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Verifier } from '../model/verifier.ts'
import { asRead } from './as-read.ts'
import { fetchesIssuers } from './fetches-issuers.ts'
import { loadedStore, parseFailure } from './checks/decoder.ts'
import { handshakeKeyUsageFailure } from './checks/handshake-key-usage.ts'
import { checkHostName } from './checks/host-name.ts'
import { limitFailure } from './checks/message-limits.ts'
import { withRevocation } from './checks/revocation.ts'
import { withProgramme } from './programme.ts'
import { search } from './search/index.ts'
import type { VerdictAt } from './search/search.ts'

/** What `client` decides about `scenario` at one instant, before its words. */
export const evaluate = (scenario: Scenario, client: ClientProfile, at: UnixSeconds): Verdict => verdicts(scenario, client)(at)

/** Makes the search of a verifier ready, as `freshSearch` does; who asks many clients may give the same one twice. */
export type Searcher = (scenario: Scenario, verifier: Verifier, identity: Failure | null) => VerdictAt

/**
 * What `client` decides about `scenario`, for any instant. The stages are those of every client: handshake, parse, path, programme
 * and identity; where the identity is checked is the client's.
 * A signature that the graph cannot tell makes the outcome undetermined, whatever else was found.
 */
export function verdicts(scenario: Scenario, client: ClientProfile, searcher: Searcher = freshSearch): VerdictAt {
  const read = asRead(scenario, client)
  if (read === null) return verdictsAsRead(scenario, client, searcher)
  const decide = verdictsAsRead(read.scenario, client, searcher)
  return (at) => read.restore(decide(at))
}

function verdictsAsRead(scenario: Scenario, client: ClientProfile, searcher: Searcher): VerdictAt {
  const early = beforeThePath(scenario, client)
  if (early !== null) return () => early
  const store = loadedStore(scenario.store, client)
  const decide = orFetching(store === scenario.store ? scenario : { ...scenario, store }, client, searcher)
  return client.revocation === 'hard-fail' ? (at) => withRevocation(decide(at)) : decide
}

/** The search of one verifier on one scenario. */
export const freshSearch: Searcher = (scenario, verifier, identity) => {
  const missing = new Set<string>()
  const watched = watchSignatures(scenario, missing)
  let decide = search(watched, verifier, () => identity)
  return (at) => {
    const verdict = decide(at)
    if (missing.size === 0) return verdict
    const unknown: Verdict = { kind: 'undetermined', missing: [...missing] }
    // What a search keeps it does not ask for again: the next instant starts anew.
    missing.clear()
    decide = search(watched, verifier, () => identity)
    return unknown
  }
}

/** The verdict that needs no path, whatever the time; `null`: there is none. */
function beforeThePath(scenario: Scenario, client: ClientProfile): Verdict | null {
  const { store, tlsVersion, sent } = scenario
  if (store.unreadable !== null) return { kind: 'undetermined', missing: [`the store ${store.id}: ${store.unreadable}`] }
  if (tlsVersion !== null && !client.versions.includes(tlsVersion)) {
    return rejected({ code: 'handshake-version', at: null, certificate: null, params: { version: tlsVersion } }, [])
  }
  const key = sent[0]?.subjectPublicKeyInfo.key.kind
  if (tlsVersion !== null && key !== undefined && client.lacksKeys?.includes(key) === true) {
    return { kind: 'undetermined', missing: [`the chain that a hello without ${key} draws`] }
  }
  const refused = limitFailure(scenario, client) ?? parseFailure(sent, client) ?? handshakeKeyUsageFailure(scenario, client)
  return refused === null ? null : rejected(refused, sent.slice(0, 1))
}

/** A client that fetches what is missing does so where it does not get by without: there a verdict hangs on what would be served. */
function orFetching(scenario: Scenario, client: ClientProfile, searcher: Searcher): VerdictAt {
  const decide = withIdentity(scenario, client, searcher)
  const { fetched } = scenario
  if (fetched === undefined || !fetchesIssuers(client)) return decide
  let further: VerdictAt | null = null
  return (at) => {
    const verdict = decide(at)
    if (verdict.kind !== 'undetermined') return verdict
    further ??= withIdentity({ ...scenario, ...fetched }, client, searcher)
    return further(at)
  }
}

function withIdentity(scenario: Scenario, client: ClientProfile, searcher: Searcher): VerdictAt {
  const { when, dialect } = client.identity
  const identity = when === 'never' ? null : identityFailure(scenario, dialect)
  const isWithin = when === 'within' || when === 'beside'
  const judged = withProgramme(scenario, client, (own) => searcher(own, client.verifier, isWithin ? identity : null))
  const decide = orUnfinished(judged, scenario, client)
  if (identity === null || isWithin) return decide
  return (at) => {
    const outcome = decide(at)
    if (outcome.kind === 'undetermined' || outcome.kind === 'hangs') return outcome
    if (outcome.kind === 'rejected' && when === 'after') return outcome
    if (outcome.kind === 'accepted') return { kind: 'rejected', told: identity, trace: [identity], path: outcome.path }
    return { kind: 'rejected', told: identity, trace: [identity, ...outcome.trace], path: outcome.path }
  }
}

/** The end of a handshake whose signature the client does not take: behind a chain that passed, or before anybody looks at one. */
function orUnfinished(decide: VerdictAt, { sent, tlsVersion, keyExchange }: Scenario, { unfinished }: ClientProfile): VerdictAt {
  if (unfinished === undefined || tlsVersion === null || !unfinished.versions.includes(tlsVersion)) return decide
  if (keyExchange === 'static') return decide
  const failure: Failure = {
    code: 'handshake-version',
    at: null,
    certificate: null,
    params: { version: tlsVersion, unfinished: tlsVersion },
  }
  const end: Verdict =
    keyExchange === undefined
      ? { kind: 'undetermined', missing: [`whether the server signs its key exchange in TLS ${tlsVersion}`] }
      : rejected(failure, sent.slice(0, 1))
  if (unfinished.chain === 'judged-after') return () => end
  return (at) => {
    const verdict = decide(at)
    return verdict.kind === 'accepted' ? end : verdict
  }
}

function identityFailure({ sent: [target], host }: Scenario, dialect: HostDialect): Failure | null {
  return target === undefined || host === '' ? null : checkHostName(target, host, dialect)
}

function rejected(told: Failure, certificates: CertificationPath['certificates']): Verdict {
  return { kind: 'rejected', told, trace: [told], path: { certificates, anchor: null } }
}

/** What is not known of a pair; the same of all that a spent budget leaves. */
const unsettled = (graph: PathGraph, child: Certificate, issuer: Certificate): string =>
  isBudgeted(graph) && graph.isSpent()
    ? `who signed whom: the chain and the store ask for more than the ${signatureBudget} signatures that are looked into`
    : `whether ${issuer.sha256} signed ${child.sha256}`

/** Notes every question that a replayed case cannot answer. */
function watchSignatures(scenario: Scenario, missing: Set<string>): Scenario {
  const { graph } = scenario
  return {
    ...scenario,
    graph: {
      ...graph,
      signed: (child, issuer) => {
        const fact = graph.signed(child, issuer)
        if (fact === 'not-recorded') missing.add(unsettled(graph, child, issuer))
        return fact
      },
    },
  }
}
