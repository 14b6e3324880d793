import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { KeptList } from './kept-list.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Search, VerdictAt } from './search.ts'
import { isSelfIssued, sameBytes } from '../../graph/issuers.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { opensslConstraintViolation } from '../checks/openssl-name-constraints.ts'
import { opensslDateFailures } from '../checks/openssl-dates.ts'
import { opensslExtensionFailures } from '../checks/openssl-extensions.ts'
import { isIsolated } from '../checks/openssl-invalid.ts'
import { concernsPolicies, noPolicyAsked, processPolicies, rfc5280Policies } from '../checks/policies.ts'
import { keyStrength, securityBits, signatureStrength } from '../checks/strength.ts'
import { isEndlessIssuerWalk } from './greedy-afterwards.ts'
import { buildGreedily, type BuiltPath } from './greedy-build.ts'
import { countsAsSelfSigned, meetsIsolated } from './greedy-select.ts'
import type { Step } from './step.ts'

/**
 * OpenSSL and its relatives: one path is built without looking at a signature, and then judged in stages
 * (verify_chain, crypto/x509/x509_vfy.c). With `errors: 'first'` the first failure ends it; with `last` all stages
 * run on whatever was built and the last failure is told, as for a program whose callback always goes on.
 */
export const greedy: Search<GreedyVerifier> = (scenario, verifier, identity) => {
  const decide = atLevel(scenario, verifier, identity)
  const { level, otherLevel } = verifier
  if (otherLevel === undefined || !hangsOnLevel(scenario, verifier, Math.max(level, otherLevel))) return decide
  const elsewhere = atLevel(scenario, { ...verifier, level: otherLevel }, identity)
  return (at) => {
    const verdict = decide(at)
    return verdict.kind === elsewhere(at).kind ? verdict : { kind: 'undetermined', missing: [unknownLevel(level, otherLevel)] }
  }
}

const unknownLevel = (level: number, other: number): string =>
  `the security level that this client was built with: ${Math.min(level, other)} as upstream, or ${Math.max(level, other)} as some distributions have it`

/** Whether anything that a path could hold is below what a level asks for. */
function hangsOnLevel({ graph, sent }: Scenario, { digestBits }: GreedyVerifier, level: number): boolean {
  const least = securityBits(level)
  return [...sent, ...graph.certificates].some(
    (c) => keyStrength(c, digestBits) < least || signatureStrength(c, digestBits) < least,
  )
}

/** The search at the level of the verifier. */
const atLevel: Search<GreedyVerifier> = (scenario, verifier, identity) => {
  const isFirst = verifier.errors === 'first'
  const judged: Judged[] = []
  let always: Judged | null = null
  const decide: VerdictAt = (at) => {
    if (always !== null) return told(always, verifier, at)
    const built = isFirst && isTargetWeak(scenario, verifier) ? loneTarget(scenario) : buildGreedily(scenario, verifier, at)
    let own = judged.find((j) => isSamePath(j.built, built))
    if (own === undefined) {
      own = { built, path: asPath(built), steps: new KeptList(judge({ scenario, verifier, built, identity })) }
      judged.push(own)
    }
    if (!built.hangsOnTime) always = own
    return told(own, verifier, at)
  }
  if (verifier.errors === 'first' || verifier.errors === 'last') return decide
  return (at) => {
    const verdict = decide(at)
    return verdict.kind === 'accepted' && isEndlessIssuerWalk(scenario, verifier, at) ? { kind: 'hangs' } : verdict
  }
}

/** One path that was built, and what is found on it, in order. */
interface Judged {
  readonly built: BuiltPath
  readonly path: CertificationPath
  readonly steps: KeptList<Step>
}

interface Judgement {
  readonly scenario: Scenario
  readonly verifier: GreedyVerifier
  readonly built: BuiltPath
  readonly identity: () => Failure | null
}

/**
 * Stage by stage, and in the stage of signatures certificate by certificate: behind a failure that ends it no signature is asked for.
 *
 * internal_verify: from the top down, signature and then time of each certificate. The last certificate's own signature
 * is not looked at. Where it is neither self-issued nor an anchor by partial chains it is skipped altogether,
 * unless it stands alone.
 */
function* judge(judgement: Judgement): Generator<readonly Step[]> {
  const { scenario, verifier, built } = judgement
  const [target] = scenario.sent
  if (target !== undefined && verifier.invalidTarget === 'ends' && isIsolated(target, verifier)) {
    yield [failure('extension-invalid', 0, target)]
    return
  }
  let steps = beforeStages(judgement)
  for (const stage of verifier.stages) {
    if (stage !== 'signatures-and-time') {
      for (const step of stages[stage](judgement)) steps.push(step)
      continue
    }
    for (let i = firstSigned(built, verifier, steps); i >= 0; i--) {
      const issuer = built.chain[i + 1]
      if (issuer !== undefined && verifier.issuerKeyUsage === 'with-signature' && !maySignCertificates(issuer))
        steps.push(failure('key-usage-cert-sign', i + 1, issuer))
      yield steps
      steps = signatureSteps(judgement, i)
    }
  }
  yield steps
}

