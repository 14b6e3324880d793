import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { AlgorithmPolicy } from '../../model/policy.ts'
import type { AnchorsFirstVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued, sameEntity } from '../../graph/issuers.ts'
import { commonNames } from '../../x509/name.ts'
import { keyFailure } from '../checks/algorithms.ts'
import { checks } from '../checks/path-checks.ts'
import { validity } from '../checks/validity.ts'
import type { Search } from './search.ts'

/**
 * Conscrypt's TrustManagerImpl (checkTrusted, checkTrustedRecursive, verifyChain): a target whose name and key an anchor has is
 * accepted; otherwise it climbs, anchors first, and what was sent only where no anchor issued the certificate at hand. Anchors are
 * found by name and signature, and nothing else of them is looked at. Intermediates of earlier connections come last: what they are
 * is an unknown input, so that where no usable issuer was sent the verdict is undetermined, unless the target itself is at fault. That
 * one could stand in for an issuer which was sent, as another root's cross-certificate might, is left out of account.
 */
export const anchorsFirst: Search<AnchorsFirstVerifier> = (scenario, verifier, _identity) => (at) => {
  const [target] = scenario.sent
  if (target === undefined) return rejected({ code: 'chain-empty', at: null, certificate: null }, [], none)
  const trusted = (scenario.store.bySubject.get(target.subject.canonical) ?? []).find((a) => sameEntity(a.certificate, target))
  if (trusted !== undefined) return { kind: 'accepted', path: { certificates: [target], anchor: trusted.certificate } }
  return new Climb(scenario, verifier, at).verdict(target)
}

const none: CertificationPath = { certificates: [], anchor: null }

const rejected = (told: Failure, trace: readonly Failure[], path: CertificationPath): Verdict => ({
  kind: 'rejected',
  told,
  trace: trace.length === 0 ? [told] : trace,
  path,
})

class Climb {
  private readonly trace: Failure[] = []
  private last: { readonly failure: Failure; readonly path: CertificationPath } | null = null
  private steps = 0
  /** Tops for which an intermediate that was kept might be found. */
  private readonly open = new Set<Certificate>()
  private readonly scenario: Scenario
  private readonly verifier: AnchorsFirstVerifier
  private readonly at: UnixSeconds

  constructor(scenario: Scenario, verifier: AnchorsFirstVerifier, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.at = at
  }

  verdict(target: Certificate): Verdict {
    const path = this.climb([target])
    if (path !== null) return { kind: 'accepted', path }
    const { steps, keeper } = this.verifier
    if (this.steps > steps) {
      const missing = `what a search of more than ${steps} candidates comes to: the sent chain and the store branch too often`
      return { kind: 'undetermined', missing: [missing] }
    }
    const ownFault = this.faultOf(target)
    if (this.open.size > 0 && ownFault === null)
      return { kind: 'undetermined', missing: [...this.open].map((c) => kept(keeper, c)) }
    const told = this.last?.failure ?? { code: deadEnd(target), at: 0, certificate: target }
    return rejected(told, this.trace, this.last?.path ?? { certificates: [target], anchor: null })
  }

  private climb(chain: readonly Certificate[]): CertificationPath | null {
    const current = chain.at(-1)
    if (current === undefined) return null
    // Step 1: what issues itself ends here, and is no anchor.
    if (isSelfIssued(current))
      return this.fail({ code: deadEnd(current, chain.length), at: chain.length - 1, certificate: current }, chain)
    const anchors = this.anchorsOf(current)
    for (const anchor of anchors) {
      const path = { certificates: chain, anchor }
      const failure = this.judge(chain, anchor)
      if (failure === null) return path
      this.note(failure, path)
    }
    let isOpen = anchors.length === 0
    for (const issuer of this.scenario.sent.slice(1)) {
      if (chain.includes(issuer) || issuer.subject.canonical !== current.issuer.canonical) continue
      if (++this.steps > this.verifier.steps) return null
      const unfit = validity(issuer, this.at, this.verifier.notAfter) ?? weakness(issuer, false, this.verifier.strength)
      if (unfit !== null) {
        this.note(
          { code: unfit, at: chain.length, certificate: issuer, params: { pruned: 'yes' } },
          { certificates: chain, anchor: null },
        )
        continue
      }
      isOpen = false
      const found = this.climb([...chain, issuer])
      if (found !== null) return found
    }
    if (isOpen) this.open.add(current)
    if (this.last !== null) return null
    return this.fail({ code: 'issuer-not-found', at: chain.length - 1, certificate: current }, chain)
  }

  /** TrustedCertificateIndex.findAllByIssuerAndSignature. */
  private anchorsOf(child: Certificate): readonly Certificate[] {
    const namesakes = (this.scenario.store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
    const issuers = namesakes.filter((c) => this.scenario.graph.signed(child, c) === 'valid')
    // CertificatePriorityComparator: self-issued ones, then those that end last, then those that begin last.
    return issuers.toSorted(
      (a, b) => Number(isSelfIssued(b)) - Number(isSelfIssued(a)) || b.notAfter - a.notAfter || b.notBefore - a.notBefore,
    )
  }

  /** ChainStrengthAnalyzer for the certificates below the anchor, then the validator on them. */
  private judge(chain: readonly Certificate[], anchor: Certificate): Failure | null {
    for (const [at, certificate] of chain.entries()) {
      const code = weakness(certificate, at === 0, this.verifier.strength)
      if (code !== null) return { code, at, certificate, params: { pruned: 'yes' } }
    }
    const { validator } = this.verifier
    const path = [...chain, anchor]
    for (const pass of validator.onPath) {
      for (let index = chain.length - 1; index >= 0; index--) {
        const certificate = chain[index]
        if (certificate === undefined) continue
        const input = { path, index, certificate, anchor, verifier: validator, at: this.at, signed: this.scenario.graph.signed }
        for (const id of pass) {
          const failure = checks[id](input)
          if (failure !== null) return { ...failure, at: failure.at ?? index, certificate: failure.certificate ?? certificate }
        }
      }
    }
    return null
  }

  /** What no other path could mend. */
  private faultOf(target: Certificate): FailureCode | null {
    return (
      validity(target, this.at, this.verifier.notAfter) ??
      weakness(target, true, this.verifier.strength) ??
      (isSelfIssued(target) ? 'self-signed-target' : null)
    )
  }

  private fail(failure: Failure, chain: readonly Certificate[]): null {
    this.note(failure, { certificates: chain, anchor: null })
    return null
  }

  private note(failure: Failure, path: CertificationPath): void {
    this.trace.push(failure)
    this.last = { failure, path }
  }
}

const deadEnd = (certificate: Certificate, height = 1): FailureCode =>
  !isSelfIssued(certificate) ? 'issuer-not-found' : height === 1 ? 'self-signed-target' : 'self-signed-in-chain'

/** ChainStrengthAnalyzer.checkCert: the certificate's own key, then the digest of its signature. */
function weakness(certificate: Certificate, isTarget: boolean, policy: AlgorithmPolicy): FailureCode | null {
  if (keyFailure(certificate.subjectPublicKeyInfo, policy) !== null) return isTarget ? 'target-key-weak' : 'ca-key-weak'
  const { hash } = certificate.signatureScheme
  return hash !== null && policy.refusedDigests.includes(hash) ? 'ca-digest-weak' : null
}

const kept = (keeper: string, { issuer, subject }: Certificate): string =>
  `whether ${keeper} keeps an intermediate "${commonNames(issuer).at(-1) ?? ''}" that issued "${commonNames(subject).at(-1) ?? ''}" from an earlier connection`
