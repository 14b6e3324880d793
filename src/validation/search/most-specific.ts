import type { Certificate } from '../../model/certificate.ts'
import { type Failure, type FailureCode, noIssuerCodes } from '../../model/failure.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { MostSpecificVerifier } from '../../model/verifier.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { toHex } from '../../x509/hex.ts'
import { keyFailure } from '../checks/algorithms.ts'
import { isFatal, isWebpkiError, type WebpkiFault, webpkiFailure, webpkiRank } from '../checks/webpki-error.ts'
import { webpkiConstraintFault } from '../checks/webpki-name-constraints.ts'
import { limitsError, validityFault } from '../checks/webpki-own-fields.ts'
import { type Anchor, type Node, webpkiNodes, type WebpkiNodes } from './most-specific-nodes.ts'
import type { Search } from './search.ts'

/**
 * webpki (rustls/webpki 0.103.13: src/verify_cert.rs, build_chain_inner): depth first; at each height the certificate itself, then the
 * anchors of its issuer's name, then what was sent, in its order. The first path that passes wins, else the weightiest error of all
 * that were met is told. The name is compared behind the path (rustls 0.23.40: src/webpki/server_verifier.rs), and the signature of
 * the handshake last.
 */
export const mostSpecific: Search<MostSpecificVerifier> = (scenario, verifier, identity) => {
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const nodes = webpkiNodes(target, scenario, verifier)
  return (at) => new PathBuilding(verifier, nodes, at).verdict(identity)
}

/**
 * Candidates that one search may look at here, whatever the client allows: more than its steps come to where a name has ten holders. A mesh
 * of a hundred, which any server can send, would otherwise take too long at every edge of a timeline.
 */
const mostLooks = 2_000_000

class PathBuilding {
  private readonly trace: Failure[] = []
  private readonly met = new Set<WebpkiFault>()
  private readonly path: Node[] = []
  /** The weightiest error, and the path that it was met on. */
  private told: { readonly failure: Failure; readonly path: readonly Certificate[]; readonly rank: number } | null = null
  private signatures = 0
  private looks = 0
  private steps = 0
  private comparisons = 0
  private state: 'open' | 'spent' | 'too-large' = 'open'
  private readonly verifier: MostSpecificVerifier
  private readonly nodes: WebpkiNodes
  private readonly at: UnixSeconds

  constructor(verifier: MostSpecificVerifier, nodes: WebpkiNodes, at: UnixSeconds) {
    this.verifier = verifier
    this.nodes = nodes
    this.at = at
  }

  verdict(identity: () => Failure | null): Verdict {
    const { target, unusable } = this.nodes
    if (unusable !== null) return rejected(unusable, [unusable], [])
    if ('error' in target) return this.rejection(target.certificate, webpkiFailure(target, 0, target.certificate))
    this.path.push(target)
    const anchor = this.extend(target)
    if (this.state === 'too-large') {
      return {
        kind: 'undetermined',
        missing: [`what a search of more than ${mostLooks} steps comes to: the chain and the store branch too often`],
      }
    }
    if (anchor === null) return this.rejection(target.certificate, null)
    const path = { certificates: this.path.map(({ certificate }) => certificate), anchor }
    const failure = this.nameFailure(target, identity) ?? targetKeyFailure(target.certificate, this.verifier)
    return failure === null
      ? { kind: 'accepted', path }
      : { kind: 'rejected', told: failure, trace: [...this.trace, failure], path }
  }

  /** The anchor above the path, whose last certificate this is; the path then is the one that passed. */
  private extend(node: Node): Certificate | null {
    const place = this.path.length - 1
    const own = this.ownFault(node, place)
    if (own !== null) return this.note(own, place, node.certificate)
    for (const anchor of node.anchors()) {
      if (this.isAccepted(anchor)) return anchor.certificate
      if (this.state !== 'open') return null
    }
    let isDead = node.anchors().length === 0
    for (const candidate of node.candidates()) {
      if (++this.looks > mostLooks) {
        this.state = 'too-large'
        return null
      }
      if ('error' in candidate) {
        this.note(candidate, null, candidate.certificate)
        continue
      }
      if (this.path.some((c) => c.key === candidate.key && c.subject === candidate.subject)) continue
      isDead = false
      if (++this.steps > this.verifier.budget.steps) {
        this.state = 'spent'
        return this.note({ error: 'MaximumPathBuildCallsExceeded' }, null, null)
      }
      if (place >= this.verifier.budget.depth) {
        this.note(tooLong, null, null)
        continue
      }
      this.path.push(candidate)
      const found = this.extend(candidate)
      if (found !== null) return found
      this.path.pop()
      if (this.state !== 'open') return null
    }
    if (isDead) this.note(node.noIssuer, place, node.certificate, deadEnd(node.certificate, place))
    return null
  }

  /** check_issuer_independent_properties. */
  private ownFault(node: Node, place: number): WebpkiFault | null {
    const { validity, limits, purpose } = node.own()
    const dated = validityFault(validity, this.at, this.verifier.notAfter)
    if (dated !== null) return node.sole(dated)
    const limited = limitsError(limits, place)
    if (limited !== null) return node.sole({ error: limited })
    if (purpose === null || (place > 0 && this.verifier.purpose.issuers === 'none')) return null
    const isMalformed = purpose === 'BadDer'
    return node.sole({ error: purpose, ...(!isMalformed && { code: place === 0 ? 'purpose-target' : 'purpose-ca' }) })
  }

