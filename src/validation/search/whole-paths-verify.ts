import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { PathGraph } from '../../model/path.ts'
import type { NameConstraintDialect } from '../../model/policy.ts'
import type { WholePathsVerifier } from '../../model/verifier.ts'
import { isSelfIssued, sameBytes } from '../../graph/issuers.ts'
import { algorithmFailure, keyFailure, keyFitsScheme } from '../checks/algorithms.ts'
import { hasUnknownQualifier, unknownCriticalExtensions } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { checkNameConstraints } from '../checks/name-constraints.ts'
import { concernsPolicies, noPolicyAsked, type PolicyOutcome, processPolicies } from '../checks/policies.ts'
import { allowsServerAuth } from '../checks/purpose.ts'
import type { Step } from './step.ts'
import type { WholePath } from './whole-paths-build.ts'

/** A path under verification. */
interface Verification {
  readonly certificates: readonly Certificate[]
  readonly verifier: WholePathsVerifier
  readonly signed: PathGraph['signed']
  readonly policies: PolicyOutcome | null
  /** Certificates whose name constraints bind, from the top. */
  readonly constraining: Certificate[]
}

type Judge = (verification: Verification, certificate: Certificate, at: number) => Generator<Step>

/**
 * VerifyCertificateChain (pki/verify_certificate_chain.cc), which follows RFC 5280 §6.1: from the anchor down, each certificate's failures
 * in the library's order. All are gathered; a signature that fails ends it.
 */
export function* wholePathSteps(
  { certificates, end }: WholePath,
  verifier: WholePathsVerifier,
  { signed }: Pick<PathGraph, 'signed'>,
): Generator<Step> {
  const top = certificates.length - 1
  const last = certificates[top]
  if (last === undefined) return
  if (end !== 'anchor') {
    yield failure(end === 'open' ? 'issuer-not-found' : 'search-budget-exceeded', end === 'open' ? top : null, last)
    return
  }
  const verification: Verification = {
    certificates,
    verifier,
    signed,
    policies: policiesOf(certificates, verifier),
    constraining: [],
  }
  if (verifier.anchor.dates) yield { code: 'dated', at: top, certificate: last }
  if (verifier.anchor.constraints) yield* anchorConstraints(verification, last, top)
  yield* keySteps(verification, last, top)
  for (let at = top - 1; at >= 0; at--) {
    const certificate = certificates[at]
    if (certificate === undefined) return
    // Without a key that could be read nothing below can be verified: it was told of the issuer.
    if (!isKeyReadable(certificates[at + 1])) return
    const broken = [...signatureSteps(verification, certificate, at)]
    yield* broken
    if (broken.length > 0) return
    yield* basicSteps(verification, certificate, at)
    if (at > 0) yield* issuerSteps(verification, certificate, at)
    else yield* criticalSteps(verification, certificate, at)
    yield* policySteps(verification, certificate, at)
    if (at === 0) yield* keySteps(verification, certificate, at)
  }
}

/** ApplyTrustAnchorConstraints; basicConstraints counts where present, so that a certificate of version 1 passes. */
const anchorConstraints: Judge = function* (verification, anchor, at) {
  yield* policySteps(verification, anchor, at)
  if (!maySignCertificates(anchor)) yield failure('key-usage-cert-sign', at, anchor)
  yield* purposeSteps(verification, anchor, at)
  if (anchor.nameConstraints !== null) verification.constraining.push(anchor)
  if (anchor.basicConstraints?.cA === false) yield failure('not-a-ca', at, anchor)
  yield* criticalSteps(verification, anchor, at)
}

/** VerifySignatureAlgorithmsMatch, IsSignatureAlgorithmAcceptable, VerifySignedData. */
const signatureSteps: Judge = function* ({ certificates, verifier, signed }, certificate, at) {
  const issuer = certificates[at + 1]
  if (issuer === undefined) return
  if (!sameBytes(certificate.signature.der, certificate.signatureAlgorithm.der)) {
    yield failure('strict-algorithm-mismatch', at, certificate)
    if (!isOfKnownScheme(certificate, verifier)) yield failure('signature-unsupported', at, certificate)
    return
  }
  if (!isOfKnownScheme(certificate, verifier)) {
    yield failure('signature-unsupported', at, certificate)
    return
  }
  if (algorithmFailure(certificate, issuer.subjectPublicKeyInfo, verifier.algorithms) === 'ca-digest-weak') {
    yield failure('ca-digest-weak', at, certificate)
    return
  }
  if (!keyFitsScheme(certificate, issuer.subjectPublicKeyInfo) || signed(certificate, issuer) !== 'valid')
    yield failure('signature-invalid', at, certificate)
}

const isOfKnownScheme = ({ signatureScheme }: Certificate, { algorithms }: WholePathsVerifier): boolean =>
  algorithms.schemes.includes(signatureScheme.kind)

