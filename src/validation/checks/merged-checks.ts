import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { MergedVerifier } from '../../model/verifier.ts'
import { keyFailure } from './algorithms.ts'
import { unknownCriticalExtension } from './critical-extensions.ts'
import { maySignCertificates } from './key-usage.ts'
import { allowsServerAuth, allowsTlsServerKeyUsage } from './purpose.ts'

/** What mozilla::pkix finds out about certificates whatever the time; each answer is kept. */
export interface MergedChecks {
  /** What is wrong with a certificate at a place of a path, its dates apart. */
  readonly ownFailure: (certificate: Certificate, index: number, isAnchor: boolean) => Failure | null
  /** Issuers by name, in the order in which they are tried. */
  readonly candidates: (subject: Certificate) => readonly Certificate[]
}

const ocspSigning = '1.3.6.1.5.5.7.3.9'

/** BackCert::Init (pkixcert.cpp), CheckIssuerIndependentProperties (pkixcheck.cpp), and Gecko's NSSCertDBTrustDomain::FindIssuer. */
export function mergedChecks({ store, sent, graph }: Scenario, verifier: MergedVerifier): MergedChecks {
  const failures = new Map<Certificate, Map<number, Failure | null>>()
  const issuers = new Map<string, readonly Certificate[]>()

  /** Self-signed certificates that are no anchors are passed over (ShouldSkipSelfSignedNonTrustAnchor). */
  const isPassedOver = (c: Certificate): boolean => c.subject.raw === c.issuer.raw && graph.signed(c, c) === 'valid'
  const find = ({ issuer }: Certificate): readonly Certificate[] => {
    const stored = (store.bySubject.get(issuer.canonical) ?? []).map((a) => a.certificate)
    const usable = sent.slice(1).filter((c) => !store.bySha256.has(c.sha256) && decodingFailure(c, verifier) === null)
    return [...new Set([...stored, ...usable])].filter(
      (c) => c.subject.raw === issuer.raw && (store.bySha256.has(c.sha256) || !isPassedOver(c)),
    )
  }
  return {
    ownFailure: (certificate, index, isAnchor) => {
      let own = failures.get(certificate)
      if (own === undefined) failures.set(certificate, (own = new Map()))
      let failure = own.get(index)
      if (failure === undefined) own.set(index, (failure = ownFailure(certificate, index, isAnchor, verifier)))
      return failure
    },
    candidates: (subject) => {
      let found = issuers.get(subject.issuer.raw)
      if (found === undefined) issuers.set(subject.issuer.raw, (found = find(subject)))
      return found
    },
  }
}

function decodingFailure(certificate: Certificate, { skips, knownExtensions }: MergedVerifier): Failure | null {
  const anomaly = certificate.anomalies.find(({ code }) => skips.includes(code))
  if (anomaly !== undefined)
    return {
      code: 'certificate-malformed',
      at: null,
      certificate,
      params: { anomaly: anomaly.code, offset: String(anomaly.offset) },
    }
  const oid = unknownCriticalExtension(certificate, knownExtensions)
  return oid === null ? null : { code: 'critical-extension-unknown', at: null, certificate, params: { oid } }
}

function ownFailure(certificate: Certificate, index: number, isAnchor: boolean, verifier: MergedVerifier): Failure | null {
  const undecoded = decodingFailure(certificate, verifier)
  if (undecoded !== null) return { ...undecoded, at: index }
  const code =
    (isAnchor ? null : signatureFailure(certificate, index, verifier)) ??
    spkiFailure(certificate, index, verifier) ??
    fieldsFailure(certificate, index, isAnchor, verifier)
  return code === null ? null : { code, at: index, certificate, params: paramsOf(code, certificate) }
}

/** Slots for the words: an issuer of version 1, where authorities are told apart from others by basicConstraints alone. */
const paramsOf = (code: FailureCode, { version }: Certificate): Readonly<Record<string, string>> =>
  code === 'not-a-ca' && version === 1 ? { detail: 'version 1' } : {}

/** CheckSignatureAlgorithm: the digest, and the length of an RSA signature. */
function signatureFailure(certificate: Certificate, index: number, { algorithms }: MergedVerifier): FailureCode | null {
  const { signatureScheme, signatureValue, anomalies } = certificate
  if (!algorithms.schemes.includes(signatureScheme.kind)) return 'signature-unsupported'
  if (anomalies.some(({ code }) => code === 'algorithm-mismatch')) return 'strict-algorithm-mismatch'
  if (signatureScheme.hash !== null && algorithms.refusedDigests.includes(signatureScheme.hash)) return 'ca-digest-weak'
  const isRsa = signatureScheme.kind === 'rsa-pkcs1' || signatureScheme.kind === 'rsa-pss'
  if (!isRsa || signatureValue.length * 8 >= algorithms.minRsaBits) return null
  return index === 0 ? 'target-key-weak' : 'ca-key-weak'
}

/** CheckSubjectPublicKeyInfo: sizes count whole octets. */
function spkiFailure({ subjectPublicKeyInfo }: Certificate, index: number, { algorithms }: MergedVerifier): FailureCode | null {
  const { key } = subjectPublicKeyInfo
  if (key.kind !== 'rsa' && key.kind !== 'ec') return 'issuer-key-unreadable'
  const rounded = key.kind === 'rsa' ? { ...key, bits: Math.ceil(key.bits / 8) * 8 } : key
  const failure = keyFailure({ ...subjectPublicKeyInfo, key: rounded }, algorithms)
  if (failure === 'signature-unsupported') return 'ec-explicit-parameters'
  return failure === null ? null : index === 0 ? 'target-key-weak' : 'ca-key-weak'
}

/** CheckIssuer, CheckKeyUsage, CheckBasicConstraints, CheckExtendedKeyUsage. */
function fieldsFailure(
  certificate: Certificate,
  index: number,
  isAnchor: boolean,
  { purpose }: MergedVerifier,
): FailureCode | null {
  if (certificate.issuer.rdns.length === 0) return 'strict-issuer-empty'
  const { basicConstraints, extendedKeyUsage, version } = certificate
  if (index === 0) {
    if (!allowsTlsServerKeyUsage(certificate)) return 'key-usage-target'
    if (basicConstraints?.cA === true) return 'ca-as-target'
    const isResponder = extendedKeyUsage?.purposes.includes(ocspSigning) === true
    return allowsServerAuth(certificate, purpose) && !isResponder ? null : 'purpose-target'
  }
  if (!maySignCertificates(certificate)) return 'key-usage-cert-sign'
  const isOldAnchor = basicConstraints === null && version === 1 && isAnchor
  if (basicConstraints?.cA !== true && !isOldAnchor) return 'not-a-ca'
  const limit = basicConstraints?.pathLenConstraint ?? null
  // Self-issued ones count: subCACount.
  if (limit !== null && index - 1 > limit) return 'path-length-exceeded'
  return allowsServerAuth(certificate, purpose) ? null : 'purpose-ca'
}
