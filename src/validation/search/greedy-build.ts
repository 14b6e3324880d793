import type { Certificate } from '../../model/certificate.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { TrustAnchor } from '../../model/trust-store.ts'
import { countsAsSelfSigned, isEligibleIssuer, preferredIssuer } from './greedy-select.ts'

/** The one path that was built, trusted or not. `sent` counts the links that came from the server, from the target on. */
export interface BuiltPath {
  readonly chain: readonly Certificate[]
  readonly sent: number
  /** `null`: trusted. Otherwise what the builder says of the last certificate. */
  readonly failure: FailureCode | null
  /** With `path-too-long`: what would have been said otherwise. */
  readonly beyond: FailureCode | null
  /** Whether the time chose between issuers: otherwise the same path is built at every instant. */
  readonly hangsOnTime: boolean
}

type Trust = 'trusted' | 'rejected' | 'untrusted'

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'

/**
 * X509_check_trust for TLS servers (crypto/x509/x509_trust.c): settings beside the certificate decide; without
 * any, a self-signed certificate of the store is trusted.
 */
function trustOf(anchor: TrustAnchor, verifier: GreedyVerifier): Trust {
  const { settings, certificate } = anchor
  if (settings !== null) {
    if (settings.rejects.some((p) => p === serverAuth || p === anyPurpose)) return 'rejected'
    if (settings.trusts.length > 0)
      return settings.trusts.some((p) => p === serverAuth || p === anyPurpose) ? 'trusted' : 'rejected'
  }
  return countsAsSelfSigned(certificate, verifier) ? 'trusted' : 'untrusted'
}

/** What both builders share: the chain so far and the look-ups. */
class Builder {
  readonly chain: Certificate[]
  sent = 1
  hangsOnTime = false
  private readonly pool: Certificate[]
  private readonly scenario: Scenario
  private readonly verifier: GreedyVerifier
  private readonly at: UnixSeconds

  constructor(scenario: Scenario, verifier: GreedyVerifier, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.at = at
    this.chain = [target(scenario)]
    // The pool is all that was sent; before 1.1.0 a certificate may come up in a path again.
    this.pool = verifier.first === 'sent' ? [...scenario.sent] : scenario.sent.slice(1)
  }

  get last(): Certificate {
    return this.chain.at(-1) ?? target(this.scenario)
  }

  isSelfSigned(certificate: Certificate): boolean {
    return countsAsSelfSigned(certificate, this.verifier)
  }

  /** 1.0.2 asks X509_check_issued(x, x): keyUsage counts, the self-signed flag does not. */
  issuesItself(certificate: Certificate): boolean {
    return isEligibleIssuer(certificate, certificate, this.verifier)
  }

  /** X509_STORE_CTX_get1_issuer (crypto/x509/x509_lu.c) does not look at the chain: a loop in the store ends with its length. */
  fromStore(child: Certificate): Certificate | null {
    const { scenario, verifier } = this
    const eligible: Certificate[] = []
    for (const { certificate } of scenario.store.bySubject.get(child.issuer.canonical) ?? [])
      if (isEligibleIssuer(child, certificate, verifier)) eligible.push(certificate)
    return this.choose(eligible)
  }

  /** Takes the issuer out of what was sent. */
  fromSent(child: Certificate): Certificate | null {
    const { verifier, chain, pool } = this
    const eligible: Certificate[] = []
    for (const candidate of pool)
      if ((verifier.first === 'sent' || !chain.includes(candidate)) && isEligibleIssuer(child, candidate, verifier))
        eligible.push(candidate)
    const issuer = this.choose(eligible)
    if (issuer !== null) this.pool.splice(this.pool.indexOf(issuer), 1)
    return issuer
  }

  private choose(eligible: readonly Certificate[]): Certificate | null {
    if (eligible.length > 1 && this.verifier.prefer !== 'first') this.hangsOnTime = true
    return preferredIssuer(eligible, this.verifier, this.at)
  }

  /** check_trust: the first link from the store that has an opinion decides. */
  trust(): Trust {
    for (let i = this.sent; i < this.chain.length; i++) {
      const certificate = this.chain[i]
      if (certificate === undefined) break
      const anchor = this.scenario.store.bySha256.get(certificate.sha256)
      const trust = anchor === undefined ? 'untrusted' : trustOf(anchor, this.verifier)
      if (trust !== 'untrusted') return trust
    }
    if (!this.verifier.partialChain) return 'untrusted'
    if (this.sent < this.chain.length) return 'trusted'
    return this.targetIsInStore()
  }

  /** With partial chains, and as the last resort: the target itself stands in the store. */
  private targetIsInStore(): Trust {
    const anchor = this.scenario.store.bySha256.get(target(this.scenario).sha256)
    if (anchor === undefined) return 'untrusted'
    if (trustOf(anchor, this.verifier) === 'rejected') return 'rejected'
    this.sent = 0
    return 'trusted'
  }
}

const target = (scenario: Scenario): Certificate => {
  const [first] = scenario.sent
  if (first === undefined) throw new RangeError('a scenario holds at least the target')
  return first
}