/** BasicCertificateProcessing behind the signature. */
const basicSteps: Judge = function* (verification, certificate, at) {
  const { certificates, verifier, constraining } = verification
  yield { code: 'dated', at, certificate }
  if (certificate.issuer.canonical !== certificates[at + 1]?.subject.canonical) yield failure('name-chaining', at, certificate)
  if (at === 0 || !isSelfIssued(certificate)) {
    for (const { nameConstraints } of constraining) {
      if (nameConstraints === null) continue
      // Constraints on kinds that the library does not compare count where the extension is critical.
      const names: NameConstraintDialect = { ...verifier.names, unsupported: nameConstraints.critical ? 'fail' : 'ignore' }
      const found = checkNameConstraints(certificate, at === 0, nameConstraints, names, verifier.reading)
      if (found !== null) yield { code: found.code, at, certificate, params: found.params }
    }
  }
  yield* purposeSteps(verification, certificate, at)
}

const purposeSteps: Judge = function* ({ verifier: { purpose } }, certificate, at) {
  if (purpose !== null && !allowsServerAuth(certificate, purpose))
    yield failure(at === 0 ? 'purpose-target' : 'purpose-ca', at, certificate)
}

/** PrepareForNextCertificate. */
const issuerSteps: Judge = function* (verification, certificate, at) {
  yield* keySteps(verification, certificate, at)
  if (certificate.nameConstraints !== null) verification.constraining.push(certificate)
  const { basicConstraints } = certificate
  if (basicConstraints === null) yield { ...failure('not-a-ca', at, certificate), params: { detail: 'absent' } }
  else if (!basicConstraints.cA) yield failure('not-a-ca', at, certificate)
  if (isPathExceeded(verification, at)) yield failure('path-length-exceeded', at, certificate)
  if (!maySignCertificates(certificate)) yield failure('key-usage-cert-sign', at, certificate)
  yield* criticalSteps(verification, certificate, at)
}

/** RFC 5280 §6.1.4 (l): told of the certificate that is one too many, not of the one that limits. */
function isPathExceeded({ certificates, verifier }: Verification, at: number): boolean {
  const top = certificates.length - 1
  const anchor = certificates[top]
  let left = (verifier.anchor.constraints ? anchor?.basicConstraints?.pathLenConstraint : null) ?? top
  for (let i = top - 1; i >= at; i--) {
    const certificate = certificates[i]
    if (certificate === undefined) return false
    if (!isSelfIssued(certificate)) {
      if (left === 0 && i === at) return true
      left = Math.max(0, left - 1)
    }
    left = Math.min(left, certificate.basicConstraints?.pathLenConstraint ?? left)
  }
  return false
}

const applicationPolicies = '1.3.6.1.4.1.311.21.10'

/** VerifyNoUnconsumedCriticalExtensions: Microsoft's application policies pass beside an extendedKeyUsage. */
const criticalSteps: Judge = function* ({ verifier }, certificate, at) {
  for (const oid of unknownCriticalExtensions(certificate, verifier.knownExtensions)) {
    if (oid === applicationPolicies && certificate.extendedKeyUsage !== null) continue
    yield { ...failure('critical-extension-unknown', at, certificate), params: { oid } }
  }
  if (certificate.certificatePolicies?.critical === true && hasUnknownQualifier(certificate.certificatePolicies))
    yield { ...failure('critical-extension-unknown', at, certificate), params: { oid: '2.5.29.32' } }
}

/** The anchor's own policies count where its constraints do and it has some, or limits them. */
function policiesOf(certificates: readonly Certificate[], verifier: WholePathsVerifier): PolicyOutcome | null {
  const anchor = certificates.at(-1)
  const below = certificates.slice(0, -1)
  const limits =
    anchor !== undefined &&
    (anchor.certificatePolicies ?? anchor.policyConstraints ?? anchor.policyMappings ?? anchor.inhibitAnyPolicy) !== null
  const path = verifier.anchor.constraints && limits ? certificates : below
  return concernsPolicies(path) ? processPolicies(path, noPolicyAsked, verifier.policies) : null
}

const policySteps: Judge = function* ({ policies }, certificate, at) {
  if (policies?.kind !== 'invalid') return
  // Where no policy is left none is left below either: it is told of each certificate.
  if (policies.reason === 'none-valid' ? at > policies.at : at !== policies.at) return
  yield { ...failure('policy', at, certificate), params: policies.reason === 'none-valid' ? {} : { detail: 'anyPolicy' } }
}

/** ParseAndCheckPublicKey: of every certificate, the anchor and the target too. */
const keySteps: Judge = function* ({ verifier }, certificate, at) {
  const { kind } = certificate.subjectPublicKeyInfo.key
  if (!isKeyReadable(certificate)) yield failure('issuer-key-unreadable', at, certificate)
  else if (keyFailure(certificate.subjectPublicKeyInfo, verifier.algorithms) !== null || kind === 'dsa')
    yield failure(at === 0 ? 'target-key-weak' : 'ca-key-weak', at, certificate)
}

function isKeyReadable(certificate: Certificate | undefined): boolean {
  const kind = certificate?.subjectPublicKeyInfo.key.kind
  return kind !== 'unknown' && kind !== 'malformed'
}

const failure = (code: FailureCode, at: number | null, certificate: Certificate | null): Failure => ({ code, at, certificate })
