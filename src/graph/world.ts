import type { Certificate } from '../model/certificate.ts'
import type { Evidence, Send, StoreEvidence, TlsFacts, TrustSettings } from '../model/evidence.ts'
import type { HelloClass } from '../model/hello.ts'
import type { Oid } from '../model/oid.ts'
import type { PathGraph, Scenario, Stapled, WithFetched } from '../model/path.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { TrustStore } from '../model/trust-store.ts'
import { anchorCertificate, hasNoOctets } from '../x509/anchor-certificate.ts'
import { unpackAnchor } from '../x509/anchor-record.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { readCertificate } from '../x509/certificate.ts'
import { readTimestampList } from '../x509/extensions/signed-certificate-timestamps.ts'
import { fetchedAbove } from './fetched-above.ts'
import { pathGraph } from './path-graph.ts'
import { type BudgetedGraph, signatureBudget, withinBudget } from './signature-budget.ts'
import { trustStore, unreadableStore } from './trust-store.ts'

/** One distinct chain, and the hellos that drew it. */
export interface ObservedChain {
  /** `chain 1`, … in the order first seen. */
  readonly id: string
  /** In wire order; may be empty. */
  readonly sent: readonly Certificate[]
  readonly sends: readonly Send[]
}

/** A scenario of an observed chain, with what only some verifiers' programmes ask for. */
export interface ObservedScenario extends Scenario {
  /**
   * When logs saw the target, by the SignedCertificateTimestampList of the handshake (RFC 6962 §3.3.1); `null`: not known, for
   * there was no handshake, its list cannot be read, or it brought an OCSP response, which may hold more.
   */
  readonly timestamps: readonly UnixSeconds[] | null
}

/**
 * Evidence made ready for evaluation: certificates read, stores indexed, chains told apart. Certificates are interned:
 * within a world equal certificates are the same object, and everything above compares them by identity.
 */
export interface World {
  readonly evidence: Evidence
  readonly certificates: ReadonlyMap<Sha256, Certificate>
  readonly stores: ReadonlyMap<string, TrustStore>
  readonly chains: readonly ObservedChain[]
  /** Everything above one chain, whatever the store. */
  readonly graph: (chain: ObservedChain) => PathGraph
  /** One chain with what was fetched for it; `null`: nothing was. */
  readonly fetched: (chain: ObservedChain) => WithFetched | null
  /** What a client that sends `hello` sees of the chain: the same value for the same question. */
  readonly scenario: (chain: ObservedChain, store: TrustStore, hello: HelloClass) => ObservedScenario
}

/** What worlds share, so that a second one over the same certificates costs no reading and no signature. */
export interface Workshop {
  readonly certificate: (sha256: Sha256, base64: string) => Certificate
  /** Notes the octets of a certificate that evidence will hold: they need not be decoded for it. */
  readonly note: (sha256: Sha256, der: Uint8Array) => void
  /** An anchor that the evidence holds without a certificate (`x509/anchor-record.ts`). */
  readonly anchor: (packed: string) => Certificate
  readonly verify: SignatureVerifier
}

/** A workshop that keeps what it has read. `verify` settles signatures; see `recordedSignatures` for a world without one. */
export function workshop(verify: SignatureVerifier): Workshop {
  const read = new Map<Sha256, Certificate>()
  const noted = new Map<Sha256, Uint8Array>()
  const anchors = new Map<string, Certificate>()
  return {
    verify,
    anchor: (packed) => {
      let anchor = anchors.get(packed)
      if (anchor === undefined) anchors.set(packed, (anchor = anchorCertificate(unpackAnchor(packed, []))))
      return anchor
    },
    note: (sha256, der) => noted.set(sha256, der),
    certificate: (sha256, base64) => {
      let certificate = read.get(sha256)
      if (certificate === undefined) {
        certificate = readCertificate(noted.get(sha256) ?? decodeBase64(base64).bytes, sha256)
        read.set(sha256, certificate)
      }
      return certificate
    },
  }
}

