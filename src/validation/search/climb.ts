import { sameBytes } from '../../graph/issuers.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { ClimbVerifier } from '../../model/verifier.ts'
import { hasUndecodedExtension, unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { isNssRoot, nssBasicConstraints, nssMayIssueForTls, nssServesTls } from '../checks/nss-cert-type.ts'
import { nssOutside } from '../checks/nss-dates.ts'
import { nssDatabase, nssReusedSerial } from '../checks/nss-import.ts'
import { nssConstraintViolation } from '../checks/nss-name-constraints.ts'
import { nssSignatureFailure } from '../checks/nss-signature.ts'
import { bestIssuer, type IssuerCandidates, issuerCandidates } from './climb-issuer.ts'
import { type NssLogEntry, nssLog } from './nss-log.ts'
import type { Search } from './search.ts'

/**
 * NSS (CERT_VerifyCertificate and cert_VerifyCertChainOld, lib/certhigh/certvfy.c, 3.87): the target's dates, key usage and type, then one
 * issuer a step until a trusted one is met. With `errors: 'log'` most failures do not end it; all are told, by their place.
 */
export const climb: Search<ClimbVerifier> = (given, verifier, _identity) => {
  const scenario = { ...given, store: nssDatabase(given.store) }
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const candidates = issuerCandidates(scenario)
  const reused = nssReusedSerial(scenario.sent, scenario.store)
  return (at) => {
    const ascent = new Ascent(scenario, verifier, candidates, at)
    ascent.run(target, reused)
    return ascent.verdict()
  }
}

/** One step up: `depth` of the subject, and how many certificates below count for a path length. */
interface Step {
  readonly subject: Certificate
  readonly issuer: Certificate
  readonly depth: number
  readonly below: number
  /** Certificates whose names are held to constraints, from the target up. */
  readonly named: readonly Certificate[]
}

class Ascent {
  private readonly chain: Certificate[] = []
  private anchor: Certificate | null = null
  private readonly entries: NssLogEntry[] = []
  private readonly scenario: Scenario
  private readonly verifier: ClimbVerifier
  private readonly candidates: IssuerCandidates
  private readonly at: UnixSeconds

  constructor(scenario: Scenario, verifier: ClimbVerifier, candidates: IssuerCandidates, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.candidates = candidates
    this.at = at
  }

  run(target: Certificate, reused: Failure | null): void {
    this.chain.push(target)
    if (reused !== null) {
      this.ends(reused)
      return
    }
    const outside = this.outside(target)
    if (outside !== null && this.ends(failureOf(outside, 0, target))) return
    const unfit = nssServesTls(target)
    if (unfit === null) this.climbFrom(target)
    else this.ends(failureOf(unfit, 0, target))
  }

  verdict(): Verdict {
    const path: CertificationPath = { certificates: this.chain, anchor: this.anchor }
    const [first] = this.entries
    if (first === undefined) return { kind: 'accepted', path }
    const told = this.verifier.errors === 'log' ? this.logged(first.failure) : first.failure
    const failures = [...new Set(this.entries.map(({ failure }) => failure))]
    // Such a target is its own issuer: what is told of that one has this cause.
    const [target] = this.chain
    if (target !== undefined && isNssRoot(target)) failures.push(failureOf('self-signed-target', 0, target))
    return { kind: 'rejected', told, trace: failures.map((failure) => (failure === first.failure ? told : failure)), path }
  }

  private logged({ code, at, certificate, params }: Failure): Failure {
    const log = nssLog(this.entries.toSorted((a, b) => a.depth - b.depth))
    return { code, at, certificate, params: params === undefined ? { log } : { ...params, log } }
  }

  private climbFrom(target: Certificate): void {
    let subject = target
    let below = 0
    const named: Certificate[] = []
    for (let depth = 0; depth < this.verifier.maxPath; depth++) {
      // A self-issued certificate in the middle is spared, the target never.
      if (depth === 0 || !isSelfIssuedRaw(subject)) named.push(subject)
      const oid = unknownCriticalExtension(subject, this.verifier.knownExtensions)
      if (oid !== null && this.ends(failureOf('critical-extension-unknown', depth, subject, { oid }))) return
      if (!sameBytes(subject.signature.der, subject.signatureAlgorithm.der)) {
        this.ends(failureOf('strict-algorithm-mismatch', depth, subject))
        return
      }
      const issuer = bestIssuer(subject, this.candidates, this.verifier, this.at)
      if (issuer === null) {
        this.ends(failureOf('issuer-not-found', depth, subject))
        return
      }
      if (this.isTop({ subject, issuer, depth, below, named })) return
      if (!isSelfIssuedRaw(issuer)) below += 1
      this.chain.push(issuer)
      subject = issuer
    }
    this.ends(failureOf('issuer-not-found', this.verifier.maxPath, subject))
  }

  /** One issuer; whether the climb ends with it. */
  private isTop(step: Step): boolean {
    const { subject, issuer, depth, named } = step
    const outside = this.outside(issuer)
    const isUnread = outside === 'not-before-unreadable' || outside === 'not-after-unreadable'
    const ofDates = outside === null ? null : failureOf(isUnread ? 'expired' : outside, depth + 1, issuer, { detail: 'issuer' })
    // CERT_VerifySignedData looks at the dates first, and whatever it fails at but their end is a bad signature.
    const signature = isUnread
      ? failureOf('signature-invalid', depth, subject)
      : ofDates === null
        ? this.signatureFailure(step)
        : null
    for (const failure of [isUnread ? null : ofDates, signature, ...limits(step)])
      if (failure !== null && this.ends(failure)) return true
    const violation = this.nameFailure(issuer, named)
    if (violation !== null) {
      // Told of the certificate that has the name, at the place of the issuer.
      this.ends(violation, depth + 1)
      return true
    }
    // cert_CheckCertRevocationStatus (lib/certdb/crl.c): the dates of the issuer once more, now told of the subject.
    if (ofDates !== null && this.ends(ofDates, depth, subject)) return true
    if (this.candidates.isTrusted(issuer)) {
      this.anchor = issuer
      return true
    }
    if (!nssMayIssueForTls(issuer) && this.ends(failureOf('not-a-ca', depth + 1, issuer))) return true
    if (!maySignCertificates(issuer) && this.ends(failureOf('key-usage-cert-sign', depth + 1, issuer))) return true
    if (!isNssRoot(issuer)) return false
    this.ends(failureOf(depth === 0 ? 'self-signed-target' : 'self-signed-in-chain', depth + 1, issuer))
    return true
  }

  private outside(certificate: Certificate): ReturnType<typeof nssOutside> {
    return nssOutside(certificate, this.at, this.verifier.notAfter, this.verifier.slop)
  }

  private signatureFailure({ subject, issuer, depth }: Step): Failure | null {
    const code = nssSignatureFailure(subject, issuer, this.verifier.algorithms, this.scenario.graph)
    return code === null ? null : failureOf(code === 'issuer-key-unreadable' ? 'signature-invalid' : code, depth, subject)
  }

  /** CERT_CompareNameSpace: the names of every certificate so far, from the target up. */
  private nameFailure(issuer: Certificate, named: readonly Certificate[]): Failure | null {
    const { nameConstraints } = issuer
    // What cannot be decoded permits nothing.
    if (nameConstraints === null)
      return isUndecoded(issuer) ? failureOf('name-constraint-unsupported', this.chain.length, issuer) : null
    for (const [i, certificate] of named.entries()) {
      const found = nssConstraintViolation(certificate, nameConstraints, i === 0)
      if (found !== null) return failureOf(found.code, this.chain.indexOf(certificate), certificate, found.params)
    }
    return null
  }

  /** Notes a failure. Whether the verification ends with it. */
  private ends(failure: Failure, depth = failure.at ?? 0, certificate = failure.certificate): boolean {
    if (certificate !== null) this.entries.push({ failure, depth, certificate })
    return this.verifier.errors === 'first'
  }
}

const basicConstraintsId = '2.5.29.19'
const nameConstraintsId = '2.5.29.30'

const isUndecoded = (issuer: Certificate): boolean => hasUndecodedExtension(issuer, [nameConstraintsId], 'structure')

/** basicConstraints where it is there, and the length of the path below. */
function limits({ issuer, depth, below }: Step): readonly Failure[] {
  const constraints = nssBasicConstraints(issuer)
  if (constraints === null) {
    const isUndecodable = issuer.basicConstraints !== null || hasUndecodedExtension(issuer, [basicConstraintsId], 'structure')
    return isUndecodable ? [failureOf('extension-invalid', depth + 1, issuer)] : []
  }
  const { cA } = constraints
  // One that is no authority allows none below it.
  const limit = cA ? constraints.pathLenConstraint : 0
  return [
    ...(cA ? [] : [failureOf('not-a-ca', depth + 1, issuer)]),
    ...(limit === null || below <= limit ? [] : [failureOf('path-length-exceeded', depth + 1, issuer)]),
  ]
}

const isSelfIssuedRaw = ({ issuer, subject }: Certificate): boolean => issuer.raw === subject.raw && subject.rdns.length > 0

function failureOf(code: FailureCode, at: number, certificate: Certificate, params?: Readonly<Record<string, string>>): Failure {
  return params === undefined ? { code, at, certificate } : { code, at, certificate, params }
}
