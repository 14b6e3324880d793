import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { ScoredVerifier } from '../../model/verifier.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { algorithmFailure, keyFailure } from '../checks/algorithms.ts'
import { unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { checkNameConstraints } from '../checks/name-constraints.ts'
import { concernsPolicies, noPolicyAsked, processPolicies, rfc5280Policies } from '../checks/policies.ts'
import { allowsServerAuth } from '../checks/purpose.ts'
import type { Candidate } from './scored-paths.ts'
import type { Step } from './step.ts'

type Quality = ScoredVerifier['qualities'][number]

/** The failures that take each quality away from a path. */
const spoils: Readonly<Record<Quality, readonly FailureCode[]>> = {
  signatures: ['signature-invalid', 'signature-unsupported'],
  complete: ['issuer-not-found', 'path-not-found'],
  trusted: ['self-signed-target', 'self-signed-in-chain', 'issuer-not-found', 'path-not-found'],
  'valid-now': ['expired', 'not-yet-valid'],
  'basic-constraints': ['not-a-ca', 'path-length-exceeded', 'key-usage-cert-sign'],
  purpose: ['purpose-target', 'purpose-ca'],
}

/** Higher is better: the qualities that the path has, the first of them the heaviest bit. */
export function score(failures: readonly Failure[], qualities: readonly Quality[]): number {
  return qualities.reduce((sum, quality) => sum * 2 + (failures.some((f) => spoils[quality].includes(f.code)) ? 0 : 1), 0)
}

/** Everything that is wrong with one path, from the target up; its end last. */
export function* pathSteps(candidate: Candidate, scenario: Scenario, verifier: ScoredVerifier): Generator<Step> {
  const { chain } = candidate
  const top = chain.length - 1
  for (const [i, certificate] of chain.entries()) {
    yield { code: 'dated', at: i, certificate }
    for (const code of elementCodes(chain, i, verifier)) yield { code, at: i, certificate }
    const issuer = chain[i + 1]
    if (issuer === undefined) continue
    const weak = algorithmFailure(certificate, issuer.subjectPublicKeyInfo, verifier.algorithms)
    if (weak !== null)
      yield { code: weak, at: weak === 'ca-key-weak' ? i + 1 : i, certificate: weak === 'ca-key-weak' ? issuer : certificate }
    else if (scenario.graph.signed(certificate, issuer) !== 'valid') yield { code: 'signature-invalid', at: i, certificate }
  }
  yield* constraintFailures(chain, verifier)
  yield* policyFailures(candidate)
  if (candidate.isTrusted) return
  const last = chain[top]
  const isHeld = verifier.ownSignature === 'judged' && candidate.end === 'root' && last !== undefined
  if (isHeld && scenario.graph.signed(last, last) === 'invalid') yield { code: 'signature-invalid', at: top, certificate: last }
  const code =
    candidate.end === 'root'
      ? top === 0
        ? 'self-signed-target'
        : 'self-signed-in-chain'
      : candidate.end === 'open'
        ? 'issuer-not-found'
        : 'path-not-found'
  yield { code, at: top, certificate: chain[top] ?? null }
}

function* elementCodes(chain: readonly Certificate[], i: number, verifier: ScoredVerifier): Generator<FailureCode> {
  const certificate = chain[i]
  if (certificate === undefined) return
  if (unknownCriticalExtension(certificate, verifier.knownExtensions) !== null) yield 'critical-extension-unknown'
  const isAsked = i === 0 || verifier.purpose.issuers === 'all' || (verifier.purpose.issuers === 'sent' && i < chain.length - 1)
  if (isAsked && !allowsServerAuth(certificate, verifier.purpose)) yield i === 0 ? 'purpose-target' : 'purpose-ca'
  if (i === 0) {
    if (verifier.targetKey === 'judged' && keyFailure(certificate.subjectPublicKeyInfo, verifier.algorithms) !== null)
      yield 'target-key-weak'
    return
  }
  if (certificate.version >= 3 && certificate.basicConstraints?.cA !== true) yield 'not-a-ca'
  const limit = certificate.basicConstraints?.pathLenConstraint ?? null
  const below = chain.slice(1, i).filter((c) => !isSelfIssued(c)).length
  if (limit !== null && below > limit) yield 'path-length-exceeded'
  if (!maySignCertificates(certificate)) yield 'key-usage-cert-sign'
}

/** RFC 5280 §6.1.3 (b) and (c), as far as the dialect goes. */
function* constraintFailures(chain: readonly Certificate[], { names }: ScoredVerifier): Generator<Failure> {
  const last = names.anchor ? chain.length : chain.length - 1
  for (const [i, certificate] of chain.entries()) {
    if (i > 0 && isSelfIssued(certificate)) continue
    for (const above of chain.slice(i + 1, last)) {
      const found =
        above.nameConstraints === null ? null : checkNameConstraints(certificate, i === 0, above.nameConstraints, names)
      if (found !== null) yield { code: found.code, at: i, certificate, params: found.params }
    }
  }
}

/** Windows and SecTrust process policies below the root, each demand and mapping (dotnet/runtime: DynamicChainTests.cs, PolicyConstraints_*). */
function* policyFailures({ chain, end }: Candidate): Generator<Failure> {
  const below = end === 'root' ? chain.slice(0, -1) : chain
  if (!concernsPolicies(below)) return
  const outcome = processPolicies(below, noPolicyAsked, rfc5280Policies)
  if (outcome.kind === 'invalid') yield { code: 'policy', at: outcome.at, certificate: below[outcome.at] ?? null }
}