/** The world of one evidence. Never throws: a reference to a certificate that the evidence does not hold is left out. */
export function world(evidence: Evidence, shop: Workshop): World {
  const certificates = new Map<Sha256, Certificate>()
  for (const [sha256, base64] of Object.entries(evidence.certs) as [Sha256, string][]) {
    certificates.set(sha256, shop.certificate(sha256, base64))
  }
  for (const [sha256, packed] of Object.entries(evidence.anchors ?? {}) as [Sha256, string][]) {
    // What was observed has its octets, and wins: equal certificates must be one object.
    if (certificates.has(sha256)) continue
    const anchor = shop.anchor(packed)
    if (anchor.sha256 === sha256) certificates.set(sha256, anchor)
  }
  const pick = (ids: readonly Sha256[]) => ids.flatMap((id) => certificates.get(id) ?? [])
  const stores = new Map(evidence.stores.map((s) => [s.id, readStore(s, pick)]))
  const { verify, isSpent } = withRecorded(evidence, certificates, shop.verify)
  const all = [...stores.values()]
  const above = (sent: readonly Certificate[]): BudgetedGraph => ({ ...pathGraph(sent, all, verify), isSpent })
  const graphs = new Map<ObservedChain, PathGraph>()
  const graphOf = (chain: ObservedChain): PathGraph => {
    let graph = graphs.get(chain)
    if (graph === undefined) graphs.set(chain, (graph = above(chain.sent)))
    return graph
  }
  const fetches = new Map<ObservedChain, WithFetched | null>()
  const fetchedOf = (chain: ObservedChain): WithFetched | null => {
    let known = fetches.get(chain)
    if (known === undefined) {
      const further = fetchedAbove(chain.sent, evidence.fetched ?? [], certificates)
      const sent = [...chain.sent, ...further]
      fetches.set(chain, (known = further.length === 0 ? null : { sent, graph: above(sent) }))
    }
    return known
  }
  const scenarios = new Map<ObservedChain, ObservedScenario[]>()
  const scenarioOf = (chain: ObservedChain, store: TrustStore, facts: TlsFacts | null): ObservedScenario => {
    const tlsVersion = facts?.version ?? null
    const keyExchange = keyExchangeIn(facts)
    const stapled = stapledIn(facts)
    const timestamps = timestampsIn(facts)
    const known = scenarios.get(chain) ?? []
    let scenario = known.find(
      (s) =>
        s.store === store &&
        s.tlsVersion === tlsVersion &&
        s.keyExchange === keyExchange &&
        s.stapled === stapled &&
        s.timestamps?.join() === timestamps?.join(),
    )
    if (scenario === undefined) {
      const fetched = fetchedOf(chain)
      scenario = {
        graph: graphOf(chain),
        sent: chain.sent,
        store,
        host: evidence.target.host,
        tlsVersion,
        ...(keyExchange === undefined ? {} : { keyExchange }),
        stapled,
        timestamps,
        ...(fetched === null ? {} : { fetched }),
      }
      scenarios.set(chain, [...known, scenario])
    }
    return scenario
  }
  return {
    evidence,
    certificates,
    stores,
    chains: distinctChains(evidence.sends, pick),
    graph: graphOf,
    fetched: fetchedOf,
    scenario: (chain, store, hello) => scenarioOf(chain, store, factsOf(chain, hello)),
  }
}

