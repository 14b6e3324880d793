import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { SortThenVerifyVerifier } from '../../model/verifier.ts'
import { hasNoOctets } from '../../x509/anchor-certificate.ts'
import { keyFitsScheme } from './algorithms.ts'
import { hasUndecodedExtension, unknownCriticalExtension } from './critical-extensions.ts'
import { gnutlsIssued } from './gnutls-issuer.ts'
import { gnutlsConstraintOffence, readsConstraints } from './gnutls-name-constraints.ts'
import { maySignCertificates } from './key-usage.ts'
import { digestLength } from './strength.ts'

/** What verifying one list carries from its top down. */
export interface GnutlsState {
  readonly scenario: Scenario
  readonly verifier: SortThenVerifyVerifier
  /** Issuers met so far, the anchor first. */
  readonly issuers: Certificate[]
  /** Certificates that may still be verified. */
  remaining: number
}

const nameConstraints = '2.5.29.30'
const basicConstraintsId = '2.5.29.19'
const keyUsage = '2.5.29.15'

/** MAX_VERIFY_DEPTH, lib/gnutls_int.h. */
export const gnutlsMaxPath = 4096

/** One certificate at its place: index in the list, its issuer or none, and whether that came from the store. */
export interface GnutlsStep {
  readonly certificate: Certificate
  readonly index: number
  readonly issuer: Certificate | null
  readonly issuerIsStored: boolean
}

/** What is wrong with one certificate at any time, and whose dates are looked at behind that. */
export interface GnutlsFindings {
  readonly failures: readonly Failure[]
  readonly dated: readonly { readonly certificate: Certificate; readonly at: number }[]
}

/**
 * verify_crt (lib/x509/verify.c): everything that is wrong with one certificate under one issuer. All tests are made;
 * only where the issuer allows nothing below it they end at once.
 */
export function gnutlsFindings(step: GnutlsStep, state: GnutlsState): GnutlsFindings {
  const { certificate, index, issuer } = step
  const { verifier } = state
  const found: Failure[] = []
  const fail = (code: FailureCode, where: Certificate, params?: Failure['params']): void => {
    const place = where === certificate ? index : index + 1
    found.push({ code, at: place, certificate: where, ...(params === undefined ? {} : { params }) })
  }
  if (state.remaining === 0) {
    fail('path-length-exceeded', certificate)
    return { failures: found, dated: [] }
  }
  state.remaining -= 1
  if (issuer === null)
    fail(index === 0 && gnutlsIssued(certificate, certificate) ? 'self-signed-target' : 'issuer-not-found', certificate)
  else {
    state.issuers.push(issuer)
    const offence = index === 0 ? constraintOffence(certificate, state) : null
    if (hasUndecodedExtension(issuer, [nameConstraints], 'structure')) fail('name-constraint-unsupported', issuer)
    else if (issuer.nameConstraints !== null && !readsConstraints(issuer.nameConstraints))
      fail('name-constraint-unsupported', issuer)
    else if (offence !== null) fail(offence.code, certificate, offence.params)
    if (!keepsFeatures(certificate, state)) fail('extension-invalid', certificate)
    authorityFailures(step, issuer, state).forEach((code) => fail(code, issuer))
    const fact = state.scenario.graph.signed(certificate, issuer)
    if (signatureIsUnreadable(certificate)) fail('signature-unsupported', certificate)
    else if (
      schemeIsUnknown(certificate) ||
      !verifier.algorithms.schemes.includes(certificate.signatureScheme.kind) ||
      fact === 'unsupported' ||
      curveIsUnread(issuer, verifier)
    )
      fail('signature-unsupported', certificate)
    // _gnutls_x509_verify_data: an error before the signature is computed is another one, or sets no bit at all.
    else if (!keyFitsScheme(certificate, issuer.subjectPublicKeyInfo)) fail('signature-key-kind', certificate)
    else if (keyIsUnreadable(issuer, verifier)) fail('signature-unsupported', certificate)
    else if (fact !== 'valid' || hasOwnSalt(certificate, issuer)) fail('signature-invalid', certificate)
    if (unknownCriticalExtension(issuer, verifier.knownExtensions) !== null) fail('critical-extension-unknown', issuer)
  }
  if (index === 0 && unknownCriticalExtension(certificate, verifier.knownExtensions) !== null)
    fail('critical-extension-unknown', certificate)
  // An algorithm that the library does not know has no strength to be weighed, nor have the keys beside it.
  if (!schemeIsUnknown(certificate)) {
    if (digestIsWeak(certificate, verifier)) fail('ca-digest-weak', certificate)
    if (gnutlsKeyIsWeak(certificate, verifier)) fail(index === 0 ? 'target-key-weak' : 'ca-key-weak', certificate)
    if (issuer !== null && gnutlsKeyIsWeak(issuer, verifier)) fail('ca-key-weak', issuer)
  }
  const own = { certificate, at: index }
  return { failures: found, dated: issuer === null ? [own] : [{ certificate: issuer, at: index + 1 }, own] }
}

/** The target against the constraints of every issuer above it, the anchor too. */
function constraintOffence(target: Certificate, { issuers, verifier }: GnutlsState) {
  const given = issuers.flatMap(({ nameConstraints }) => (nameConstraints === null ? [] : [nameConstraints]))
  return gnutlsConstraintOffence(target, given, verifier.names)
}