/** Builds the path as the verifier's release does. */
export function buildGreedily(scenario: Scenario, verifier: GreedyVerifier, at: UnixSeconds): BuiltPath {
  const builder = new Builder(scenario, verifier, at)
  return verifier.first === 'store' ? storeFirst(builder, verifier) : sentFirst(builder, verifier)
}

/**
 * OpenSSL 1.1.0 and later with X509_V_FLAG_TRUSTED_FIRST, its default (build_chain, crypto/x509/x509_vfy.c): at each
 * step the store is asked before the pool; once the store has answered the pool is out.
 */
function storeFirst(b: Builder, verifier: GreedyVerifier): BuiltPath {
  let trust: Trust = 'untrusted'
  let selfSigned = b.isSelfSigned(b.last)
  let poolIsOpen = true
  while (trust === 'untrusted') {
    // The limit is on certificates below the anchor: one more may be found, and is then one too many.
    const full = b.chain.length > verifier.maxDepth + 1
    const issuer = full ? null : b.fromStore(b.last)
    if (issuer !== null && !selfSigned) {
      b.chain.push(issuer)
      selfSigned = b.isSelfSigned(issuer)
      poolIsOpen = false
      trust = b.trust()
      if (trust === 'untrusted' && !selfSigned) continue
    } else if (issuer !== null && b.sent === b.chain.length && issuer.sha256 === b.last.sha256) {
      // A self-signed certificate that was sent counts only if the store holds the very same one.
      b.chain[b.chain.length - 1] = issuer
      b.sent -= 1
      poolIsOpen = false
      trust = b.trust()
    }
    if (trust !== 'untrusted' || !poolIsOpen) break
    const next = selfSigned || full ? null : b.fromSent(b.last)
    if (next === null) break
    b.chain.push(next)
    b.sent += 1
    selfSigned = b.isSelfSigned(next)
  }
  const tooLong = b.chain.length > verifier.maxDepth + 1
  if (trust === 'untrusted' && !tooLong && b.sent === b.chain.length) trust = b.trust()
  const failure = storeFirstFailure(b, trust, selfSigned)
  const isCut = tooLong && trust === 'untrusted'
  return built(b, isCut ? 'path-too-long' : failure, isCut ? failure : null)
}

function storeFirstFailure(b: Builder, trust: Trust, selfSigned: boolean): FailureCode | null {
  if (trust === 'trusted') return null
  if (trust === 'rejected') return 'anchor-rejected'
  if (selfSigned) return b.chain.length === 1 ? 'self-signed-target' : 'self-signed-in-chain'
  return b.sent < b.chain.length ? 'issuer-of-anchor-not-found' : 'issuer-not-found'
}

/**
 * OpenSSL 1.0.x (X509_verify_cert, crypto/x509/x509_vfy.c at 1.0.2): the pool first, as far as it goes; then the
 * store. Where that ends untrusted, and alternate paths are known (1.0.1n, 1.0.2b), the path is cut at the
 * highest certificate that has an issuer in the store. A path that is trusted and then fails is not tried again.
 */
function sentFirst(b: Builder, verifier: GreedyVerifier): BuiltPath {
  while (b.chain.length <= verifier.maxDepth && !b.issuesItself(b.last)) {
    const issuer = b.fromSent(b.last)
    if (issuer === null) break
    b.chain.push(issuer)
    b.sent += 1
  }
  let failure: FailureCode | null = null
  let dropped: Certificate | null = null
  let height = b.chain.length
  let trust: Trust
  for (;;) {
    if (b.issuesItself(b.last)) {
      if (b.chain.length === 1) {
        const copy = b.fromStore(b.last)
        if (copy === null || copy.sha256 !== b.last.sha256) failure = 'self-signed-target'
        else {
          b.chain[0] = copy
          b.sent = 0
        }
      } else if (b.sent === b.chain.length) {
        dropped = b.chain.pop() ?? null
        b.sent -= 1
        height -= 1
      }
    }
    while (b.chain.length <= verifier.maxDepth && !b.issuesItself(b.last)) {
      const issuer = b.fromStore(b.last)
      if (issuer === null) break
      b.chain.push(issuer)
    }
    trust = b.trust()
    if (trust !== 'untrusted' || !verifier.alternatePaths) break
    let cut = 0
    for (let j = height - 1; j >= 1 && cut === 0; j--) {
      const below = b.chain[j - 1]
      if (below !== undefined && b.fromStore(below) !== null) cut = j
    }
    if (cut === 0) break
    b.chain.length = cut
    b.sent = Math.min(b.sent, cut)
    height = cut
  }
  if (trust === 'trusted') return built(b, null)
  if (trust === 'rejected') return built(b, 'anchor-rejected')
  if (failure !== null) return built(b, failure)
  if (dropped !== null && isEligibleIssuer(b.last, dropped, verifier)) {
    b.chain.push(dropped)
    b.sent = b.chain.length
    return built(b, 'self-signed-in-chain')
  }
  return built(b, b.sent < b.chain.length ? 'issuer-of-anchor-not-found' : 'issuer-not-found')
}

const built = (
  { chain, sent, hangsOnTime }: Builder,
  failure: FailureCode | null,
  beyond: FailureCode | null = null,
): BuiltPath => ({ chain, sent, failure, beyond, hangsOnTime })