function readStore(store: StoreEvidence, pick: (ids: readonly Sha256[]) => readonly Certificate[]): TrustStore {
  if ('unreadable' in store) return unreadableStore(store.id, store.origin, store.unreadable)
  const all = pick(store.anchors)
  const unheld = store.anchors.length - all.length
  const settings = (c: Certificate): TrustSettings | undefined => store.settings?.[c.sha256]
  const those = (isHeld: (c: Certificate) => boolean): TrustStore =>
    trustStore(store.id, store.origin, all.filter(isHeld), store.settings)
  const read = those((c) => !isForOthers(settings(c)))
  const hasEntries = (c: Certificate): boolean => settings(c)?.entries !== undefined
  return {
    ...read,
    ...(unheld === 0 ? {} : { unheld }),
    ...(all.some(hasEntries) ? { withEntries: those((c) => !isForOthers(settings(c)) || hasEntries(c)) } : {}),
  }
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'

/** Whether the store itself says that it does not trust the certificate for TLS servers: then nobody who asks it has that anchor. */
function isForOthers(settings: TrustSettings | undefined): boolean {
  if (settings?.binds !== 'everyone') return false
  const { trusts, rejects } = settings
  const isNamed = (purposes: readonly Oid[]): boolean => purposes.includes(serverAuth) || purposes.includes(anyPurpose)
  return isNamed(rejects) || (trusts.length > 0 && !isNamed(trusts))
}

function distinctChains(
  sends: readonly Send[],
  pick: (ids: readonly Sha256[]) => readonly Certificate[],
): readonly ObservedChain[] {
  const byContent = new Map<string, { sent: readonly Certificate[]; sends: Send[] }>()
  for (const send of sends) {
    if (send.outcome.kind !== 'chain') continue
    const { chain } = send.outcome
    const key = chain.join()
    const known = byContent.get(key)
    if (known === undefined) byContent.set(key, { sent: pick(chain), sends: [send] })
    else known.sends.push(send)
  }
  return [...byContent.values()].map(({ sent, sends: seen }, i) => ({ id: `chain ${i + 1}`, sent, sends: seen }))
}

/** The handshake in which this class of hello drew the chain; `null` when the chain came from a file. */
function factsOf({ sends }: ObservedChain, hello: HelloClass): TlsFacts | null {
  const drawn = sends.find((s) => s.hello === hello)
  return drawn?.outcome.kind === 'chain' ? drawn.outcome.tls : null
}

/** By the name of the suite (RFC 5246 appendix C, RFC 8422 §6); a suite that our hello alone would draw is taken for the client's. */
function keyExchangeIn(facts: TlsFacts | null): Scenario['keyExchange'] {
  const cipher = facts?.cipher ?? ''
  if (cipher.startsWith('TLS_ECDHE_') || cipher.startsWith('TLS_DHE_')) return 'signed'
  // Of RC4 and 3DES it is not known whether the client has them.
  return cipher.startsWith('TLS_RSA_WITH_AES_') ? 'static' : undefined
}

/** Every hello of a capture asks for a staple (RFC 6066 §8), so that none came is an answer. */
function stapledIn(facts: TlsFacts | null): Stapled {
  if (facts === null) return 'not-seen'
  return facts.ocsp === null ? 'no' : 'yes'
}

/** Every hello of our prober asks for timestamps (RFC 6962 §3.3.1), so that none came is an answer; Node's own hello does not. */
function timestampsIn(facts: TlsFacts | null): readonly UnixSeconds[] | null {
  if (facts === null || facts.ocsp !== null) return null
  if (facts.scts === null) return facts.by === 'prober' ? [] : null
  const { bytes, invalidAt } = decodeBase64(facts.scts)
  const list = invalidAt === null ? readTimestampList(bytes, 0, bytes.length) : null
  return list?.map((s) => s.timestamp) ?? null
}

/**
 * What can be computed here is; the facts of the evidence answer for the rest, as in a browser that can compute nothing. An anchor
 * without octets has no signature to compute: the evidence knows which key made it, and then no other did.
 *
 * The budget goes to what the evidence records first: sealed evidence whose budget is spent says the same wherever it is replayed.
 */
function withRecorded(
  evidence: Evidence,
  certificates: ReadonlyMap<Sha256, Certificate>,
  verify: SignatureVerifier,
): Pick<BudgetedGraph, 'isSpent'> & { readonly verify: SignatureVerifier } {
  if (evidence.signatures.length === 0 && evidence.anchors === undefined) return withinBudget(verify, signatureBudget)
  const facts = new Map<string, SignatureFact>()
  const settled = new Set<Sha256>()
  let left = signatureBudget
  for (const { child, issuer, fact } of evidence.signatures) {
    const key = certificates.get(issuer)?.subjectPublicKeyInfo.raw
    const signed = certificates.get(child)
    if (key === undefined || signed === undefined) continue
    const isFree = key === signed.subjectPublicKeyInfo.raw || hasNoOctets(signed)
    if (!isFree && left-- <= 0) continue
    facts.set(`${child}${key}`, fact)
    if (fact === 'valid') settled.add(child)
  }
  const further = withinBudget(verify, Math.max(left, 0))
  return {
    isSpent: further.isSpent,
    verify: (child, key) => {
      const recorded = facts.get(`${child.sha256}${key.raw}`)
      if (hasNoOctets(child)) return recorded ?? (settled.has(child.sha256) ? 'invalid' : 'not-recorded')
      const own = recorded === undefined ? further.verify(child, key) : verify(child, key)
      return own === 'valid' || own === 'invalid' ? own : (recorded ?? own)
    },
  }
}

/** For a world that can compute nothing itself: every fact must be in the evidence. */
export const recordedSignatures: SignatureVerifier = () => 'not-recorded'