function beforeStages({ scenario, verifier, built }: Judgement): Step[] {
  const [target] = scenario.sent
  const steps = target !== undefined && isTargetWeak(scenario, verifier) ? [failure('target-key-weak', 0, target)] : []
  if (built.failure === null) return steps
  const top = built.chain.length - 1
  const end = built.chain[top] ?? null
  const params = end !== null && meetsIsolated(end, scenario, verifier) ? { params: { isolated: 'yes' } } : {}
  for (const code of buildFailures(built, verifier, steps.slice())) steps.push({ ...failure(code, top, end), ...params })
  return steps
}

/** What the client says of the path at one instant. */
function told({ steps, path }: Judged, verifier: GreedyVerifier, at: UnixSeconds): Verdict {
  const { errors } = verifier
  const trace: Failure[] = []
  for (let i = 0, step = steps.at(0); step !== undefined && !(errors === 'first' && trace.length > 0); step = steps.at(++i)) {
    if (step.code !== 'dated') {
      trace.push(step)
      continue
    }
    const codes = opensslDateFailures(step.certificate, at, verifier)
    for (const code of codes) {
      trace.push(failure(code, step.at, step.certificate))
      if (errors === 'first') break
    }
  }
  const [target] = path.certificates
  // Where the callback went on the handshake needs the key of the server next (tls_process_server_certificate,
  // ssl/statem/statem_clnt.c; the place from memory, seen in Node 20.20.2).
  if (errors !== 'first' && target !== undefined && isUnreadableKey(target, verifier))
    trace.push({ ...failure('certificate-malformed', 0, target), params: { anomaly: 'public-key-malformed' } })
  const last = errors === 'first' ? trace[0] : trace.at(-1)
  return last === undefined ? { kind: 'accepted', path } : { kind: 'rejected', told: last, trace, path }
}

const isTargetWeak = ({ sent: [target] }: Scenario, { level, digestBits }: GreedyVerifier): boolean =>
  target !== undefined && keyStrength(target, digestBits) < securityBits(level)

/** Where the target's own key ends it, no path is built. */
const loneTarget = ({ sent }: Scenario): BuiltPath => ({
  chain: sent.slice(0, 1),
  sent: 1,
  failure: null,
  beyond: null,
  hangsOnTime: false,
})

const isSamePath = (a: BuiltPath, b: BuiltPath): boolean =>
  a.sent === b.sent &&
  a.failure === b.failure &&
  a.beyond === b.beyond &&
  a.chain.length === b.chain.length &&
  a.chain.every((c, i) => c === b.chain[i])

/**
 * What the end of build_chain tells of a path that is not trusted, where the callback goes on. From 3.0 it looks at the
 * error that is already set and tells that again, and a path that is too long is told to lack an issuer as well.
 */
function buildFailures(
  { failure: code, beyond }: BuiltPath,
  verifier: GreedyVerifier,
  before: readonly Failure[],
): readonly FailureCode[] {
  if (code === null) return []
  if (verifier.endOfBuilding === 'plain' || code === 'anchor-rejected') return [code]
  const [earlier] = before
  if (earlier !== undefined) return [earlier.code]
  return beyond === null ? [code] : [code, beyond]
}

const failure = (code: FailureCode, at: number, certificate: Certificate | null): Failure => ({ code, at, certificate })

/** The last link is the anchor when the path is trusted; a target that is pinned is its own. */
function asPath({ chain, failure: buildFailure }: BuiltPath): CertificationPath {
  const last = chain.at(-1) ?? null
  if (buildFailure !== null) return { certificates: chain, anchor: null }
  return chain.length === 1 ? { certificates: chain, anchor: last } : { certificates: chain.slice(0, -1), anchor: last }
}

type LazyStage = 'signatures-and-time'

const stages: Readonly<Record<Exclude<GreedyVerifier['stages'][number], LazyStage>, (j: Judgement) => readonly Step[]>> = {
  extensions: extensionStage,
  level: levelStage,
  identity: identityStage,
  'name-constraints': nameConstraintStage,
  trust: trustStage,
  'anchor-time': anchorTimeStage,
  policies: policyStage,
}

function extensionStage({ built, verifier }: Judgement): readonly Failure[] {
  const { chain, sent } = built
  const found: Failure[] = []
  let issuersBelow = 0
  let i = 0
  for (const certificate of chain) {
    if (verifier.extensions === 'sent' && i >= sent) break
    const isSelfSigned = countsAsSelfSigned(certificate, verifier)
    for (const code of opensslExtensionFailures(chain, i, issuersBelow, verifier, isSelfSigned))
      found.push(failure(code, i, certificate))
    if (i > 0 && !isSelfIssued(certificate)) issuersBelow += 1
    i += 1
  }
  return found
}

