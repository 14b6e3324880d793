import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { AllPathsVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { byCertificate } from './by-certificate.ts'
import type { Search } from './search.ts'
import { namesChain, sameBytes } from '../../graph/issuers.ts'
import { algorithmFailure, keyFitsScheme } from '../checks/algorithms.ts'
import { halfKnownCriticalExtension, hasUndecodedExtension, unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { goReading } from '../checks/go-decoder.ts'
import { checkNameConstraints, type NameConstraintViolation } from '../checks/name-constraints.ts'
import { matchUri } from '../checks/name-constraints-text.ts'
import { concernsPolicies, noPolicyAsked, processPolicies } from '../checks/policies.ts'
import { allowsServerAuth } from '../checks/purpose.ts'
import { type OddTime, oddTimes } from '../checks/time-octets.ts'
import { validity } from '../checks/validity.ts'

/**
 * Go's x509.Certificate.Verify (crypto/x509/verify.go): the target's validity, then the name asked for, then every
 * path there is, and a filter by policies and purpose at the end. Of the failures on the way only the last candidate's is told;
 * a signature that does not fit leaves no more than a hint.
 */
export const allPaths: Search<AllPathsVerifier> = (scenario, verifier, identity) => {
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const undecoded = undecodedFailure(scenario.sent, verifier)
  if (undecoded !== null) return () => rejected(undecoded, [undecoded], [target])
  const parents = parentsIn(scenario, verifier)
  return (at) => verdictOn(target, { scenario, verifier, parents, at }, identity)
}

/** One question: the target's scenario at an instant. */
interface Question {
  readonly scenario: Scenario
  readonly verifier: AllPathsVerifier
  readonly parents: (child: Certificate) => Parents
  readonly at: UnixSeconds
}

function verdictOn(target: Certificate, question: Question, identity: () => Failure | null): Verdict {
  const { scenario, verifier, at } = question
  const early = judge(target, [], verifier, at) ?? identity()
  if (early !== null) return rejected(early, [early], [target])
  const search = new PathSearch(question)
  const isAnchor = scenario.store.bySha256.has(target.sha256)
  const { paths, error } = isAnchor ? { paths: [[target]], error: null } : search.extend(target, [target])
  if (paths.length === 0) {
    const told = error ?? { code: 'issuer-not-found', at: null, certificate: target }
    return { kind: 'rejected', told, trace: [...search.trace, told], path: { certificates: search.toldPath, anchor: null } }
  }
  const judged = paths.map((path) => ({ path, policy: policyFailure(path, verifier) }))
  const usable = judged.filter(({ path, policy }) => policy === null && allowsPurpose(path, verifier))
  let outside: { readonly told: Failure; readonly path: readonly Certificate[] } | null = null
  for (const { path } of usable) {
    const told = verifier.nameConstraints === 'on-path' ? constraintFailure(path, verifier) : null
    if (told === null) return { kind: 'accepted', path: asPath(path) }
    outside ??= { told, path }
  }
  if (outside !== null) return rejected(outside.told, [...search.trace, outside.told], outside.path)
  const dropped = judged.find(({ policy }) => policy !== null)
  if (dropped?.policy) {
    const told = {
      ...dropped.policy,
      params: filtered(judged.filter(({ policy }) => policy !== null).length, paths.length),
    }
    return rejected(told, [...search.trace, told], dropped.path)
  }
  const first = paths[0] ?? [target]
  const offender = first.findIndex((c) => !mayServe(c, verifier))
  const told: Failure = {
    code: offender > 0 ? 'purpose-ca' : 'purpose-target',
    at: offender,
    certificate: first[offender] ?? target,
  }
  return rejected(told, [...search.trace, told], first)
}

/** Every certificate that was sent is decoded first, with the extensions that are known (crypto/x509/parser.go, processExtensions). */
function undecodedFailure(sent: readonly Certificate[], verifier: AllPathsVerifier): Failure | null {
  const index = sent.findIndex((c) => isUndecoded(c, verifier))
  const certificate = sent[index]
  if (certificate === undefined) return null
  const reading = goReading(certificate, verifier)
  const params = reading === null ? {} : { params: { goReading: reading } }
  return { code: 'certificate-malformed', at: index === 0 ? 0 : null, certificate, ...params }
}

function isUndecoded(certificate: Certificate, verifier: AllPathsVerifier): boolean {
  const { knownExtensions, neverCritical, mappedAddresses } = verifier
  return (
    hasUndecodedExtension(certificate, knownExtensions, 'names') ||
    certificate.extensions.some(({ oid, critical }) => critical && neverCritical.includes(oid)) ||
    !oddTimes(certificate).every(isReadable) ||
    goReading(certificate, verifier) !== null ||
    (mappedAddresses === 'refused' &&
      certificate.subjectAltName?.names.some((n) => n.kind === 'ip' && isMapped(n.value)) === true)
  )
}

/**
 * A time is what it would be written as again (cryptobyte, ReadASN1UTCTime and ReadASN1GeneralizedTime): an offset is taken unless
 * it is zero, which is written `Z`; seconds are left out of UTCTime alone.
 */
const isReadable = ({ form, text }: OddTime): boolean =>
  (form === 'utc' ? /^\d{10}(?:\d\d)?(?:Z|[+-]\d{4})$/ : /^\d{14}(?:Z|[+-]\d{4})$/).test(text) && !/[+-]0000$/.test(text)

/** RFC 4291 §2.5.5.2. */
const isMapped = (octets: Uint8Array): boolean =>
  octets.length === 16 && octets.subarray(0, 12).every((octet, i) => octet === (i < 10 ? 0 : 0xff))

/** What cannot be decoded does not get into the store. */
const isLoaded = (certificate: Certificate, verifier: AllPathsVerifier): boolean =>
  !isUndecoded(certificate, verifier) && !certificate.anomalies.some((a) => verifier.skipsAnchors.includes(a.code))

function rejected(told: Failure, trace: readonly Failure[], chain: readonly Certificate[]) {
  return { kind: 'rejected', told, trace, path: { certificates: chain, anchor: null } } as const
}

/** A target that is pinned is its own anchor. */
const asPath = (chain: readonly Certificate[]): CertificationPath => ({
  certificates: chain.length === 1 ? chain : chain.slice(0, -1),
  anchor: chain.at(-1) ?? null,
})

/** The purposes of every certificate of the path, the anchor's too, must allow serverAuth (checkChainForKeyUsage). */
function allowsPurpose(chain: readonly Certificate[], verifier: AllPathsVerifier): boolean {
  return chain.every((c, i) => (i > 0 && verifier.purpose.issuers === 'none') || mayServe(c, verifier))
}

/** policiesValid: nobody asks for a policy; a path of one certificate passes. */
function policyFailure(chain: readonly Certificate[], { policies }: AllPathsVerifier): Failure | null {
  const below = chain.slice(0, -1)
  if (policies === null || !concernsPolicies(below)) return null
  const outcome = processPolicies(below, noPolicyAsked, policies)
  return outcome.kind === 'valid' ? null : { code: 'policy', at: outcome.at, certificate: chain[outcome.at] ?? null }
}

/**
 * How Verify counts what its filters have dropped: the purposes are asked of paths whose policies are valid. `byPurpose` is
 * absent where they dropped none.
 */
function filtered(byPolicy: number, all: number): Readonly<Record<string, string>> {
  return { byPolicy: String(byPolicy), ...(all > byPolicy ? { byPurpose: String(all - byPolicy) } : {}) }
}

/**
 * checkChainConstraints (crypto/x509/constraints.go, 1.26): from the target up, the names of each certificate against the
 * constraints of each one above it, the nearest first. A URI without a host name is refused under constraints of any kind.
 */
function constraintFailure(chain: readonly Certificate[], { names, reading }: AllPathsVerifier): Failure | null {
  for (const [i, certificate] of chain.entries()) {
    if (certificate.subjectAltName === null) continue
    for (const [j, holder] of chain.entries()) {
      if (j <= i || holder.nameConstraints === null) continue
      const uri = certificate.subjectAltName.names.find(
        (n) => n.kind === 'uri' && matchUri(n.value, '', reading.hosts) === 'name-syntax',
      )
      if (uri?.kind === 'uri') {
        const params = { kind: 'URI', name: uri.value, constraint: '', reason: 'name-syntax' }
        return { code: 'name-constraint-unsupported', at: j, certificate: holder, params }
      }
      const found = checkNameConstraints(certificate, i === 0, holder.nameConstraints, names, reading)
      if (found !== null) return { code: found.code, at: j, certificate: holder, params: found.params }
    }
  }
  return null
}

/** An extendedKeyUsage without any purpose counts as none. */
const mayServe = (certificate: Certificate, { purpose }: AllPathsVerifier): boolean =>
  certificate.extendedKeyUsage?.purposes.length === 0 || allowsServerAuth(certificate, purpose)

interface Found {
  readonly paths: readonly (readonly Certificate[])[]
  readonly error: Failure | null
}

/** buildChains and considerCandidate. `error` is the variable that each failed candidate overwrites. */
class PathSearch {
  readonly trace: Failure[] = []
  /** The chain on which the last failure was met. */
  toldPath: readonly Certificate[] = []
  private signatures = 0
  private readonly scenario: Scenario
  private readonly verifier: AllPathsVerifier
  private readonly parents: (child: Certificate) => Parents
  private readonly at: UnixSeconds

  constructor({ scenario, verifier, parents, at }: Question) {
    this.scenario = scenario
    this.verifier = verifier
    this.parents = parents
    this.at = at
  }

  extend(child: Certificate, chain: readonly Certificate[]): Found {
    const paths: (readonly Certificate[])[] = []
    let error: Failure | null = null
    let hint: Failure | null = null
    const { roots, intermediates } = this.parents(child)
    const consider = (candidate: Certificate, isRoot: boolean): void => {
      const isRepeated = this.repeats(chain, candidate)
      if (isRepeated && !this.verifier.repetitionsCount) return
      this.signatures += 1
      if (this.signatures > this.verifier.budget.signatures) {
        error = this.note({ code: 'search-budget-exceeded', at: null, certificate: child }, chain)
        return
      }
      if (isRepeated) return
      const signature = this.signatureFailure(child, candidate)
      if (signature !== null) {
        const failure = asHint(signature, child, candidate, chain.length)
        hint ??= failure
        this.trace.push(failure)
        return
      }
      const next = [...chain, candidate]
      const failure = judge(candidate, chain, this.verifier, this.at, isRoot)
      if (failure !== null) error = this.note(failure, next)
      else if (isRoot) {
        paths.push(next)
        error = null
      } else {
        const above = this.extend(candidate, next)
        paths.push(...above.paths)
        error = above.error
      }
    }
    for (const root of roots) consider(root, true)
    for (const intermediate of intermediates) consider(intermediate, false)
    if (paths.length > 0) return { paths, error: null }
    return { paths, error: error ?? this.note(hint ?? unknownAuthority(child, chain.length - 1), chain) }
  }

  private note(failure: Failure, chain: readonly Certificate[]): Failure {
    this.trace.push(failure)
    this.toldPath = chain
    return failure
  }

  /**
   * The same octets, or the same subject, key and alternative names (alreadyInChain). There the first link that has the
   * name and the key ends the comparison if only one of the two has alternative names.
   */
  private repeats(chain: readonly Certificate[], candidate: Certificate): boolean {
    if (this.verifier.loop === 'certificate') return chain.includes(candidate)
    const names = sanText(candidate)
    for (const link of chain) {
      if (link.subject.raw !== candidate.subject.raw) continue
      if (link.subjectPublicKeyInfo.raw !== candidate.subjectPublicKeyInfo.raw) continue
      const others = sanText(link)
      if (names === others) return true
      if (names === null || others === null) return false
    }
    return false
  }

  /** CheckSignatureFrom: the parent must be an authority before the signature is computed. */
  private signatureFailure(child: Certificate, parent: Certificate): FailureCode | null {
    const { basicConstraints } = parent
    if (parent.version === 3 && basicConstraints === null) return 'not-a-ca'
    if (basicConstraints !== null && !basicConstraints.cA) return 'not-a-ca'
    // A keyUsage without any bit is zero there, as is an absent one.
    if (parent.keyUsage?.bits !== 0 && !maySignCertificates(parent)) return 'not-a-ca'
    if (isUnknownKey(parent)) return 'signature-unsupported'
    const algorithm = algorithmFailure(child, parent.subjectPublicKeyInfo, this.verifier.algorithms)
    if (algorithm !== null) return algorithm
    return this.scenario.graph.signed(child, parent) === 'valid' ? null : 'signature-invalid'
  }
}

/** UnknownPublicKeyAlgorithm (getPublicKeyAlgorithmFromOID, crypto/x509/x509.go). */
function isUnknownKey({ subjectPublicKeyInfo: { key } }: Certificate): boolean {
  if (key.kind === 'rsa') return key.pss
  return key.kind === 'unknown' || key.kind === 'ed448' || key.kind === 'x448' || key.kind === 'x25519'
}

/** isValid: extensions, time, name constraints, authority, path length; the anchor is judged like the rest. */
function judge(
  certificate: Certificate,
  below: readonly Certificate[],
  verifier: AllPathsVerifier,
  at: UnixSeconds,
  isRoot = false,
): Failure | null {
  const index = below.length
  const fail = (code: FailureCode, params: Readonly<Record<string, string>> = {}): Failure => ({
    code,
    at: index,
    certificate,
    params,
  })
  const unhandled =
    unknownCriticalExtension(certificate, verifier.knownExtensions) ??
    halfKnownCriticalExtension(certificate, verifier.names.kinds)
  if (unhandled !== null) return fail('critical-extension-unknown', { oid: unhandled })
  const outside = validity(certificate, at, verifier.notAfter)
  if (outside !== null) return fail(outside)
  if (index === 0) return null
  if (verifier.nameConstraints === 'in-search' && certificate.nameConstraints !== null) {
    for (const named of constrained(certificate, below, verifier)) {
      if (named.subjectAltName === null) continue
      const found = checkNameConstraints(named, named === below[0], certificate.nameConstraints, verifier.names, verifier.reading)
      if (found !== null) return fail(found.code, unparsed(found))
    }
  }
  const { basicConstraints } = certificate
  // One of version 3 that is no authority did not come as far as this: CheckSignatureFrom.
  if (!isRoot && basicConstraints?.cA !== true) return fail('version-too-old')
  const limit = basicConstraints?.pathLenConstraint ?? null
  return limit !== null && index - 1 > limit ? fail('path-length-exceeded') : null
}

/** What isValid calls a name that it cannot compare: `detail` what it could not parse, or `kind` what is wrong with a URI. */
function unparsed({ code, params }: NameConstraintViolation): Readonly<Record<string, string>> {
  if (code !== 'name-constraint-unsupported') return params
  // The mailbox that is printed is the one that was not found.
  if (params.kind === 'email address') return { ...params, detail: 'rfc822Name {"" ""}' }
  if (params.kind === 'DNS name') return { ...params, detail: `dnsName "${params.name}"` }
  return { ...params, kind: /\/\/(?:[^/?#]*@)?[^/?#]/.test(params.name) ? 'URI with IP' : 'URI with empty host' }
}

/** Whose names the constraints of `holder` bind, in the order in which they are asked (isValid). */
function constrained(holder: Certificate, below: readonly Certificate[], { names }: AllPathsVerifier): readonly Certificate[] {
  if (names.names === 'all') return below
  return names.names === 'target' ? below.slice(0, 1) : [...below.slice(0, 1), holder]
}

/** Who may have issued a certificate, whatever the time. */
interface Parents {
  readonly roots: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
}

/** Those of one scenario, found once for each child. */
function parentsIn({ sent, store }: Scenario, verifier: AllPathsVerifier): (child: Certificate) => Parents {
  // CertPool.AddCert takes each certificate once.
  const pool = [...new Set(sent.slice(1))]
  return byCertificate((child) => {
    const namesakes = (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
    const roots = namesakes.filter((c) => isLoaded(c, verifier))
    return { roots: potentialParents(child, roots), intermediates: potentialParents(child, pool) }
  })
}

/**
 * findPotentialParents (crypto/x509/cert_pool.go): by key identifier, fitting ones first, contradicting ones last. Where
 * neither has one they fit.
 */
function potentialParents(child: Certificate, pool: readonly Certificate[]): readonly Certificate[] {
  const named = pool.filter((c) => namesChain(child, c, 'raw'))
  if (named.length < 2) return named
  const authority = child.authorityKeyIdentifier?.keyIdentifier ?? none
  const plausibility = (c: Certificate): number => {
    const subject = c.subjectKeyIdentifier?.keyIdentifier ?? none
    if (sameBytes(subject, authority)) return 0
    return subject.length === 0 || authority.length === 0 ? 1 : 2
  }
  return named.toSorted((a, b) => plausibility(a) - plausibility(b))
}

const none = new Uint8Array()

const unknownAuthority = (child: Certificate, at: number): Failure => ({ code: 'issuer-not-found', at, certificate: child })

/**
 * The first candidate whose signature could not be used is told as "possibly because of": the failure is the
 * candidate's where it is no authority, and otherwise that of the certificate it would have signed. Param `keyKind`: that of the
 * candidate's key, where the signature is of another.
 */
function asHint(code: FailureCode, child: Certificate, candidate: Certificate, height: number): Failure {
  const isOtherKind = code === 'signature-invalid' && !keyFitsScheme(child, candidate.subjectPublicKeyInfo)
  const params = {
    candidate: candidateName(candidate),
    ...(isOtherKind ? { keyKind: candidate.subjectPublicKeyInfo.key.kind } : {}),
  }
  return code === 'not-a-ca'
    ? { code, at: height, certificate: candidate, params }
    : { code, at: height - 1, certificate: child, params }
}

/** How a candidate is named (UnknownAuthorityError.Error): the last common name, else the first organisation, else its number. */
function candidateName({ subject, serialNumber }: Certificate): string {
  const attributes = subject.rdns.flat()
  const commonName = attributes.findLast((a) => a.type === '2.5.4.3')?.value ?? ''
  if (commonName !== '') return commonName
  const organisation = attributes.find((a) => a.type === '2.5.4.10')?.value
  return organisation ?? `serial:${decimal(serialNumber)}`
}

/** An INTEGER's octets as a decimal number (X.690 §8.3: two's complement). */
function decimal(octets: Uint8Array): string {
  const value = octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n)
  return String(BigInt.asIntN(8 * octets.length, value))
}

/** `null`: none. */
const sanText = ({ extensions }: Certificate): string | null =>
  extensions.find((e) => e.oid === '2.5.29.17')?.value.join() ?? null
