import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit, type NameConstraints } from '../../model/extension.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { Oid } from '../../model/oid.ts'
import type { WorstOfPathVerifier } from '../../model/verifier.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { keyFailure, keyFitsScheme } from './algorithms.ts'
import { hasUndecodedExtension } from './critical-extensions.ts'
import { maySignCertificates } from './key-usage.ts'
import { checkNameConstraints } from './name-constraints.ts'
import { matchDns } from './name-constraints-text.ts'
import { allowsServerAuth, allowsTlsServerKeyUsage } from './purpose.ts'

/**
 * Everything that PKIX::check_chain (Botan, src/lib/x509/x509path.cpp) finds wrong with a path but for its dates and the name asked
 * for. `path` ends with a self-signed certificate, which is judged like the others.
 */
export function botanPathFailures(
  path: readonly Certificate[],
  scenario: Scenario,
  verifier: WorstOfPathVerifier,
): readonly Failure[] {
  const failures: Failure[] = []
  const fail = (at: number, code: FailureCode, params?: Readonly<Record<string, string>>): void => {
    const certificate = path[at] ?? null
    failures.push({ code, at, certificate, ...(params === undefined ? {} : { params }) })
  }
  for (const [i, subject] of path.entries()) {
    const isRoot = i === path.length - 1
    const issuer = path[i + 1] ?? subject
    const issuerAt = isRoot ? i : i + 1
    if (keyFailure(issuer.subjectPublicKeyInfo, verifier.algorithms) !== null) fail(issuerAt, 'ca-key-weak')
    if (!keyFitsScheme(subject, issuer.subjectPublicKeyInfo)) fail(i, 'signature-unsupported')
    else if (scenario.graph.signed(subject, issuer) !== 'valid') fail(i, 'signature-invalid')
    const { hash } = subject.signatureScheme
    if (!isRoot && hash !== null && verifier.algorithms.refusedDigests.includes(hash)) fail(i, 'ca-digest-weak')
    if (!isAuthority(issuer, scenario, verifier)) fail(issuerAt, 'not-a-ca')
    for (const [code, detail] of extensionFailures(subject, verifier))
      fail(i, code, detail === null ? undefined : { botanExtension: detail })
    constrain(path, i, verifier, fail)
  }
  const [target] = path
  if (target !== undefined && !mayServe(target, scenario, verifier)) fail(0, 'purpose-target')
  lengths(path, fail)
  return failures
}

/**
 * Names that are the same make a certificate self-signed if the key identifiers are the same too; where one is missing, if its
 * own key made its signature (X509_Certificate, parse_x509_cert_body).
 */
export function botanIsSelfSigned(certificate: Certificate, { graph }: Scenario): boolean {
  if (certificate.subject.canonical !== certificate.issuer.canonical) return false
  const own = certificate.subjectKeyIdentifier?.keyIdentifier
  const above = certificate.authorityKeyIdentifier?.keyIdentifier ?? null
  if (own !== undefined && above !== null && own.length > 0 && above.length > 0) return sameBytes(own, above)
  return keyFitsScheme(certificate, certificate.subjectPublicKeyInfo) && graph.signed(certificate, certificate) === 'valid'
}

/** is_CA_cert: one before version 3 is, if it is self-signed. */
function isAuthority(certificate: Certificate, scenario: Scenario, { authorityPurposes }: WorstOfPathVerifier): boolean {
  if (certificate.version < 3 && botanIsSelfSigned(certificate, scenario)) return true
  const { basicConstraints, keyUsage } = certificate
  const purposes = certificate.extendedKeyUsage?.purposes ?? []
  if (authorityPurposes !== null && purposes.length > 0 && !purposes.some((oid) => authorityPurposes.includes(oid))) return false
  return basicConstraints?.cA === true && (keyUsage?.bits === 0 || maySignCertificates(certificate))
}

type Fail = (at: number, code: FailureCode, params?: Readonly<Record<string, string>>) => void

