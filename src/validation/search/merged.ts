import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { MergedVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { keyFitsScheme } from '../checks/algorithms.ts'
import { mergedChecks } from '../checks/merged-checks.ts'
import { checkNameConstraints } from '../checks/name-constraints.ts'
import { validity } from '../checks/validity.ts'
import { timestampsOf } from '../timestamps-of.ts'
import type { Search } from './search.ts'

/**
 * mozilla::pkix (BuildCertChain, lib/mozpkix/lib/pkixbuild.cpp): from the target upwards over anchors, then sent certificates; what is
 * wrong with an issuer itself stops the way there, and a signature is looked at once a way up to an anchor is known. Where several
 * issuers fail for different reasons, the issuer is unknown. What is wrong with the target itself is told only once a path is there.
 */
export const merged: Search<MergedVerifier> = (scenario, verifier, _identity) => {
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const checks = mergedChecks(scenario, verifier)
  return (at) => {
    const search = new MergedSearch(scenario, verifier, checks, at)
    const result = search.build([target])
    if (search.isTooLarge) return { kind: 'undetermined', missing: [tooLarge] }
    if (!('told' in result)) return stapled(result, scenario, verifier)
    const isUnknown = result.told.code === 'issuer-not-found'
    if (isUnknown && search.lacksIssuer && verifier.runtimeStores.includes(scenario.store.id) && isLogged(target, scenario))
      return {
        kind: 'undetermined',
        missing: ['whether the intermediates that this client knows beforehand hold the missing issuer'],
      }
    const told: Failure =
      isUnknown && isSelfSigned(target, scenario)
        ? { ...result.told, code: 'self-signed-target', at: 0, certificate: target }
        : result.told
    return {
      kind: 'rejected',
      told,
      trace: [...search.trace.filter((f) => f !== result.told), told],
      path: { certificates: result.chain, anchor: null },
    }
  }
}

/**
 * Whether a log saw the target, by what came with it. The intermediates that Firefox knows beforehand stand below roots of its programme, and
 * there it takes no target without timestamps (dev-security-policy, 2025-02-04: Firefox 135). Those that a handshake alone would have brought
 * are taken not to have come where none was seen.
 */
const isLogged = (target: Certificate, scenario: Scenario): boolean =>
  (target.signedCertificateTimestamps?.length ?? 0) + (timestampsOf(scenario)?.length ?? 0) > 0

/** Calls that one search may take here, whatever the client allows: a mesh would otherwise take seconds at every edge of a timeline. */
const mostSteps = 2_000
const tooLarge = `what a search of more than ${mostSteps} steps comes to: the chain and the store branch too often`

/** What a search from one certificate comes to: a path, or the one failure that is told of all ways above it. */
type Outcome = CertificationPath | { readonly told: Failure; readonly chain: readonly Certificate[] }

class MergedSearch {
  readonly trace: Failure[] = []
  /** Our own bound was met before the client's. */
  isTooLarge = false
  /** Somewhere nothing at all bore the issuer's name. */
  lacksIssuer = false
  private steps = 0
  private readonly scenario: Scenario
  private readonly verifier: MergedVerifier
  private readonly checks: ReturnType<typeof mergedChecks>
  private readonly at: UnixSeconds

  constructor(scenario: Scenario, verifier: MergedVerifier, checks: ReturnType<typeof mergedChecks>, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.checks = checks
    this.at = at
  }

  /** BuildForward. */
  build(chain: readonly Certificate[]): Outcome {
    const index = chain.length - 1
    const subject = chain[index]
    if (subject === undefined) return this.fail('path-not-found', null, null, chain)
    const isAnchor = this.isAnchor(subject, index)
    const own = this.ownFailure(subject, index, isAnchor)
    if (own !== null && (index > 0 || isAnchor || isUndecoded(own))) return this.failed(own, chain)
    if (isAnchor) return { certificates: index === 0 ? chain : chain.slice(0, -1), anchor: subject }
    if (index > this.verifier.budget.depth) return this.fail('issuer-not-found', index, subject, chain)
    const found = this.findIssuer(chain, subject)
    if ('told' in found || own === null) return found
    return this.failed(own, found.certificates)
  }

  /** CheckIssuerIndependentProperties: the dates come last. */
  private ownFailure(certificate: Certificate, index: number, isAnchor: boolean): Failure | null {
    const failure = this.checks.ownFailure(certificate, index, isAnchor)
    if (failure !== null) return failure
    const code = validity(certificate, this.at, this.verifier.notAfter)
    return code === null ? null : { code, at: index, certificate, params: index === 0 ? {} : { detail: 'issuer' } }
  }

  private isAnchor({ sha256 }: Certificate, index: number): boolean {
    return this.scenario.store.bySha256.has(sha256) && (index > 0 || this.verifier.targetMayBeAnchor)
  }

  /** FindIssuer, and PathBuildingStep::RecordResult: failures that differ become "unknown issuer". */
  private findIssuer(chain: readonly Certificate[], subject: Certificate): Outcome {
    const place = chain.length - 1
    let merged: { readonly told: Failure; readonly chain: readonly Certificate[] } | null = null
    for (const issuer of this.checks.candidates(subject)) {
      const outcome = this.tryIssuer(chain, subject, issuer)
      if (!('told' in outcome)) return outcome
      if (merged === null) merged = outcome
      else if (!isSameResult(merged.told, outcome.told)) merged = { told: this.noted('issuer-not-found', place, subject), chain }
      if (this.isTooLarge || this.steps > this.verifier.budget.steps) break
    }
    if (merged !== null) return merged
    this.lacksIssuer = true
    return this.fail('issuer-not-found', place, subject, chain)
  }

  /** PathBuildingStep::Check. */
  private tryIssuer(chain: readonly Certificate[], subject: Certificate, issuer: Certificate): Outcome {
    const place = chain.length - 1
    const isMet = (c: Certificate): boolean =>
      c.subject.raw === issuer.subject.raw && c.subjectPublicKeyInfo.raw === issuer.subjectPublicKeyInfo.raw
    if (chain.some(isMet)) return this.fail('issuer-not-found', place, subject, chain)
    const violation = this.nameFailure(chain, issuer)
    if (violation !== null) return this.failed(violation, [...chain, issuer])
    this.steps += 1
    if (this.steps > Math.min(mostSteps, this.verifier.budget.steps)) {
      this.isTooLarge = this.verifier.budget.steps > mostSteps
      return this.fail('issuer-not-found', place, subject, chain)
    }
    const above = this.build([...chain, issuer])
    if ('told' in above) return above
    const { signed } = this.scenario.graph
    if (!keyFitsScheme(subject, issuer.subjectPublicKeyInfo))
      return this.fail('signature-invalid', place, subject, above.certificates)
    return signed(subject, issuer) === 'valid' ? above : this.fail('signature-invalid', place, subject, above.certificates)
  }

  /** CheckNameConstraints (pkixnames.cpp): every certificate below, self-issued or not. */
  private nameFailure(chain: readonly Certificate[], { nameConstraints }: Certificate): Failure | null {
    if (nameConstraints === null) return null
    for (let i = chain.length - 1; i >= 0; i--) {
      const certificate = chain[i]
      if (certificate === undefined) continue
      const found = checkNameConstraints(certificate, i === 0, nameConstraints, this.verifier.names)
      if (found !== null) return { code: found.code, at: i, certificate, params: found.params }
    }
    return null
  }

  private fail(code: FailureCode, at: number | null, certificate: Certificate | null, chain: readonly Certificate[]): Outcome {
    return this.failed({ code, at, certificate }, chain)
  }

  private failed(told: Failure, chain: readonly Certificate[]): Outcome {
    this.trace.push(told)
    return { told, chain }
  }

  private noted(code: FailureCode, at: number, certificate: Certificate): Failure {
    const failure: Failure = { code, at, certificate }
    this.trace.push(failure)
    return failure
  }
}

/** The same result code of the library: a date is told of an issuer in other words than of the target. */
const isSameResult = (a: Failure, b: Failure): boolean => resultOf(a) === resultOf(b)

function resultOf({ code, params }: Failure): string {
  if (code === 'name-excluded' || code === 'name-constraint-unsupported') return 'name-not-permitted'
  return code === 'expired' || code === 'not-yet-valid' ? `${code} ${params?.['detail'] ?? ''}` : code
}

/** BackCert::Init comes before everything else. */
const isUndecoded = ({ code }: Failure): boolean =>
  code === 'certificate-malformed' || code === 'critical-extension-unknown' || code === 'extension-invalid'

const isSelfSigned = (target: Certificate, { graph }: Scenario): boolean =>
  isSelfIssued(target) && graph.signed(target, target) === 'valid'

const statusRequest = 5

/** CheckTLSFeaturesAreSatisfied, for the target; a client that does not know whether a response came cannot tell. */
function stapled(path: CertificationPath, { sent, stapled: came }: Scenario, { staple }: MergedVerifier): Verdict {
  const [target] = sent
  const isDemanded = staple === 'enforced' && target?.tlsFeatures?.includes(statusRequest) === true
  if (!isDemanded || came === 'yes') return { kind: 'accepted', path }
  if (came !== 'no')
    return { kind: 'undetermined', missing: [`the stapled OCSP response that ${target.sha256} demands: no handshake was seen`] }
  const told: Failure = { code: 'staple-missing', at: 0, certificate: target }
  return { kind: 'rejected', told, trace: [told], path }
}