/** RFC 7633 §4.2.2: TLS features that an issuer lists must stand in what it issues. */
function keepsFeatures(certificate: Certificate, { issuers }: GnutlsState): boolean {
  const asked = issuers.flatMap((issuer) => issuer.tlsFeatures ?? [])
  return asked.every((feature) => certificate.tlsFeatures?.includes(feature) === true)
}

/**
 * check_if_ca, and keyUsage, which fails where it cannot be decoded. A version 1 certificate of the store is an authority; among those sent it is not. A
 * self-signed one without basicConstraints counts as one in the store alone.
 */
function authorityFailures(
  { certificate, issuerIsStored }: GnutlsStep,
  issuer: Certificate,
  state: GnutlsState,
): readonly FailureCode[] {
  if (issuerIsStored && issuer.version === 1) return []
  const codes: FailureCode[] = []
  const { basicConstraints } = issuer
  const isSame = certificate.sha256 === issuer.sha256
  // check_if_ca reads both signatures before it looks at the issuer, and says no where it cannot.
  if (signatureIsUnreadable(certificate) || signatureIsUnreadable(issuer)) codes.push('not-a-ca')
  else if (!isSame && basicConstraints?.cA === true) {
    const limit = basicConstraints.pathLenConstraint
    if (limit !== null && limit < state.remaining) state.remaining = limit
  } else if (!isSame && !(hasNoBasicConstraints(issuer) && issuerIsStored && gnutlsIssued(issuer, issuer))) codes.push('not-a-ca')
  if (hasUndecodedExtension(issuer, [keyUsage], 'structure')) codes.push('key-usage-empty')
  else if (!maySignCertificates(issuer)) codes.push('key-usage-cert-sign')
  return codes
}

/** A key on a curve that has no name or is not known, or in compressed form (SEC 1 §2.3.3), cannot be read: what it signed is not computed. */
const curveIsUnread = (
  { subjectPublicKeyInfo: { key, subjectPublicKey } }: Certificate,
  { algorithms }: SortThenVerifyVerifier,
): boolean =>
  key.kind === 'ec' && (key.curve === null || algorithms.curves?.includes(key.curve) === false || subjectPublicKey[0] !== 4)

/** One that is there but cannot be read is not absent. */
const hasNoBasicConstraints = ({ extensions }: Certificate): boolean => !extensions.some(({ oid }) => oid === basicConstraintsId)

/** A signature with unused bits, or of no octets, is an error of the decoder, for which the status has no bit of its own. */
const signatureIsUnreadable = (certificate: Certificate): boolean =>
  // An anchor that was never seen as octets has no signature here: its certificate had a readable one.
  (certificate.signatureValue.length === 0 && !hasNoOctets(certificate)) ||
  certificate.anomalies.some((anomaly) => anomaly.code === 'signature-unused-bits')

/** lib/algorithms/sign.c has no MD4, and RSASSA-PSS with three digests alone. */
const schemeIsUnknown = ({ signatureScheme: { kind, hash } }: Certificate): boolean =>
  hash === null ? kind === 'unknown' : hash === 'md4' || (kind === 'rsa-pss' && !['sha256', 'sha384', 'sha512'].includes(hash))

/** With a key that is not for RSASSA-PSS alone a salt as long as the digest is looked for, whatever the certificate says. Seen on 3.7.9. */
const hasOwnSalt = ({ signatureScheme: scheme }: Certificate, { subjectPublicKeyInfo: { key } }: Certificate): boolean =>
  scheme.kind === 'rsa-pss' && key.kind === 'rsa' && !key.pss && scheme.saltLength !== digestLength[scheme.hash] / 8

/** is_level_acceptable for the digest, and _gnutls_sign_is_secure2, which passes self-signed certificates over. */
function digestIsWeak(certificate: Certificate, { weakDigests, algorithms }: SortThenVerifyVerifier): boolean {
  const { hash } = certificate.signatureScheme
  if (hash === null) return false
  return weakDigests.includes(hash) || (algorithms.refusedDigests.includes(hash) && !gnutlsIssued(certificate, certificate))
}

/** is_level_acceptable for a key, which one that it cannot read never passes: the profile LOW of the default priorities (lib/algorithms/secparams.c). */
export function gnutlsKeyIsWeak(certificate: Certificate, verifier: SortThenVerifyVerifier): boolean {
  const { key } = certificate.subjectPublicKeyInfo
  const { algorithms } = verifier
  if (key.kind === 'rsa' || key.kind === 'dsa') return key.bits < algorithms.minRsaBits
  if (key.kind === 'ec') return curveIsUnread(certificate, verifier) || key.bits < algorithms.minEcBits
  return key.kind === 'unknown' || key.kind === 'malformed'
}

/** A curve that is not read, and what is no key at all. */
function keyIsUnreadable(certificate: Certificate, verifier: SortThenVerifyVerifier): boolean {
  const { kind } = certificate.subjectPublicKeyInfo.key
  return kind === 'unknown' || kind === 'malformed' || curveIsUnread(certificate, verifier)
}
