import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { PathGraph } from '../../model/path.ts'
import type { CheckId, DepthFirstVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { toHex } from '../../x509/hex.ts'
import { algorithmFailure, keyFitsScheme } from './algorithms.ts'
import { unknownCriticalExtension } from './critical-extensions.ts'
import { maySignCertificates } from './key-usage.ts'
import { checkNameConstraints } from './name-constraints.ts'
import { concernsPolicies, noPolicyAsked, processPolicies, rfc5280Policies } from './policies.ts'
import { profileFailure } from './profile.ts'
import { allowsServerAuth, allowsTlsServerKeyUsage } from './purpose.ts'
import { validity } from './validity.ts'

/** What a check may look at: one certificate in its path. `path` ends with the anchor when there is one. */
export interface PathCheckInput {
  readonly path: readonly Certificate[]
  /** 0 = target. */
  readonly index: number
  readonly certificate: Certificate
  readonly anchor: Certificate | null
  readonly verifier: DepthFirstVerifier
  readonly at: UnixSeconds
  readonly signed: PathGraph['signed']
}

/** `null`: passed. `at` and `certificate` of the failure are those of the input where the check leaves them `null`. */
export type PathCheck = (input: PathCheckInput) => Failure | null

const fail = (code: FailureCode, params: Readonly<Record<string, string>> = {}): Failure => ({
  code,
  at: null,
  certificate: null,
  params,
})

/** The steps of RFC 5280 §6.1 that depth-first verifiers put in their own order. */
export const checks: Readonly<Record<CheckId, PathCheck>> = {
  /** §6.1.3 (a)(2). */
  validity: ({ certificate, at, verifier }) => {
    const outside = validity(certificate, at, verifier.notAfter)
    return outside === null ? null : fail(outside)
  },

  /** §6.1.4 (k) for issuers. */
  'basic-constraints': ({ certificate, index }) =>
    index === 0 || certificate.basicConstraints?.cA === true ? null : fail('not-a-ca'),

  /** §6.1.4 (l) and (m): intermediates below that are not self-issued. */
  'path-length': ({ certificate, path, index }) => {
    const limit = certificate.basicConstraints?.pathLenConstraint ?? null
    if (index === 0 || limit === null) return null
    const below = path.slice(1, index).filter((c) => !isSelfIssued(c)).length
    return below > limit ? fail('path-length-exceeded') : null
  },

  /** §6.1.4 (n) for issuers; §4.2.1.3 for a TLS server. */
  'key-usage': ({ certificate, index }) => {
    if (index > 0) return maySignCertificates(certificate) ? null : fail('key-usage-cert-sign')
    return allowsTlsServerKeyUsage(certificate) ? null : fail('key-usage-target')
  },

  /** §4.2.1.12. */
  purpose: ({ certificate, index, verifier: { purpose } }) => {
    if (index > 0 && purpose.issuers === 'none') return null
    return allowsServerAuth(certificate, purpose) ? null : fail(index === 0 ? 'purpose-target' : 'purpose-ca')
  },

  /** §6.1.4 (o) and §6.1.5 (f). */
  'critical-extensions': ({ certificate, verifier }) => {
    const oid = unknownCriticalExtension(certificate, verifier.knownExtensions)
    return oid === null ? null : fail('critical-extension-unknown', { oid })
  },

  /** §4.1 and §4.2: what is asked of issuers. No relying party need look. */
  profile: ({ certificate }) => {
    const code = profileFailure(certificate)
    return code === null ? null : fail(code)
  },

  /** §6.1.3 (d) to (f), §6.1.4 (a), (b) and (h) to (j), §6.1.5 (a), (b) and (g). */
  policies: ({ path, index, anchor }) => {
    const chain = anchor === null ? path : path.slice(0, -1)
    if (!concernsPolicies(chain)) return null
    const outcome = processPolicies(chain, noPolicyAsked, rfc5280Policies)
    if (outcome.kind === 'valid' || outcome.at !== index) return null
    return fail('policy', outcome.reason === 'none-valid' ? {} : { detail: 'anyPolicy' })
  },

  /** Which algorithms and keys the verifier has. */
  algorithms: ({ certificate, path, index, verifier }) => {
    const issuer = path[index + 1]
    if (issuer === undefined) return null
    const key = issuer.subjectPublicKeyInfo
    const code = algorithmFailure(certificate, key, verifier.algorithms)
    // That the key is of another kind comes before its size.
    const isOfOtherKind = !keyFitsScheme(certificate, key) && (code === null || code === 'ca-key-weak')
    const ofKey = { keyAlgorithm: toHex(key.algorithm.der) }
    if (isOfOtherKind) return fail('signature-unsupported', ofKey)
    if (code === null) return null
    return fail(
      code,
      code === 'signature-unsupported' && verifier.algorithms.schemes.includes(certificate.signatureScheme.kind) ? ofKey : {},
    )
  },

  /** §6.1.3 (a)(1). */
  signature: ({ certificate, path, index, signed }) => {
    const issuer = path[index + 1]
    if (issuer === undefined) return null
    const fact = signed(certificate, issuer)
    if (fact === 'valid') return null
    return fail(fact === 'unsupported' ? 'signature-unsupported' : 'signature-invalid')
  },

  /** §6.1.3 (b) and (c): against the constraints of every issuer above, the anchor's by dialect. */
  'name-constraints': ({ certificate, path, index, anchor, verifier: { names } }) => {
    const isTarget = index === 0
    if (!isTarget && (names.names === 'target' || (names.names !== 'every' && isSelfIssued(certificate)))) return null
    for (const issuer of path.slice(index + 1)) {
      if (issuer.nameConstraints === null || (issuer === anchor && !names.anchor)) continue
      const found = checkNameConstraints(certificate, isTarget, issuer.nameConstraints, names)
      if (found !== null) return fail(found.code, found.params)
    }
    return null
  },
}
