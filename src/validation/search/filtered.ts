import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { Oid } from '../../model/oid.ts'
import type { FilteredVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued, keyIdentifierFit } from '../../graph/issuers.ts'
import { hasUndecodedExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { libpkixPathFailure } from '../checks/libpkix-path.ts'
import { nssBasicConstraints, nssIsSslCa, nssServesTls } from '../checks/nss-cert-type.ts'
import { nssOutside } from '../checks/nss-dates.ts'
import { nssDatabase, nssReusedSerial } from '../checks/nss-import.ts'
import { nssConstraintViolation } from '../checks/nss-name-constraints.ts'
import { nssLog } from './nss-log.ts'
import { asFound, inserted, namesakesOf } from './nss-namesakes.ts'
import type { Search } from './search.ts'

/**
 * libpkix (pkix_BuildForwardDepthFirstSearch, lib/libpkix/pkix/top/pkix_build.c, NSS 3.87): issuers that are not valid now are not seen;
 * the others are held to what a path needs before they are followed; a path that reached a trusted one is verified whole.
 */
export const filtered: Search<FilteredVerifier> = (given, verifier, _identity) => {
  const scenario = { ...given, store: nssDatabase(given.store) }
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const reused = nssReusedSerial(scenario.sent, scenario.store)
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

const basicConstraintsId = '2.5.29.19'
const nameConstraintsId = '2.5.29.30'

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
  /** Which error stands set: it is told where an own one is missing (messages/nss-log.ts). */
  private left: 'left-absent' | 'left-arguments' | 'left-dates' | 'left-unread' = 'left-arguments'
  /** Names that were asked of the database. */
  private readonly decoded = new Set<string>()
  /** What fitted, by the name that was looked for. */
  private readonly remembered = new Map<string, readonly Certificate[]>()
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
    const own = this.outside(target) ?? nssServesTls(target) ?? (isNameless(target) ? 'host-no-names' : null)
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
    for (const issuer of latestEndFirst(this.gathered(subject, chain, below))) {
      this.steps += 1
      if (this.steps > mostSteps) {
        this.isTooLarge = true
        return null
      }
      const longer = [...chain, issuer]
      const isTrusted = this.isTrusted(issuer)
      if (chain.includes(issuer) && !isTrusted)
        this.found.push({ failure: failureOf('self-signed-in-chain', chain.length, issuer), chain: longer, depth: chain.length })
      else if (isTrusted) {
        const failure = libpkixPathFailure(longer, this.verifier, this.scenario.graph)
        if (failure === null) return { certificates: chain, anchor: issuer }
        this.found.push({ failure, chain: longer, depth: chain.length })
      } else {
        const path = this.build(longer, isSelfIssued(issuer) ? below : below + 1)
        if (path !== null) return path
      }
    }
    return null
  }

  /**
   * pkix_Build_GatherCerts: what fitted first is remembered by its name (pkix_CacheCert_Add), and if any of it fits again nothing else is
   * looked at. pkix_pl_Pk11CertStore_GetCert: the selector is asked of all before one is followed.
   */
  private gathered(subject: Certificate, chain: readonly Certificate[], below: number): readonly Certificate[] {
    const name = subject.issuer.raw
    const remembered = this.remembered.get(name) ?? []
    if ((subject.authorityKeyIdentifier?.keyIdentifier ?? null) === null) this.left = 'left-absent'
    const again = remembered.filter((issuer) => this.unfit(issuer, chain, below) === null)
    if (again.length > 0) return again
    const seen = this.candidates(subject, chain.length)
    if (seen.length === 0) this.note('issuer-not-found', chain.length - 1, chain)
    const fitting = seen.filter((issuer) => {
      const unfit = this.unfit(issuer, chain, below)
      if (unfit !== null) this.found.push({ failure: unfit, chain: [...chain, issuer], depth: chain.length })
      return unfit === null
    })
    if (fitting.length === 0) return fitting
    if (remembered.length === 0) this.remembered.set(name, fitting)
    this.left = 'left-arguments'
    return fitting
  }

  /** What the selector passes over in silence: other names, and dates. CERT_SortCBValidity (lib/certdb/certdb.c): those that begin later first. */
  private candidates(subject: Certificate, place: number): readonly Certificate[] {
    const namesakes = namesakesOf(subject, this.scenario)
    // What comes out of the database is decoded, and lacks one extension or another.
    if (namesakes.stored.length > 0 && !this.decoded.has(subject.issuer.raw)) this.left = 'left-absent'
    this.decoded.add(subject.issuer.raw)
    const known = asFound(namesakes, this.at)
    const seen = known.filter((c) => this.isSeen(c, place))
    if (seen.length < known.length) this.left = 'left-dates'
    return inserted(seen, (a, b) => a.notBefore > b.notBefore)
  }

  private isTrusted(certificate: Certificate): boolean {
    return this.scenario.store.bySha256.has(certificate.sha256)
  }

  /** pkix_CertSelector_DefaultMatch (lib/libpkix/pkix/certsel/pkix_certselector.c), as far as it tells an error. */
  private unfit(issuer: Certificate, chain: readonly Certificate[], below: number): Failure | null {
    const isTrusted = this.isTrusted(issuer)
    const fail = (code: FailureCode): Failure => failureOf(code, chain.length, issuer)
    // A trusted certificate needs no basicConstraints.
    const basicConstraints = nssBasicConstraints(issuer)
    if (basicConstraints === null) this.left = hasExtension(issuer, basicConstraintsId) ? 'left-unread' : 'left-absent'
    if (basicConstraints === null ? !isTrusted : !basicConstraints.cA) return fail('not-a-ca')
    const limit = basicConstraints?.pathLenConstraint ?? null
    if (limit !== null && below > limit) return fail('path-length-exceeded')
    const misnamed = this.misnamed(issuer, chain)
    if (misnamed !== null) return misnamed
    if (!maySignCertificates(issuer)) return fail('key-usage-cert-sign')
    if (!nssIsSslCa(issuer, isTrusted)) return fail('purpose-ca')
    const [subject] = chain.slice(-1)
    return subject !== undefined && keyIdentifierFit(subject, issuer) === 'mismatch'
      ? { ...fail('issuer-not-found'), params: { detail: this.left } }
      : null
  }

  /**
   * pkix_CertSelector_Match_PathToNames: the names of the target, for those of an authority never reach the list that is compared
   * (pkix_BuildForwardDepthFirstSearch copies it first).
   */
  private misnamed(issuer: Certificate, chain: readonly Certificate[]): Failure | null {
    const { nameConstraints } = issuer
    const [target] = chain
    if (nameConstraints === null) {
      if (hasUndecodedExtension(issuer, [nameConstraintsId], 'structure'))
        return failureOf('extension-invalid', chain.length, issuer)
      this.left = 'left-absent'
    }
    if (nameConstraints === null || target === undefined) return null
    const found = nssConstraintViolation(target, nameConstraints, false)
    return found === null
      ? null
      : { ...failureOf(found.code, chain.length, issuer), params: { ...found.params, detail: this.left } }
  }

  private isSeen(issuer: Certificate, place: number): boolean {
    const code = this.outside(issuer)
    if (code !== null) this.silent.push({ code, at: place, certificate: issuer, params: { detail: 'issuer' } })
    return code === null
  }

  /** PKIX_PL_Cert_CheckValidity: whatever is wrong with the dates, they are over. */
  private outside(certificate: Certificate): 'expired' | 'not-yet-valid' | null {
    const code = nssOutside(certificate, this.at, this.verifier.notAfter, this.verifier.slop)
    return code === 'not-before-unreadable' || code === 'not-after-unreadable' ? 'expired' : code
  }

  private note(code: FailureCode, at: number, chain: readonly Certificate[]): void {
    this.found.push({ failure: failureOf(code, at, chain[at] ?? null), chain, depth: at })
  }
}

