import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { KnownSignersVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { keyFailure, keyFitsScheme } from '../checks/algorithms.ts'
import { unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { allowsServerAuth } from '../checks/purpose.ts'
import { validity } from '../checks/validity.ts'
import { wolfsslDecodingFailure } from '../checks/wolfssl-decoding.ts'
import { wolfsslAllowsNames } from '../checks/wolfssl-name-constraints.ts'
import { byCertificate } from './by-certificate.ts'
import type { Search } from './search.ts'

/** What is kept of a certificate that may sign others (struct Signer). */
interface Signer {
  readonly certificate: Certificate
  /** What certificates below may still have above them: counted down, not up. */
  readonly maxPath: number
}

/**
 * wolfSSL (ProcessPeerCerts, src/internal.c; ParseCertRelative, wolfcrypt/src/asn.c): the authorities of the store are the first
 * signers; what was sent is read from its last certificate to its first, and each one that a signer made becomes a signer itself.
 * A certificate has one signer, found by its key identifier or else by its name; it never looks for another.
 */
export const knownSigners: Search<KnownSignersVerifier> = (scenario, verifier, identity) => {
  const sent = scenario.sent.slice(0, verifier.maxSent)
  const [target] = sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const early = decodingFailure(target, verifier)
  if (early !== null) return () => rejected(early, [early], { certificates: [target], anchor: null })
  const setting: Setting = {
    scenario,
    verifier,
    sent,
    decoding: byCertificate((certificate) => wolfsslDecodingFailure(certificate, verifier)),
    // What AddCA reads at all.
    authorities: scenario.store.anchors
      .map(({ certificate }) => certificate)
      .filter(
        (c) => wolfsslDecodingFailure(c, verifier) === null && unknownCriticalExtension(c, verifier.knownExtensions) === null,
      ),
  }
  return (at) => handshake(setting, target, identity, at)
}

/** What does not hang on the time. */
interface Setting {
  readonly scenario: Scenario
  readonly verifier: KnownSignersVerifier
  readonly sent: readonly Certificate[]
  readonly decoding: (certificate: Certificate) => ReturnType<typeof wolfsslDecodingFailure>
  readonly authorities: readonly Certificate[]
}

function handshake(setting: Setting, target: Certificate, identity: () => Failure | null, at: UnixSeconds): Verdict {
  const { verifier, sent } = setting
  const reading = new Reading(setting, at)
  for (const certificate of setting.authorities) reading.load(certificate)
  if (reading.loaded.has(target)) {
    const told = lastOf(usageFailures(target, verifier), identity())
    const path = { certificates: [target], anchor: target }
    return told === null ? { kind: 'accepted', path } : rejected(told, [told], path)
  }
  for (let i = sent.length - 1; i > 0; i--) {
    const certificate = sent[i]
    if (certificate !== undefined) reading.take(certificate, i)
  }
  const { failure, signer } = reading.judge(target, 0)
  const path = reading.path(target, signer)
  const told = reading.fatal ?? failure ?? lastOf(usageFailures(target, verifier), identity()) ?? reading.trace[0] ?? null
  if (told === null) return { kind: 'accepted', path }
  return rejected(told, [...reading.trace, ...(failure === null ? [] : [failure]), told, ...reading.whyUnknown(told)], path)
}

/** The target is decoded first of all, to see whether it is trusted by itself; a critical extension that is not known ends the handshake then. */
function decodingFailure(target: Certificate, verifier: KnownSignersVerifier): Failure | null {
  const undecoded = wolfsslDecodingFailure(target, verifier)
  if (undecoded !== null) return { ...undecoded, at: 0, certificate: target }
  const oid = unknownCriticalExtension(target, verifier.knownExtensions)
  return oid === null ? null : { code: 'critical-extension-unknown', at: 0, certificate: target, params: { oid } }
}

/** What the target's own extensions and the name forbid: each overwrites the one before. */
const lastOf = (failures: readonly Failure[], mismatch: Failure | null): Failure | null => mismatch ?? failures.at(-1) ?? null

function usageFailures(target: Certificate, verifier: KnownSignersVerifier): readonly Failure[] {
  const failures: Failure[] = []
  const fail = (code: FailureCode): void => void failures.push({ code, at: 0, certificate: target })
  if (keyFailure(target.subjectPublicKeyInfo, verifier.algorithms) !== null) fail('target-key-weak')
  if (target.keyUsage !== null && (target.keyUsage.bits & keyUsageBit.digitalSignature) === 0) fail('key-usage-target')
  if (!allowsServerAuth(target, verifier.purpose)) fail('purpose-target')
  return failures
}

function rejected(told: Failure, trace: readonly Failure[], path: CertificationPath): Verdict {
  return { kind: 'rejected', told, trace: [...new Set(trace)], path }
}

interface Judged {
  readonly failure: Failure | null
  readonly signer: Signer | null
  readonly maxPath: number
}

/** One handshake: signers grow as it goes on. */
class Reading {
  readonly trace: Failure[] = []
  /** What ends the handshake before the target is judged: a failure of the certificate right behind it, where it is not the first one. */
  fatal: Failure | null = null
  /** Certificates of the store that could be loaded: a target among them is trusted as it is. */
  readonly loaded = new Set<Certificate>()
  /** Certificates of the store that could not be loaded for their dates: why a signer is not known. Told with the rest, never first. */
  readonly unloaded: Failure[] = []
  private readonly signers: Signer[] = []
  private readonly signerOf = new Map<Certificate, Signer>()
  private readonly scenario: Scenario
  private readonly verifier: KnownSignersVerifier
  private readonly decoding: Setting['decoding']
  private readonly at: UnixSeconds

  constructor({ scenario, verifier, decoding }: Setting, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.decoding = decoding
    this.at = at
  }

  /** AddCA for a certificate of the store: its dates are looked at, its signature is not. One with a key identifier that is known is left out. */
  load(certificate: Certificate): void {
    const outside = validity(certificate, this.at, this.verifier.notAfter)
    if (outside !== null) return void this.unloaded.push({ code: outside, at: null, certificate })
    if (keyFailure(certificate.subjectPublicKeyInfo, this.verifier.algorithms) !== null) return
    this.loaded.add(certificate)
    this.add(certificate, this.maxPathBelow(certificate, this.find(certificate)) ?? 0)
  }

  /** A certificate that was sent above the target. An authority without a signer is passed over; other failures are noted. */
  take(certificate: Certificate, index: number): void {
    const { failure, maxPath, signer } = this.judge(certificate, index)
    const isAuthority = certificate.basicConstraints?.cA === true
    if (failure === null && keyFailure(certificate.subjectPublicKeyInfo, this.verifier.algorithms) !== null) {
      return this.keep({ code: 'ca-key-weak', at: index, certificate })
    }
    if (failure !== null) {
      if (!(isAuthority && noSigner.includes(failure.code))) this.keep(failure)
      return
    }
    if (!isAuthority) return
    if (signer !== null) this.signerOf.set(certificate, signer)
    if (!isSelfNamed(certificate) && (certificate.keyUsage === null || !maySignCertificates(certificate))) {
      if (!this.isKnown(certificate)) this.keep({ code: 'not-a-ca', at: index, certificate })
      return
    }
    this.add(certificate, maxPath)
  }

  /** ParseCertRelative: decoding, the signer, the path length, the signature, name constraints, dates, critical extensions. */
  judge(certificate: Certificate, index: number): Judged {
    const fail = (code: FailureCode, signer: Signer | null, params?: Readonly<Record<string, string>>): Judged => ({
      failure: { code, at: index, certificate, ...(params === undefined ? {} : { params }) },
      signer,
      maxPath: 0,
    })
    const undecoded = this.decoding(certificate)
    if (undecoded !== null) return fail(undecoded.code, null, undecoded.params)
    const signer = this.find(certificate)
    const maxPath = this.maxPathBelow(certificate, signer)
    if (maxPath === null) return fail('path-length-exceeded', signer)
    if (signer === null) return fail(isSelfNamed(certificate) ? 'self-signed-target' : 'issuer-not-found', null)
    if (!keyFitsScheme(certificate, signer.certificate.subjectPublicKeyInfo)) return fail('signature-unsupported', signer)
    if (this.scenario.graph.signed(certificate, signer.certificate) !== 'valid') return fail('signature-invalid', signer)
    if (!wolfsslAllowsNames(certificate, signer.certificate)) return fail('name-not-permitted', signer)
    const outside = validity(certificate, this.at, this.verifier.notAfter)
    if (outside !== null) return fail(outside, signer)
    const unknown = unknownCriticalExtension(certificate, this.verifier.knownExtensions)
    if (unknown !== null) return fail('critical-extension-unknown', signer, { oid: unknown })
    return { failure: null, signer, maxPath }
  }

  path(target: Certificate, signer: Signer | null): CertificationPath {
    const certificates = [target]
    let above = signer
    while (above !== null) {
      const next = this.signerOf.get(above.certificate) ?? null
      if (next === null || certificates.includes(above.certificate)) return { certificates, anchor: above.certificate }
      certificates.push(above.certificate)
      above = next
    }
    return { certificates, anchor: null }
  }

  /** For a failure to find a signer: those of its name that could not be loaded. */
  whyUnknown({ code, certificate }: Failure): readonly Failure[] {
    if (!noSigner.includes(code)) return []
    const names = [certificate, ...this.scenario.sent].map((c) => c?.issuer.canonical)
    return this.unloaded.filter((failure) => names.includes(failure.certificate?.subject.canonical))
  }

  private keep(failure: Failure): void {
    // ProcessPeerCerts: the first error is put aside (lastErr) and told at the end, if nothing else is; those behind it are
    // overwritten by the next certificate.
    if (this.trace.length > 0 && failure.at === 1) this.fatal = failure
    this.trace.push(failure)
  }

  private add(certificate: Certificate, maxPath: number): void {
    if (!this.isKnown(certificate)) this.signers.push({ certificate, maxPath })
  }

  /** AlreadySigner: by the subject key identifier, which is made of the key where there is none. */
  private isKnown(certificate: Certificate): boolean {
    const own = certificate.subjectKeyIdentifier?.keyIdentifier
    return this.signers.some(({ certificate: known }) => {
      const theirs = known.subjectKeyIdentifier?.keyIdentifier
      if (own !== undefined && theirs !== undefined) return sameBytes(own, theirs)
      return known.subjectPublicKeyInfo.raw === certificate.subjectPublicKeyInfo.raw
    })
  }

  /**
   * GetCA by the authority key identifier, if the name fits as well; then by the name alone, but not where an authority key
   * identifier is there. An issuer without an identifier has a digest of its key: for RSA the one by which others usually name it (RFC
   * 5280 §4.2.1.2 (1)), for other keys one that nobody uses.
   */
  private find(certificate: Certificate): Signer | null {
    const identifier = certificate.authorityKeyIdentifier?.keyIdentifier ?? null
    const named = this.signers.filter((s) => s.certificate.subject.canonical === certificate.issuer.canonical)
    if (identifier === null) return named[0] ?? null
    const fits = ({ certificate: issuer }: Signer): boolean => {
      const own = issuer.subjectKeyIdentifier?.keyIdentifier
      if (own !== undefined) return sameBytes(own, identifier)
      return issuer.subjectPublicKeyInfo.key.kind === 'rsa' && this.scenario.graph.signed(certificate, issuer) === 'valid'
    }
    return named.find(fits) ?? null
  }

  /** How many may still follow; `null`: this one is too many already. A self-issued certificate starts anew, whatever it says. */
  private maxPathBelow(certificate: Certificate, signer: Signer | null): number | null {
    const { basicConstraints, keyUsage } = certificate
    const own = basicConstraints?.pathLenConstraint ?? null
    if (isSelfNamed(certificate) || signer === null) return mostPath
    const isAuthority = basicConstraints?.cA === true
    if (own !== null) {
      if (!isAuthority) return own
      const maySign = keyUsage === null || maySignCertificates(certificate)
      if (maySign && own < signer.maxPath) return own
    } else if (!isAuthority) return mostPath
    return signer.maxPath > 0 ? signer.maxPath - 1 : null
  }
}

/** WOLFSSL_MAX_PATH_LEN. */
const mostPath = 127

const noSigner: readonly FailureCode[] = ['issuer-not-found', 'self-signed-target']

const isSelfNamed = (certificate: Certificate): boolean => certificate.subject.canonical === certificate.issuer.canonical
