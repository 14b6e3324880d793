import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { WholePathsVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { missingIssuerAddress, servedIssuer } from '../checks/issuer-address.ts'
import { hasEnded, validity } from '../checks/validity.ts'
import { KeptList } from './kept-list.ts'
import type { Search } from './search.ts'
import type { Step } from './step.ts'
import { buildWholePaths, type WholePath } from './whole-paths-build.ts'
import { wholePathSteps } from './whole-paths-verify.ts'

/**
 * bssl pki (CertPathBuilder::Run, pki/path_builder.cc): paths come in order of preference; each that ends in the store is
 * verified whole, and the first without a failure is taken. Of paths that fail the first counts that reached the store, or else the first.
 */
export const wholePaths: Search<WholePathsVerifier> = (scenario, verifier, identity) => {
  const [target] = scenario.sent
  const undecoded = target === undefined ? null : undecodedTarget(target, verifier)
  if (undecoded !== null) return () => undecoded
  const candidates = new KeptList(
    judged(buildWholePaths(scenario, verifier), (path) => wholePathSteps(path, verifier, scenario.graph)),
  )
  return (at) => {
    let served: string | null = null
    let best: { readonly candidate: Judged; readonly failures: readonly Failure[] } | null = null
    for (let i = 0, candidate = candidates.at(0); candidate !== undefined; candidate = candidates.at(++i)) {
      if (candidate.path.end === 'ours') return { kind: 'undetermined', missing: [tooLarge] }
      const failures = failuresAt(candidate.steps, verifier, at)
      const isComplete = candidate.path.end === 'anchor'
      if (isComplete && failures.length === 0) return withIdentity(asPath(candidate.path), identity())
      if (candidate.path.end === 'open') served ??= addressAbove(candidate.path, scenario, verifier)
      if (best === null || (isComplete && best.candidate.path.end !== 'anchor')) best = { candidate, failures }
    }
    if (served !== null) return openEnded(scenario, verifier, identity(), servedIssuer(served), at)
    const failures = best?.failures ?? [{ code: 'path-not-found', at: null, certificate: null }]
    return rejected(failures, best === null ? noPath : asPath(best.candidate.path), verifier, identity())
  }
}

/** Where the issuer of the last certificate is served, for a client that fetches it. */
function addressAbove({ certificates }: WholePath, scenario: Scenario, { aia }: WholePathsVerifier): string | null {
  const last = certificates.at(-1)
  return !aia || last === undefined ? null : missingIssuerAddress(last, scenario, 'http:')
}

/** What a fetched issuer would lead to is not known; only what is wrong with the target itself no other path could mend. */
function openEnded(
  { sent: [target] }: Scenario,
  { notAfter, rank }: WholePathsVerifier,
  mismatch: Failure | null,
  missing: string,
  at: UnixSeconds,
): Verdict {
  const failures: Failure[] = mismatch === null ? [] : [mismatch]
  const code = target === undefined ? null : validity(target, at, notAfter)
  if (target !== undefined && code !== null) failures.push({ code, at: 0, certificate: target })
  const place = (failure: Failure): number => rank.findIndex((codes) => codes.includes(failure.code))
  const [told] = failures.toSorted((a, b) => place(a) - place(b))
  if (target === undefined || told === undefined) return { kind: 'undetermined', missing: [missing] }
  return { kind: 'rejected', told, trace: failures, path: { certificates: [target], anchor: null } }
}

const tooLarge = 'what a search of all paths comes to: the chain and the store branch too often'
const noPath: CertificationPath = { certificates: [], anchor: null }

interface Judged {
  readonly path: WholePath
  readonly steps: KeptList<Step>
}

function* judged(paths: Iterable<WholePath>, stepsOf: (path: WholePath) => Iterator<Step>): Generator<Judged> {
  for (const path of paths) yield { path, steps: new KeptList(stepsOf(path)) }
}

/** Every failure of a path at one instant, in the order in which the library meets them: from the anchor down. */
export function failuresAt(
  steps: KeptList<Step>,
  { notAfter }: Pick<WholePathsVerifier, 'notAfter'>,
  at: UnixSeconds,
): readonly Failure[] {
  const failures: Failure[] = []
  for (let i = 0, step = steps.at(0); step !== undefined; step = steps.at(++i)) {
    if (step.code !== 'dated') {
      failures.push(step)
      continue
    }
    // VerifyTimeValidity looks at both ends: a certificate that ends before it begins fails twice.
    const { certificate, at: place } = step
    if (at < certificate.notBefore) failures.push({ code: 'not-yet-valid', at: place, certificate })
    if (hasEnded(certificate, at, notAfter)) failures.push({ code: 'expired', at: place, certificate })
  }
  return failures
}

function undecodedTarget(target: Certificate, { skips }: WholePathsVerifier): Verdict | null {
  const anomaly = target.anomalies.find(({ code }) => skips.includes(code))
  if (anomaly === undefined) return null
  const told: Failure = {
    code: 'certificate-malformed',
    at: 0,
    certificate: target,
    params: { anomaly: anomaly.code, offset: String(anomaly.offset) },
  }
  return { kind: 'rejected', told, trace: [told], path: { certificates: [target], anchor: null } }
}

function withIdentity(path: CertificationPath, mismatch: Failure | null): Verdict {
  return mismatch === null ? { kind: 'accepted', path } : { kind: 'rejected', told: mismatch, trace: [mismatch], path }
}

/** MapPathBuilderErrorsToCertStatus and MapCertStatusToNetError: failures without a status of their own count where no other is there, and then first. */
function rejected(
  failures: readonly Failure[],
  path: CertificationPath,
  { rank }: WholePathsVerifier,
  mismatch: Failure | null,
): Verdict {
  const trace = mismatch === null ? failures : [...failures, mismatch]
  const place = ({ code }: Failure): number => rank.findIndex((codes) => codes.includes(code))
  const listed = failures.some((failure) => place(failure) >= 0) ? trace.filter((failure) => place(failure) >= 0) : failures
  const [first, ...others] = listed
  if (first === undefined) return { kind: 'undetermined', missing: ['a certificate'] }
  const told = others.reduce((best, failure) => (place(failure) < place(best) ? failure : best), first)
  return { kind: 'rejected', told, trace, path }
}

/** The anchor apart; a target that is its own anchor stands on both sides. */
function asPath({ certificates, end }: WholePath): CertificationPath {
  const anchor = end === 'anchor' ? (certificates.at(-1) ?? null) : null
  return { certificates: anchor === null ? certificates : certificates.slice(0, -1), anchor }
}
