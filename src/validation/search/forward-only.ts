import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { ForwardOnlyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { keyFailure, keyFitsScheme } from '../checks/algorithms.ts'
import { unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { mbedtlsDecodingError, mbedtlsKnowsSignature } from '../checks/mbedtls-decoding.ts'
import { allowsServerAuth } from '../checks/purpose.ts'
import { validity } from '../checks/validity.ts'
import { keyUsageBit } from '../../model/extension.ts'
import { byCertificate } from './by-certificate.ts'
import type { Search } from './search.ts'
import { withCodes } from './with-codes.ts'

/**
 * mbedTLS (mbedtls_x509_crt_verify, library/x509_crt.c): from the target up, at each step the first issuer of the store that made
 * the signature, else the first certificate sent behind the child that could be its issuer, whether or not it made it; those
 * that are valid now go before others. Failures add up to one set of bits: the one told is the first that
 * mbedtls_x509_crt_verify_info prints, and params `codes` names all of them.
 */
export const forwardOnly: Search<ForwardOnlyVerifier> = (scenario, verifier, identity) => {
  const error = decodingFailure(scenario, verifier)
  if (error !== null)
    return () => ({
      kind: 'rejected',
      told: error,
      trace: [error],
      path: { certificates: scenario.sent.slice(0, 1), anchor: null },
    })
  const sent = scenario.sent.filter((c) => mbedtlsKnowsSignature(c, verifier))
  const first = sent[0]
  const target = scenario.sent[0]
  if (first === undefined || target === undefined) {
    const told: Failure = { code: 'chain-empty', at: null, certificate: null }
    return () => ({ kind: 'rejected', told, trace: [told], path: { certificates: [], anchor: null } })
  }
  const ofTarget = targetFailures(first, verifier)
  const walk = new Walk(sent, scenario, verifier)
  return (at) => {
    const { failures, notes, path } = walk.from(first, at)
    if (failures.some(({ code }) => code === 'path-too-long')) return rejected(failures, path, verifier)
    const mismatch = identity()
    const all = [...(mismatch === null ? [] : [mismatch]), ...ofTarget, ...failures]
    if (all.length > 0) return rejected(all, path, verifier, notes)
    if (first === target) return { kind: 'accepted', path }
    // The next one took the place of a target that is passed over, and the handshake is not signed with its key.
    return rejected([{ code: 'handshake-failed', at: null, certificate: null }], path, verifier)
  }
}

/** Every certificate that was sent is decoded; the first that cannot be ends the handshake (ssl_parse_certificate_chain). */
function decodingFailure({ sent }: Scenario, verifier: ForwardOnlyVerifier): Failure | null {
  for (const [i, certificate] of sent.entries()) {
    const code = mbedtlsDecodingError(certificate, verifier)
    if (code !== null && mbedtlsKnowsSignature(certificate, verifier))
      return {
        code: 'certificate-malformed',
        at: i === 0 ? 0 : null,
        certificate,
        params: { code, anomaly: anomalyOf(certificate), offset: offsetOf(certificate) },
      }
  }
  return null
}

const anomalyOf = ({ anomalies }: Certificate): string => anomalies[0]?.code ?? 'field-unexpected'
const offsetOf = ({ anomalies }: Certificate): string => String(anomalies[0]?.offset ?? 0)

/** The key and the usages of the target (x509_crt_verify_restartable_ca_cb and, in the handshake, mbedtls_ssl_check_cert_usage). */
function targetFailures(target: Certificate, verifier: ForwardOnlyVerifier): readonly Failure[] {
  const failures: Failure[] = []
  const fail = (code: FailureCode): void => void failures.push({ code, at: 0, certificate: target })
  if (keyFailure(target.subjectPublicKeyInfo, verifier.algorithms) !== null) fail('target-key-weak')
  // Every key exchange that is left signs.
  if (target.keyUsage !== null && (target.keyUsage.bits & keyUsageBit.digitalSignature) === 0) fail('key-usage-target')
  if (!allowsServerAuth(target, verifier.purpose)) fail('purpose-target')
  return failures
}

/** What one walk up came to. */
interface Walked {
  readonly failures: readonly Failure[]
  /** Why those that have the name of an issuer that was not found are none: they set no bit. */
  readonly notes: readonly Failure[]
  readonly path: CertificationPath
}

/** x509_crt_verify_chain. */
class Walk {
  private readonly sent: readonly Certificate[]
  private readonly scenario: Scenario
  private readonly verifier: ForwardOnlyVerifier

  constructor(sent: readonly Certificate[], scenario: Scenario, verifier: ForwardOnlyVerifier) {
    this.sent = sent
    this.scenario = scenario
    this.verifier = verifier
  }

  from(target: Certificate, at: UnixSeconds): Walked {
    const { verifier } = this
    const failures: Failure[] = []
    const certificates: Certificate[] = []
    let child = target
    let place = 0
    let selfIssued = 0
    for (;;) {
      const index = certificates.length
      const fail = (code: FailureCode, certificate = child, i = index): void => void failures.push({ code, at: i, certificate })
      certificates.push(child)
      this.dates(child, index, at, failures)
      const { hash } = child.signatureScheme
      if (hash !== null && verifier.algorithms.refusedDigests.includes(hash)) fail('ca-digest-weak')
      if (index === 0 && this.isTrustedTarget(child)) return { failures, notes: [], path: { certificates, anchor: child } }
      const depth = index - selfIssued
      const anchor = this.preferred(this.anchors(child, depth), at)
      const issuer = anchor ?? this.preferred(this.behind(child, place, depth), at)
      if (issuer === null) {
        fail(isSelfIssued(child) ? (index === 0 ? 'self-signed-target' : 'self-signed-in-chain') : 'issuer-not-found')
        return { failures, notes: this.passedOver(child, place, depth, index + 1), path: { certificates, anchor: null } }
      }
      if (index > 0 && isSelfIssued(child)) selfIssued += 1
      if (anchor === null && certificates.length > verifier.maxIntermediates) {
        return {
          failures: [{ code: 'path-too-long', at: null, certificate: null }],
          notes: [],
          path: { certificates, anchor: null },
        }
      }
      if (anchor === null && !this.signed(child, issuer)) fail('signature-invalid')
      if (keyFailure(issuer.subjectPublicKeyInfo, verifier.algorithms) !== null) fail('ca-key-weak', issuer, index + 1)
      if (anchor !== null) {
        this.dates(anchor, index + 1, at, failures)
        return { failures, notes: [], path: { certificates, anchor } }
      }
      place = this.sent.indexOf(issuer, place + 1)
      child = issuer
    }
  }

  private dates(certificate: Certificate, at: number, now: UnixSeconds, failures: Failure[]): void {
    // A certificate may end before it begins: then it has both bits.
    if (now < certificate.notBefore) failures.push({ code: 'not-yet-valid', at, certificate })
    if (now > certificate.notAfter) failures.push({ code: 'expired', at, certificate })
  }

  /** x509_crt_check_ee_locally_trusted: a target in the store ends the walk only if it is self-issued. */
  private isTrustedTarget(target: Certificate): boolean {
    return isSelfIssued(target) && this.scenario.store.bySha256.has(target.sha256)
  }

  private passedOver(child: Certificate, place: number, depth: number, at: number): readonly Failure[] {
    const stored = (this.scenario.store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
    const sent = this.sent.slice(place + 1).filter((c) => c.subject.canonical === child.issuer.canonical)
    const note = (certificate: Certificate, isStored: boolean): readonly Failure[] => {
      const undecoded = mbedtlsDecodingError(certificate, this.verifier)
      if (undecoded !== null) {
        const oid = unknownCriticalExtension(certificate, this.verifier.knownExtensions)
        if (oid === null) return [{ code: 'certificate-malformed', at, certificate, params: { code: undecoded } }]
        return [{ code: 'critical-extension-unknown', at, certificate, params: { oid } }]
      }
      if (!mayIssue(certificate, isStored))
        return [{ code: isAuthority(certificate) ? 'key-usage-cert-sign' : 'not-a-ca', at, certificate }]
      return allowsDepth(certificate, depth) ? [] : [{ code: 'path-length-exceeded', at, certificate }]
    }
    return [...stored.flatMap((c) => note(c, true)), ...sent.flatMap((c) => note(c, false))]
  }

  private anchors(child: Certificate, depth: number): readonly Certificate[] {
    return this.named(child).filter((c) => allowsDepth(c, depth) && this.signed(child, c))
  }

  /** Authorities of the store that bear the name of its issuer and could be loaded. */
  private readonly named = byCertificate((child): readonly Certificate[] =>
    (this.scenario.store.bySubject.get(child.issuer.canonical) ?? [])
      .map(({ certificate }) => certificate)
      .filter((c) => mbedtlsDecodingError(c, this.verifier) === null && mbedtlsKnowsSignature(c, this.verifier))
      .filter((c) => mayIssue(c, true)),
  )

  private behind(child: Certificate, place: number, depth: number): readonly Certificate[] {
    return this.sent
      .slice(place + 1)
      .filter((c) => c.subject.canonical === child.issuer.canonical && mayIssue(c, false) && allowsDepth(c, depth))
  }

  /** x509_crt_find_parent_in: the first that is valid now, else the first. */
  private preferred(candidates: readonly Certificate[], at: UnixSeconds): Certificate | null {
    return candidates.find((c) => validity(c, at, this.verifier.notAfter) === null) ?? candidates[0] ?? null
  }

  private signed(child: Certificate, issuer: Certificate): boolean {
    return keyFitsScheme(child, issuer.subjectPublicKeyInfo) && this.scenario.graph.signed(child, issuer) === 'valid'
  }
}

/** x509_crt_check_parent: an anchor before version 3 need not be a CA. */
function mayIssue(candidate: Certificate, isStored: boolean): boolean {
  if (isStored && candidate.version < 3) return true
  return isAuthority(candidate) && maySignCertificates(candidate)
}

/** x509_get_basic_constraints: a number where cA should stand is read as cA, so that a path length without it is one. */
const isAuthority = ({ basicConstraints }: Certificate): boolean =>
  basicConstraints !== null && (basicConstraints.cA || (basicConstraints.pathLenConstraint ?? 0) > 0)

/** `depth`: certificates below that count for a path length. */
const allowsDepth = ({ basicConstraints }: Certificate, depth: number): boolean =>
  basicConstraints?.cA !== true || (basicConstraints.pathLenConstraint ?? Infinity) >= depth

function rejected(
  trace: readonly Failure[],
  path: CertificationPath,
  { rank }: ForwardOnlyVerifier,
  notes: readonly Failure[] = [],
): Verdict {
  const place = (code: FailureCode): number => (rank.includes(code) ? rank.indexOf(code) : rank.length)
  const sorted = trace.length === 1 ? trace : trace.toSorted((a, b) => place(a.code) - place(b.code))
  const [first] = sorted
  if (first === undefined) throw new RangeError('a rejection has a failure')
  const codes: FailureCode[] = []
  for (const { code } of sorted) if (!codes.includes(code)) codes.push(code)
  const told = withCodes(first, codes)
  return { kind: 'rejected', told, trace: [...trace.map((failure) => (failure === first ? told : failure)), ...notes], path }
}