  /** check_signed_chain and check_signed_chain_name_constraints: from the anchor's side down. */
  private isAccepted(anchor: Anchor): boolean {
    let issuer = anchor.certificate
    let key = anchor.read.key
    for (let i = this.path.length - 1; i >= 0; i--) {
      const node = this.path[i]
      if (node === undefined) return false
      const isSpent = ++this.signatures > this.verifier.budget.signatures
      const fault = isSpent ? noSignatures : node.signatureFault(issuer, key)
      if (fault !== null) return this.refuse(fault, i, node.certificate, anchor.certificate)
      issuer = node.certificate
      key = node.read.key
    }
    const spend = (): boolean => ++this.comparisons <= this.verifier.budget.comparisons
    let holder = anchor.certificate
    let constraints = this.verifier.names.anchor ? anchor.read.nameConstraints : undefined
    for (let i = this.path.length - 1; i >= 0; i--) {
      const node = this.path[i]
      if (node === undefined) return false
      if (constraints !== undefined) {
        const below = this.path.slice(0, i + 1).toReversed()
        const met = webpkiConstraintFault(constraints, below, this.verifier.constraints, spend)
        if (met !== null) {
          const place = met.by === null ? i + 1 : i - below.findIndex((one) => one === met.by)
          return this.refuse(met.fault, place, met.by?.certificate ?? holder, anchor.certificate)
        }
      }
      holder = node.certificate
      constraints = node.read.extensions.get('2.5.29.30')
    }
    return true
  }

  /** A path to an anchor that does not pass. */
  private refuse(fault: WebpkiFault, place: number, certificate: Certificate, anchor: Certificate): false {
    if (isFatal(fault)) this.state = 'spent'
    this.note(fault, isFatal(fault) ? null : place, isFatal(fault) ? null : certificate, undefined, anchor)
    return false
  }

  /** Error::most_specific: of two errors with one weight the first is kept. The same error of the same certificate is noted once. */
  private note(
    fault: WebpkiFault,
    at: number | null,
    certificate: Certificate | null,
    failure?: Failure,
    anchor?: Certificate,
  ): null {
    if (this.met.has(fault)) return null
    this.met.add(fault)
    const own = failure ?? webpkiFailure(fault, at, certificate)
    this.trace.push(own)
    const rank = webpkiRank(fault)
    if (this.told !== null && rank <= this.told.rank) return null
    const path = this.path.map((node) => node.certificate)
    this.told = { failure: own, path: anchor === undefined ? path : [...path, anchor], rank }
    return null
  }

  private rejection(target: Certificate, unread: Failure | null): Verdict {
    const { trace } = this
    if (unread !== null) return rejected(unread, [unread], [target])
    const told: Failure = this.told?.failure ?? { code: 'issuer-not-found', at: 0, certificate: target }
    const isOfTarget = trace.length === 1 && trace[0]?.at === 0
    if (this.verifier.errors === 'target-alone' && !isOfTarget) return rejected(hidden(trace, told), trace, [target])
    return rejected(told, trace, this.told?.path ?? [target])
  }

  /** Alternative names that cannot be read to their end are an error of their own, unless the host stands before it. */
  private nameFailure(target: Node, identity: () => Failure | null): Failure | null {
    const presented = this.nodes.presented()
    if (presented === true) return null
    return isWebpkiError(presented) ? webpkiFailure({ error: presented }, 0, target.certificate) : identity()
  }
}

const tooLong: WebpkiFault = { error: 'MaximumPathDepthExceeded' }
const noSignatures: WebpkiFault = { error: 'MaximumSignatureChecksExceeded' }

const rejected = (told: Failure, trace: readonly Failure[], certificates: readonly Certificate[]): Verdict => ({
  kind: 'rejected',
  told,
  trace,
  path: { certificates, anchor: null },
})

function deadEnd(last: Certificate, at: number): Failure {
  const code: FailureCode = !isSelfIssued(last) ? 'issuer-not-found' : at === 0 ? 'self-signed-target' : 'self-signed-in-chain'
  return { code, at, certificate: last }
}

/** webpki 0.22 has one word for all that went wrong above the target: the first that did is marked so (`detail`). */
function hidden(trace: Failure[], fallback: Failure): Failure {
  const index = Math.max(
    0,
    trace.findIndex((f) => !noIssuerCodes.includes(f.code)),
  )
  const found = trace[index] ?? fallback
  const failure: Failure = { ...found, params: { ...found.params, detail: 'hidden' } }
  trace[index] = failure
  return failure
}

/** What the signature of the handshake fails at: an algorithm of the key for which there is none, or the key. */
function targetKeyFailure(target: Certificate, { algorithms }: MostSpecificVerifier): Failure | null {
  const { key, algorithm } = target.subjectPublicKeyInfo
  const failure: Failure = { code: 'target-key-weak', at: 0, certificate: target }
  const weak = keyFailure(target.subjectPublicKeyInfo, algorithms)
  if (key.kind === 'unknown' || weak === 'signature-unsupported')
    return { ...failure, params: { keyAlgorithm: toHex(algorithm.der) } }
  return weak === null && key.kind !== 'malformed' ? null : failure
}