/** What is wrong with the extensions of one certificate; a critical one that cannot be decoded counts as one that is not known. */
function extensionFailures(
  certificate: Certificate,
  { knownExtensions }: WorstOfPathVerifier,
): readonly (readonly [FailureCode, string | null])[] {
  const { version, extensions, anomalies } = certificate
  const found: (readonly [FailureCode, string | null])[] = []
  const isKnown = (oid: Oid): boolean =>
    knownExtensions.includes(oid) &&
    !hasUndecodedExtension(certificate, [oid], 'structure') &&
    !isEmptyUsage(certificate, oid) &&
    !hasBounds(certificate, oid)
  if (version < 3 && extensions.length > 0)
    found.push(['extension-invalid', 'Encountered extension in certificate with version that does not allow it'])
  else if (anomalies.some(({ code }) => code === 'extension-duplicate'))
    found.push(['extension-invalid', 'Duplicate certificate extension encountered'])
  if (extensions.some(({ oid, critical }) => critical && !isKnown(oid))) found.push(['critical-extension-unknown', null])
  return found
}

/** GeneralSubtree::decode_from: a minimum that is not 0. */
const hasBounds = ({ nameConstraints }: Certificate, oid: Oid): boolean =>
  oid === '2.5.29.30' &&
  nameConstraints !== null &&
  [...nameConstraints.permitted, ...nameConstraints.excluded].some(({ minimum }) => minimum !== 0)

const isEmptyUsage = ({ keyUsage }: Certificate, oid: Oid): boolean => oid === '2.5.29.15' && keyUsage?.bits === 0

/** The target's usages; one that is no authority must not sign certificates. */
function mayServe(target: Certificate, scenario: Scenario, verifier: WorstOfPathVerifier): boolean {
  const { keyUsage, extendedKeyUsage } = target
  if (keyUsage !== null && keyUsage.bits !== 0) {
    if (!allowsTlsServerKeyUsage(target)) return false
    if ((keyUsage.bits & keyUsageBit.keyCertSign) !== 0 && !isAuthority(target, scenario, verifier)) return false
  }
  return extendedKeyUsage?.purposes.length === 0 || allowsServerAuth(target, verifier.purpose)
}

/** Name_Constraints::validate: only an authority may have them, and all certificates below are held to them. */
function constrain(path: readonly Certificate[], at: number, { names }: WorstOfPathVerifier, fail: Fail): void {
  const holder = path[at]
  const constraints = holder?.nameConstraints
  if (holder === undefined || constraints === null || constraints === undefined) return
  if (constraints.permitted.length + constraints.excluded.length === 0) return
  if (holder.basicConstraints?.cA !== true) fail(at, 'name-not-permitted')
  for (const [j, below] of path.slice(0, at).entries()) {
    const violation = checkNameConstraints(below, true, constraints, names)
    if (violation !== null || isOutsideByCommonName(below, constraints)) fail(j, 'name-not-permitted', violation?.params)
  }
}

/** GeneralName::matches: without alternative names every common name with a dot counts as a dNSName. */
function isOutsideByCommonName({ subject, subjectAltName }: Certificate, { permitted, excluded }: NameConstraints): boolean {
  if (subjectAltName !== null && subjectAltName.names.length > 0) return false
  const names = subject.rdns.flat().flatMap(({ type, value }) => (type === '2.5.4.3' && value.includes('.') ? [value] : []))
  const bases = (subtrees: NameConstraints['permitted']) =>
    subtrees.flatMap(({ base }) => (base.kind === 'dns' ? [base.value] : []))
  const [inside, outside] = [bases(permitted), bases(excluded)]
  const lies = (name: string) => (base: string) => matchDns(name, base) === 'inside'
  return names.some((name) => outside.some(lies(name)) || (inside.length > 0 && !inside.some(lies(name))))
}

/** Certificates that may still follow, from the root down; self-issued ones do not count. */
function lengths(path: readonly Certificate[], fail: Fail): void {
  let left = path.length
  for (let i = path.length - 1; i > 0; i--) {
    const subject = path[i]
    if (subject === undefined) return
    if (subject.subject.canonical !== subject.issuer.canonical) {
      if (left > 0) left -= 1
      else fail(i, 'path-length-exceeded')
    }
    const limit = subject.basicConstraints?.cA === true ? subject.basicConstraints.pathLenConstraint : null
    if (limit !== null && limit < left) left = limit
  }
}