/** check_auth_level: keys of issuers, and digests of every signature but the last certificate's. */
function levelStage({ built: { chain }, verifier }: Judgement): readonly Failure[] {
  const least = securityBits(verifier.level)
  const found: Failure[] = []
  let i = 0
  for (const certificate of chain) {
    if (i > 0 && keyStrength(certificate, verifier.digestBits) < least) found.push(failure('ca-key-weak', i, certificate))
    const isLast = i === chain.length - 1
    if (!isLast && signatureStrength(certificate, verifier.digestBits) < least)
      found.push(failure('ca-digest-weak', i, certificate))
    i += 1
  }
  return found
}

/**
 * check_trust of OpenSSL 1.0.1: it looks at the last certificate alone, wherever that came from, after the path was built;
 * without settings a self-issued one is trusted.
 */
function trustStage({ built: { chain } }: Judgement): readonly Failure[] {
  const top = chain.length - 1
  const last = chain[top]
  return last === undefined || isSelfIssued(last) ? [] : [failure('path-not-found', top, last)]
}

function identityStage({ identity }: Judgement): readonly Failure[] {
  const found = identity()
  return found === null ? [] : [found]
}

/** The highest certificate that is looked at with its signature; -1: none is. Failures are noted in `steps`. */
function firstSigned({ chain }: BuiltPath, verifier: GreedyVerifier, steps: Step[]): number {
  const top = chain.length - 1
  const last = chain[top]
  if (last === undefined || countsAsSelfSigned(last, verifier) || verifier.partialChain) return top
  if (top > 0) return top - 1
  steps.push(failure('target-unverified', 0, last))
  return verifier.loneTargetTime ? 0 : -1
}

/** One certificate under the one above it. */
function signatureSteps({ built: { chain }, verifier, scenario }: Judgement, i: number): Step[] {
  const steps: Step[] = []
  const [certificate, issuer] = [chain[i], chain[i + 1]]
  if (certificate === undefined) return steps
  if (issuer !== undefined) {
    if (isUnreadableKey(issuer, verifier)) steps.push(failure('issuer-key-unreadable', i + 1, issuer))
    else if (!isSigned(certificate, issuer, scenario)) steps.push(failure('signature-invalid', i, certificate))
  }
  if (i === 0 || issuer !== undefined || !verifier.stages.includes('anchor-time'))
    steps.push({ code: 'dated', at: i, certificate })
  return steps
}

function isUnreadableKey(issuer: Certificate, { unreadableKeys }: GreedyVerifier): boolean {
  const { key } = issuer.subjectPublicKeyInfo
  if (key.kind === 'unknown' || key.kind === 'malformed') return true
  return unreadableKeys.includes(key.kind) || (key.kind === 'ec' && key.curve === null && unreadableKeys.includes('ec-explicit'))
}

/** The last certificate where it counts as an anchor: the signature stage would look at its dates too. */
function anchorTimeStage({ built: { chain }, verifier }: Judgement): readonly Step[] {
  const top = chain.length - 1
  const last = chain[top]
  const isAnchor = top > 0 && last !== undefined && (countsAsSelfSigned(last, verifier) || verifier.partialChain)
  return isAnchor ? [{ code: 'dated', at: top, certificate: last }] : []
}

/** X509_policy_check without a policy asked for: only where a path was found. */
function policyStage({ built: { chain, failure: buildFailure } }: Judgement): readonly Failure[] {
  const below = chain.slice(0, -1)
  if (buildFailure !== null || !concernsPolicies(below)) return []
  const outcome = processPolicies(below, noPolicyAsked, rfc5280Policies)
  return outcome.kind === 'valid' ? [] : [failure('policy', outcome.at, below[outcome.at] ?? null)]
}

/** X509_verify (crypto/x509/x_all.c): the algorithms inside and outside the signed part must be the same. */
const isSigned = (certificate: Certificate, issuer: Certificate, { graph }: Scenario): boolean =>
  sameBytes(certificate.signature.der, certificate.signatureAlgorithm.der) && graph.signed(certificate, issuer) === 'valid'

/** Each certificate against the constraints of every one above it; self-issued ones count only as the target. */
function nameConstraintStage({ built: { chain }, verifier }: Judgement): readonly Failure[] {
  const violations: Failure[] = []
  for (let i = chain.length - 1; i >= 0; i--) {
    const certificate = chain[i]
    if (certificate === undefined || (i > 0 && isSelfIssued(certificate))) continue
    for (let j = chain.length - 1; j > i; j--) {
      const constraints = chain[j]?.nameConstraints ?? null
      if (constraints === null) continue
      const found = opensslConstraintViolation(certificate, i === 0, constraints, verifier.names)
      if (found !== null) violations.push({ code: found.code, at: i, certificate, params: found.params })
    }
  }
  return violations
}
