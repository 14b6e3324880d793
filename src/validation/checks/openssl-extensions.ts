import type { Certificate } from '../../model/certificate.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { PurposePolicy } from '../../model/policy.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { opensslCaRating, opensslSslCa } from './openssl-ca.ts'
import { isIsolated } from './openssl-invalid.ts'
import { allowsTlsServerKeyUsage, allowsServerAuth } from './purpose.ts'
import { strictFailures } from './openssl-strict.ts'
import { unknownCriticalExtension } from './critical-extensions.ts'

const netscapeSslServer = 0b10

/**
 * check_extensions of OpenSSL (crypto/x509/x509_vfy.c; check_chain_extensions before 3.0) for the certificate at
 * `index` of `chain`. `issuersBelow` counts the issuers below it that are not self-issued; `isSelfSigned`: EXFLAG_SS.
 * Every failure in order; a caller that stops at the first takes the first.
 */
export function opensslExtensionFailures(
  chain: readonly Certificate[],
  index: number,
  issuersBelow: number,
  verifier: GreedyVerifier,
  isSelfSigned: boolean,
): readonly FailureCode[] {
  const codes: FailureCode[] = []
  const certificate = chain[index]
  if (certificate === undefined) return codes
  const isIssuer = index > 0
  const isLast = index + 1 === chain.length
  if (unknownCriticalExtension(certificate, verifier.knownExtensions) !== null) codes.push('critical-extension-unknown')
  const isInvalid = isIsolated(certificate, verifier)
  const rating = isInvalid ? 0 : opensslCaRating(certificate, isSelfSigned)
  if (isIssuer ? !ratesAsIssuer(rating, isLast, verifier) : verifier.strict && rating > 1) codes.push('not-a-ca')
  if (chain.length > 1) {
    const { key } = certificate.subjectPublicKeyInfo
    if (verifier.refuseExplicitCurves && key.kind === 'ec' && key.curve === null) codes.push('ec-explicit-parameters')
    // check_curve cannot tell of a key that it cannot decode: X509_V_ERR_UNSPECIFIED, for which there is no code but this.
    if (verifier.refuseExplicitCurves && (key.kind === 'unknown' || key.kind === 'malformed')) codes.push('handshake-failed')
    if (verifier.strict) codes.push(...strictFailures(certificate, isLast))
  }
  // X509_check_purpose has no answer for an invalid one; check_purpose takes that for a yes unless it is strict.
  if (isInvalid ? verifier.strict : !servesTls(certificate, isIssuer, isSelfSigned, verifier))
    codes.push(isIssuer ? 'purpose-ca' : 'purpose-target')
  if (exceedsPathLength(certificate, index, issuersBelow, verifier)) codes.push('path-length-exceeded')
  return codes
}

/** From 1.1.0 everything but the last certificate must be an authority by its basicConstraints. */
function ratesAsIssuer(rating: number, isLast: boolean, verifier: GreedyVerifier): boolean {
  if (verifier.authorities === 'basic') return isBasicAuthority(rating)
  const mustBeExact = verifier.strict || (verifier.extensions === 'all' && !isLast)
  return mustBeExact ? rating === 1 : rating > 0
}

/** By basicConstraints, or self-signed version 1. */
const isBasicAuthority = (rating: number): boolean => rating === 1 || rating === 3

const purpose: PurposePolicy = { anyIsEnough: false, gatedIsEnough: false, issuers: 'all' }
const gatedPurpose: PurposePolicy = { ...purpose, gatedIsEnough: true }

/** check_purpose_ssl_server, crypto/x509/v3_purp.c. */
function servesTls(certificate: Certificate, isIssuer: boolean, isSelfSigned: boolean, verifier: GreedyVerifier): boolean {
  const isRated = verifier.authorities === 'rated'
  if (!allowsServerAuth(certificate, isRated ? gatedPurpose : purpose)) return false
  if (isIssuer)
    return isRated ? opensslSslCa(certificate, isSelfSigned) : isBasicAuthority(opensslCaRating(certificate, isSelfSigned))
  const { netscapeCertType } = certificate.legacy
  if (isRated && netscapeCertType !== null && (netscapeCertType & netscapeSslServer) === 0) return false
  return allowsTlsServerKeyUsage(certificate)
}

/**
 * Before 1.1.1a (dc5831da59) only certificates above the first issuer that are not self-issued were held to their path
 * length; since then every one is, the anchor too.
 */
function exceedsPathLength(certificate: Certificate, index: number, issuersBelow: number, verifier: GreedyVerifier): boolean {
  const given = certificate.basicConstraints?.pathLenConstraint ?? null
  if (given === null) return false
  const limit = verifier.pathLength === 'all-or-zero' && certificate.basicConstraints?.cA !== true ? 0 : given
  return issuersBelow > limit && (verifier.pathLength !== 'sent-from-second' || (index > 1 && !isSelfIssued(certificate)))
}