/** pkix_List_BubbleSort (lib/libpkix/pkix/util/pkix_list.c) by the end of validity: of equals the order may change. */
function latestEndFirst(certificates: readonly Certificate[]): readonly Certificate[] {
  const sorted: Certificate[] = []
  let rest = certificates
  for (let [latest] = rest; latest !== undefined; [latest] = rest) {
    const left: Certificate[] = []
    for (const other of rest.slice(1)) {
      if (latest.notAfter < other.notAfter) {
        left.push(latest)
        latest = other
      } else left.push(other)
    }
    sorted.push(latest)
    rest = left
  }
  return sorted
}

const hasExtension = ({ extensions }: Certificate, id: Oid): boolean => extensions.some(({ oid }) => oid === id)

/** PKIX_PL_Cert_GetAllSubjectNames (lib/libpkix/pkix_pl_nss/pki/pkix_pl_cert.c) makes no list, and without one pkix_ForwardBuilderState_Create fails. */
const isNameless = ({ subject, subjectAltName }: Certificate): boolean =>
  subject.rdns.length === 0 && (subjectAltName?.names ?? []).length === 0

/** Its own issuer is all that such a target has, and the fault is told of that. */
const selfSignedTarget = (target: Certificate): readonly Failure[] =>
  target.issuer.raw === target.subject.raw ? [failureOf('self-signed-target', 0, target)] : []

/** Uses and purposes are told without a name here, unlike by the older verification. */
const unnamed: readonly FailureCode[] = ['key-usage-cert-sign', 'purpose-target', 'purpose-ca']

const failureOf = (code: FailureCode, at: number, certificate: Certificate | null): Failure =>
  unnamed.includes(code) ? { code, at, certificate, params: { detail: 'unnamed' } } : { code, at, certificate }
