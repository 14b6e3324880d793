import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { FilteredVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued, keyIdentifierFit } from '../../graph/issuers.ts'
import { algorithmFailure, keyFitsScheme } from '../checks/algorithms.ts'
import { hasUndecodedExtension, unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { checkNameConstraints } from '../checks/name-constraints.ts'
import { isNssStorable, nssIsSslCa, nssServesTls } from '../checks/nss-cert-type.ts'
import { nssReusedSerial } from '../checks/nss-import.ts'
import { validityWithSlop } from '../checks/validity.ts'
import { nssLog } from './nss-log.ts'
import type { Search } from './search.ts'

/**
 * libpkix (pkix_BuildForwardDepthFirstSearch, lib/libpkix/pkix/top/pkix_build.c, NSS 3.87): issuers that are not valid now are not seen;
 * the others are held to what a path needs before they are followed; a path that reached a trusted one is verified whole.
 */
export const filtered: Search<FilteredVerifier> = (scenario, verifier, _identity) => {
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const reused = nssReusedSerial(scenario.sent)
  if (reused !== null)
    return () => ({ kind: 'rejected', told: reused, trace: [reused], path: { certificates: [target], anchor: null } })
  return (at) => {
    const search = new FilteredSearch(scenario, verifier, at)
    const path = search.run(target)
    if (path !== null) return { kind: 'accepted', path }
    if (search.isTooLarge)
      return { kind: 'undetermined', missing: ['what a search of all paths comes to: the chain and the store branch too often'] }
    return search.rejected(target)
  }
}

const nameConstraintsId = '2.5.29.30'
/** What its policy checker decodes of issuers: policies, mappings, constraints, inhibitAnyPolicy. */
const policyExtensions = ['2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54'] as const

/** Candidates that one search may look at here: a mesh would otherwise take seconds at every edge of a timeline. */
const mostSteps = 2_000

interface Found {
  readonly failure: Failure
  /** The place in `chain` that it is told of: what fails a whole path is told of its anchor. */
  readonly depth: number
  readonly chain: readonly Certificate[]
}

class FilteredSearch {
  isTooLarge = false
  private steps = 0
  private readonly found: Found[] = []
  /** Issuers that were passed over in silence: told by no log, and yet the cause. */
  private readonly silent: Failure[] = []
  private readonly scenario: Scenario
  private readonly verifier: FilteredVerifier
  private readonly at: UnixSeconds

  constructor(scenario: Scenario, verifier: FilteredVerifier, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.at = at
  }

  run(target: Certificate): CertificationPath | null {
    const own = nssServesTls(target) ?? this.outside(target)
    if (own === null) return this.build([target], 0)
    this.note(own, 0, [target])
    return null
  }

  /** The error that is left when every way was tried is the last one. */
  rejected(target: Certificate): Verdict {
    const last = this.found.at(-1)
    const failure: Failure = last?.failure ?? { code: 'issuer-not-found', at: 0, certificate: target }
    const ordered = this.found.toSorted((a, b) => a.depth - b.depth)
    const log = nssLog(
      ordered.map(({ failure: one, chain, depth }) => ({ failure: one, depth, certificate: chain[depth] ?? target })),
    )
    const { code, at, certificate, params } = failure
    const told: Failure = { code, at, certificate, params: params === undefined ? { log } : { ...params, log } }
    const trace = this.found.map((one) => (one === last ? told : one.failure))
    return {
      kind: 'rejected',
      told,
      trace: [...(trace.length === 0 ? [told] : trace), ...this.silent, ...selfSignedTarget(target)],
      path: { certificates: last?.chain ?? [target], anchor: null },
    }
  }

  /** `below`: issuers in the chain that count for a path length. */
  private build(chain: readonly Certificate[], below: number): CertificationPath | null {
    const subject = chain.at(-1)
    if (subject === undefined || this.isTooLarge) return null
    const candidates = this.candidates(subject, chain.length)
    if (candidates.length === 0) this.note('issuer-not-found', chain.length - 1, chain)
    for (const issuer of candidates) {
      this.steps += 1
      if (this.steps > mostSteps) {
        this.isTooLarge = true
        return null
      }
      const longer = [...chain, issuer]
      const isTrusted = isNssStorable(issuer) && this.scenario.store.bySha256.has(issuer.sha256)
      const unfit = this.unfit(issuer, chain, below, isTrusted)
      if (unfit !== null) this.found.push({ failure: unfit, chain: longer, depth: chain.length })
      else if (chain.includes(issuer) && !isTrusted)
        this.found.push({ failure: failureOf('self-signed-in-chain', chain.length, issuer), chain: longer, depth: chain.length })
      else if (isTrusted) {
        const failure = this.verify(longer)
        if (failure === null) return { certificates: chain, anchor: issuer }
        this.found.push({ failure, chain: longer, depth: chain.length })
      } else {
        const path = this.build(longer, isSelfIssued(issuer) ? below : below + 1)
        if (path !== null) return path
      }
    }
    return null
  }

  /** What the certificate selector passes over in silence: other names, and dates. The later end comes first. */
  private candidates(subject: Certificate, place: number): readonly Certificate[] {
    const { store, sent } = this.scenario
    const stored = (store.bySubject.get(subject.issuer.canonical) ?? []).map((a) => a.certificate).filter(isNssStorable)
    return [...new Map([...stored, ...sent].map((c) => [c.sha256, c])).values()]
      .filter((c) => c.subject.canonical === subject.issuer.canonical)
      .filter((c) => this.isSeen(c, place))
      .toSorted((a, b) => (a.notAfter < b.notAfter ? 1 : a.notAfter > b.notAfter ? -1 : 0))
  }

  /** pkix_CertSelector_DefaultMatch (lib/libpkix/pkix/certsel/pkix_certselector.c), as far as it tells an error. */
  private unfit(issuer: Certificate, chain: readonly Certificate[], below: number, isTrusted: boolean): Failure | null {
    const { names, reading } = this.verifier
    const { basicConstraints, nameConstraints } = issuer
    const fail = (code: FailureCode): Failure => failureOf(code, chain.length, issuer)
    const [subject] = chain.slice(-1)
    if (subject !== undefined && keyIdentifierFit(subject, issuer) === 'mismatch')
      return { ...fail('issuer-not-found'), params: { detail: 'identifier' } }
    // A path length without cA cannot be decoded, and a trusted certificate needs no basicConstraints.
    const isDecoded = basicConstraints !== null && (basicConstraints.cA || basicConstraints.pathLenConstraint === null)
    if (isDecoded ? !basicConstraints.cA : !isTrusted) return fail('not-a-ca')
    const limit = isDecoded ? basicConstraints.pathLenConstraint : null
    if (limit !== null && below > limit) return fail('path-length-exceeded')
    if (!maySignCertificates(issuer)) return fail('key-usage-cert-sign')
    if (!nssIsSslCa(issuer, isTrusted)) return fail('purpose-ca')
    if (nameConstraints === null)
      return hasUndecodedExtension(issuer, [nameConstraintsId], 'structure') ? fail('certificate-malformed') : null
    for (const [i, certificate] of chain.entries()) {
      if (i > 0 && isSelfIssued(certificate)) continue
      const found = checkNameConstraints(certificate, i === 0, nameConstraints, names, reading)
      // The error that is left over has nothing to do with names; it is told of the issuer.
      if (found !== null) return { ...fail(found.code), params: { ...found.params, detail: isTrusted ? 'anchor' : 'issuer' } }
    }
    return null
  }

  /** pkix_CheckChain: from the anchor down. */
  private verify(path: readonly Certificate[]): Failure | null {
    const { algorithms, knownExtensions } = this.verifier
    for (let at = path.length - 2; at >= 0; at--) {
      const [certificate, issuer] = [path[at], path[at + 1]]
      if (certificate === undefined || issuer === undefined) continue
      const key = issuer.subjectPublicKeyInfo
      const weak = algorithmFailure(certificate, key, algorithms)
      if (!algorithms.schemes.includes(certificate.signatureScheme.kind))
        return { code: 'signature-unsupported', at, certificate }
      if (weak === 'ca-digest-weak' || weak === 'ca-key-weak') return { code: weak, at, certificate }
      if (weak !== null || !keyFitsScheme(certificate, key) || this.scenario.graph.signed(certificate, issuer) !== 'valid')
        return { code: 'signature-invalid', at, certificate }
      if (at > 0 && hasUndecodedExtension(certificate, policyExtensions, 'structure'))
        return { code: 'certificate-malformed', at, certificate }
      const oid = unknownCriticalExtension(certificate, knownExtensions)
      if (oid !== null) return { code: 'critical-extension-unknown', at, certificate, params: { oid } }
    }
    return null
  }

  private isSeen(issuer: Certificate, place: number): boolean {
    const code = this.outside(issuer)
    if (code !== null) this.silent.push({ code, at: place, certificate: issuer, params: { detail: 'issuer' } })
    return code === null
  }

  private outside(certificate: Certificate): 'expired' | 'not-yet-valid' | null {
    return validityWithSlop(certificate, this.at, this.verifier.notAfter, this.verifier.slop)
  }

  private note(code: FailureCode, at: number, chain: readonly Certificate[]): void {
    this.found.push({ failure: failureOf(code, at, chain[at] ?? null), chain, depth: at })
  }
}

/** Its own issuer is all that such a target has, and the fault is told of that. */
const selfSignedTarget = (target: Certificate): readonly Failure[] =>
  target.issuer.raw === target.subject.raw ? [failureOf('self-signed-target', 0, target)] : []

/** Uses and purposes are told without a name here, unlike by the older verification. */
const unnamed: readonly FailureCode[] = ['key-usage-cert-sign', 'purpose-target', 'purpose-ca']

const failureOf = (code: FailureCode, at: number, certificate: Certificate | null): Failure =>
  unnamed.includes(code) ? { code, at, certificate, params: { detail: 'unnamed' } } : { code, at, certificate }
