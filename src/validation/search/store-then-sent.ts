import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { Verifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { isSelfIssued, sameBytes } from '../../graph/issuers.ts'
import { checkNameConstraints } from '../checks/name-constraints.ts'
import { opensslDateFailures } from '../checks/openssl-dates.ts'
import { opensslExtensionFailures } from '../checks/openssl-extensions.ts'
import { isIsolated } from '../checks/openssl-invalid.ts'
import { keyStrength, securityBits, signatureStrength } from '../checks/strength.ts'
import { countsAsSelfSigned, isEligibleIssuer, preferredIssuer } from './greedy-select.ts'
import { byCertificate } from './by-certificate.ts'
import type { Search } from './search.ts'

type StoreThenSentVerifier = Extract<Verifier, { readonly strategy: 'store-then-sent' }>

/**
 * LibreSSL's verifier since 3.2 (libressl/openbsd at v4.3, src/lib/libcrypto/x509/x509_verify.c, as X509_verify_cert calls it).
 * At each certificate the store is asked for one issuer, then every certificate that was sent is tried in its order; a candidate
 * must have made the signature, be valid and hold its name constraints. A whole path is judged at its end, the target last, and the
 * first that passes wins. Where none does, what the last failing candidate said is told, else that the last one lacks an issuer.
 */
export const storeThenSent: Search<StoreThenSentVerifier> = (scenario, verifier, identity) => {
  const issuers = eligibleIssuers(scenario, verifier.library)
  return (at) => new Climb({ scenario, verifier, identity, issuers }, at).verdict()
}

/** What does not hang on the time. */
interface Setting {
  readonly scenario: Scenario
  readonly verifier: StoreThenSentVerifier
  readonly identity: () => Failure | null
  readonly issuers: (child: Certificate) => EligibleIssuers
}

interface EligibleIssuers {
  readonly stored: readonly Certificate[]
  readonly sent: readonly Certificate[]
}

function eligibleIssuers({ store, sent }: Scenario, library: StoreThenSentVerifier['library']): Setting['issuers'] {
  return byCertificate((child) => {
    const isEligible = (issuer: Certificate): boolean => isEligibleIssuer(child, issuer, library)
    const namesakes = (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
    return { stored: namesakes.filter(isEligible), sent: sent.slice(1).filter(isEligible) }
  })
}

/** X509_VERIFY_MAX_CHAIN_CERTS and X509_VERIFY_MAX_SIGCHECKS, x509_internal.h. */
const maxChain = 32
const maxSignatures = 256

class Climb {
  private readonly scenario: Scenario
  private readonly verifier: StoreThenSentVerifier
  private readonly identity: () => Failure | null
  private readonly issuers: Setting['issuers']
  private readonly at: UnixSeconds
  private readonly trace: Failure[] = []
  private found: readonly Certificate[] | null = null
  /** What a failed candidate or path left to be told; a path that begins to be judged clears it. */
  private told: Failure | null = null
  /** What is told where nothing failed: the last certificate that was climbed from lacks an issuer. */
  private stuck: Failure | null = null
  private path: readonly Certificate[] = []
  private signatures = 0

  constructor({ scenario, verifier, identity, issuers }: Setting, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.identity = identity
    this.issuers = issuers
    this.at = at
  }

  verdict(): Verdict {
    const [target] = this.scenario.sent
    if (target === undefined) throw new RangeError('a scenario holds at least the target')
    const { library } = this.verifier
    if (keyStrength(target, library.digestBits) < securityBits(library.level))
      return this.rejected(fail('target-key-weak', 0, target), [target])
    this.path = [target]
    const stands = this.scenario.store.bySha256.has(target.sha256) && !isIsolated(target, library)
    if (stands && (library.partialChain || countsAsSelfSigned(target, library))) this.judge([target])
    else {
      this.climb([target])
      // The second pass takes any certificate of the store for an end; without partial chains its paths are not trusted, and for a
      // target that is its own end there is no error but X509_V_ERR_UNSPECIFIED.
      if (stands) this.told ??= fail('handshake-failed', 0, target)
    }
    if (this.found !== null) return { kind: 'accepted', path: asPath(this.found) }
    return this.rejected(this.told ?? this.stuck ?? fail('issuer-not-found', 0, target), this.path)
  }

  private rejected(told: Failure, certificates: readonly Certificate[]): Verdict {
    const trace = this.trace.includes(told) ? this.trace : [...this.trace, told]
    return { kind: 'rejected', told, trace, path: { certificates, anchor: null } }
  }

  /** x509_verify_build_chains: what stands above the last certificate of `chain`. */
  private climb(chain: readonly Certificate[]): void {
    const depth = chain.length - 1
    const last = chain[depth]
    if (this.found !== null || last === undefined) return
    const { library } = this.verifier
    const lone: FailureCode = depth === 0 ? 'self-signed-target' : 'self-signed-in-chain'
    this.stuck = fail(countsAsSelfSigned(last, library) ? lone : 'issuer-not-found', depth, last)
    const issuers = this.issuers(last)
    const stored = preferredIssuer(issuers.stored, library, this.at)
    if (stored !== null) this.consider(chain, last, stored, library.partialChain || countsAsSelfSigned(stored, library))
    for (const sent of issuers.sent) this.consider(chain, last, sent, false)
    if (this.found === null && (this.told ?? this.stuck)?.at === depth) this.path = chain
  }

  /** x509_verify_consider_candidate. */
  private consider(chain: readonly Certificate[], child: Certificate, issuer: Certificate, isEnd: boolean): void {
    if (this.found !== null || chain.includes(issuer)) return
    const failure = this.candidateFailure(chain, child, issuer)
    if (failure !== null) {
      this.note(failure)
      this.path = [...chain, issuer]
    } else if (isEnd) this.judge([...chain, issuer])
    else this.climb([...chain, issuer])
  }

  private candidateFailure(chain: readonly Certificate[], child: Certificate, issuer: Certificate): Failure | null {
    const depth = chain.length
    const { library, names } = this.verifier
    if (this.signatures++ > maxSignatures || depth >= maxChain) return fail('path-too-long', depth, issuer)
    const { kind } = issuer.subjectPublicKeyInfo.key
    if (kind === 'unknown' || kind === 'malformed' || library.unreadableKeys.includes(kind))
      return fail('issuer-key-unreadable', depth, issuer)
    const isSigned =
      sameBytes(child.signature.der, child.signatureAlgorithm.der) && this.scenario.graph.signed(child, issuer) === 'valid'
    if (!isSigned) return fail('signature-invalid', depth, issuer)
    // X509_check_issued is asked the wrong way about: two that issued each other are refused.
    if (isEligibleIssuer(issuer, child, library)) return fail('name-chaining', depth, issuer)
    const [outside] = this.dateFailures(issuer)
    if (outside !== undefined) return fail(outside, depth, issuer)
    if (issuer.nameConstraints === null) return null
    for (const [i, certificate] of chain.entries()) {
      const found = checkNameConstraints(certificate, i === 0, issuer.nameConstraints, names)
      if (found !== null) return { code: found.code, at: depth, certificate: issuer, params: found.params }
    }
    return null
  }

  /** x509_verify_ctx_add_chain: extensions of what was sent, levels, the target's dates, its name. */
  private judge(chain: readonly Certificate[]): void {
    this.told = null
    const failure = this.chainFailure(chain)
    this.path = chain
    if (failure === null) this.found = chain
    else this.note(failure)
  }

  private chainFailure(chain: readonly Certificate[]): Failure | null {
    const { library } = this.verifier
    let issuersBelow = 0
    for (const [i, certificate] of chain.slice(0, -1).entries()) {
      const [code] = opensslExtensionFailures(chain, i, issuersBelow, library, countsAsSelfSigned(certificate, library))
      if (code !== undefined) return fail(code, i, certificate)
      if (i > 0 && !isSelfIssued(certificate)) issuersBelow += 1
    }
    const least = securityBits(library.level)
    for (const [i, certificate] of chain.entries()) {
      if (i > 0 && keyStrength(certificate, library.digestBits) < least) return fail('ca-key-weak', i, certificate)
      if (i < chain.length - 1 && signatureStrength(certificate, library.digestBits) < least)
        return fail('ca-digest-weak', i, certificate)
    }
    const [target] = chain
    if (target === undefined) return null
    const [outside] = this.dateFailures(target)
    return outside === undefined ? this.identity() : fail(outside, 0, target)
  }

  /** The dates as the library that it came from looks at them: that odd forms are told likewise was not seen. */
  private dateFailures(certificate: Certificate): readonly FailureCode[] {
    const { library, notAfter } = this.verifier
    return opensslDateFailures(certificate, this.at, { notAfter, unreadableDates: library.unreadableDates })
  }

  private note(failure: Failure): void {
    this.told = failure
    this.trace.push(failure)
  }
}

const fail = (code: FailureCode, at: number, certificate: Certificate): Failure => ({ code, at, certificate })

function asPath(chain: readonly Certificate[]): CertificationPath {
  const anchor = chain.at(-1) ?? null
  return { certificates: chain.length === 1 ? chain : chain.slice(0, -1), anchor }
}
