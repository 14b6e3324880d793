import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { ScoredVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { missingIssuerAddress, servedIssuer } from '../checks/issuer-address.ts'
import { validity } from '../checks/validity.ts'
import { type Candidate, candidatePaths } from './scored-paths.ts'
import { pathSteps, score } from './scored-status.ts'
import { asItIs, type SettledStore, settledStores } from './by-entries.ts'
import type { Search, VerdictAt } from './search.ts'
import type { Step } from './step.ts'
import { withCodes } from './with-codes.ts'

/**
 * Verifiers that look at every path, score each, and tell what is wrong with the best one (CryptoAPI's
 * CertGetCertificateChain, SecTrust). What such a verifier may fetch while it runs is an unknown input: unless the target
 * itself is at fault, a path that a fetched certificate might replace makes the verdict undetermined.
 */
export const scored: Search<ScoredVerifier> = (scenario, verifier, identity) => {
  if (verifier.anchors !== 'by-entries') return bestPath(scenario, verifier, identity, asItIs(scenario.store))
  const { all, missing } = settledStores(scenario)
  const searches = all.map((one) => bestPath({ ...scenario, store: one.store }, verifier, identity, one))
  return (at) => {
    const [first, ...others] = searches.map((search) => search(at))
    if (first === undefined) return { kind: 'undetermined', missing }
    return others.every((other) => isAlike(first, other)) ? first : { kind: 'undetermined', missing }
  }
}

/** Whether a reader is told the same. */
const isAlike = (a: Verdict, b: Verdict): boolean =>
  a.kind === 'rejected' && b.kind === 'rejected' ? a.told.code === b.told.code && a.told.at === b.told.at : a.kind === b.kind

function bestPath(
  scenario: Scenario,
  verifier: ScoredVerifier,
  identity: () => Failure | null,
  { refused, allowed }: SettledStore,
): VerdictAt {
  const isLetPass = (one: Failure): boolean => {
    const errors = one.certificate === null ? undefined : allowed.get(one.certificate.sha256)
    return errors !== undefined && ((errors.has('dates') && isOfDates(one)) || (errors.has('name') && isOfName(one)))
  }
  const { paths, isComplete } = candidatePaths(scenario, verifier)
  const tooLong = isComplete ? [] : [searchTooLong(verifier)]
  const candidates = paths.map((candidate) => ({
    candidate,
    steps: [...refusals(candidate, refused), ...pathSteps(candidate, scenario, verifier)],
    missing: [...unknowns(candidate, scenario, verifier), ...tooLong],
  }))
  return (at) => {
    let best: { readonly of: (typeof candidates)[number]; readonly failures: readonly Failure[]; readonly score: number } | null =
      null
    for (const of of candidates) {
      const failures = failuresAt(of.steps, verifier, at).filter((one) => !isLetPass(one))
      const points = score(failures, verifier.qualities) * 2 + (failures.length === 0 ? 1 : 0)
      if (best === null || points > best.score) best = { of, failures, score: points }
    }
    if (best === null) {
      if (!isComplete) return { kind: 'undetermined', missing: tooLong }
      const told: Failure = { code: 'chain-empty', at: null, certificate: null }
      return { kind: 'rejected', told, trace: [told], path: { certificates: [], anchor: null } }
    }
    const { candidate, missing } = best.of
    const path = asPath(candidate)
    const mismatch = identity()
    const trace = mismatch === null || isLetPass(mismatch) ? best.failures : [...best.failures, mismatch]
    if (trace.length === 0) return { kind: 'accepted', path }

    const certain = missing.length > 0 ? trace.filter(isOfTargetAlone) : trace
    const first = highest(certain, verifier)
    if (first === undefined) return { kind: 'undetermined', missing }
    const told = withCodes(first, [...new Set(certain.map(({ code }) => code))])
    return { kind: 'rejected', told, trace: trace.map((one) => (one === first ? told : one)), path }
  }
}

/** Certificates of the path that the store refuses wherever they stand (SecPVCCheckUsageConstraints). */
const refusals = ({ chain }: Candidate, refused: SettledStore['refused']): readonly Failure[] =>
  chain.flatMap((certificate, at) => (refused.has(certificate.sha256) ? [{ code: 'anchor-rejected', at, certificate }] : []))

const isOfDates = ({ code }: Failure): boolean => code === 'expired' || code === 'not-yet-valid'

/** SecPolicyCheckSSLHostname: one check for all of these. */
const isOfName = ({ code }: Failure): boolean =>
  ['host-mismatch', 'ip-mismatch', 'host-no-names', 'host-in-common-name-only'].includes(code)

function failuresAt(steps: readonly Step[], { notAfter }: ScoredVerifier, at: UnixSeconds): readonly Failure[] {
  const failures: Failure[] = []
  for (const step of steps) {
    if (step.code !== 'dated') failures.push(step)
    else {
      const code = validity(step.certificate, at, notAfter)
      if (code !== null) failures.push({ code, at: step.at, certificate: step.certificate })
    }
  }
  return failures
}

const searchTooLong = ({ budget }: ScoredVerifier): string =>
  `what a search of more than ${budget.steps} candidates comes to: the sent chain and the store branch too often`

/** Whether no other path could mend it. */
const isOfTargetAlone = ({ code, at }: Failure): boolean =>
  at === 0 &&
  [
    'expired',
    'not-yet-valid',
    'purpose-target',
    'target-key-weak',
    'critical-extension-unknown',
    'host-mismatch',
    'ip-mismatch',
    'host-no-names',
    'host-in-common-name-only',
    'anchor-rejected',
  ].includes(code)

/** Certificates that might be fetched and give another path, each in words. */
function unknowns({ chain }: Candidate, scenario: Scenario, verifier: ScoredVerifier): readonly string[] {
  const { fetcher, aia, rootsOnDemand } = verifier
  const words: string[] = []
  for (const certificate of chain) {
    const stored = scenario.store.bySubject.get(certificate.issuer.canonical) ?? []
    if (rootsOnDemand && !stored.some((a) => isSelfIssued(a.certificate)))
      words.push(`whether ${fetcher} would fetch the root "${issuerName(certificate)}" on demand`)
    const address = aia ? missingIssuerAddress(certificate, scenario) : null
    if (address !== null) words.push(servedIssuer(address))
  }
  return [...new Set(words)]
}

/** The last common name, or else the last attribute: for the reader. */
function issuerName({ issuer }: Certificate): string {
  const attributes = issuer.rdns.flat()
  return (attributes.findLast((a) => a.type === '2.5.4.3') ?? attributes.at(-1))?.value ?? ''
}

function highest(failures: readonly Failure[], { rank }: ScoredVerifier): Failure | undefined {
  const place = ({ code }: Failure): number => (rank.includes(code) ? rank.indexOf(code) : rank.length)
  return failures.toSorted((a, b) => place(a) - place(b))[0]
}

/** The anchor apart where the path is trusted; a target that is a trusted root is its own. */
function asPath({ chain, isTrusted }: Candidate): CertificationPath {
  const last = chain.at(-1) ?? null
  if (!isTrusted) return { certificates: chain, anchor: null }
  return { certificates: chain.length === 1 ? chain : chain.slice(0, -1), anchor: last }
}
