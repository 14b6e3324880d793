import { authorityKeyIdentifierFits, isSelfIssued, namesChain } from '../../graph/issuers.ts'
import type { PublicKey } from '../../model/algorithm.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'
import type { Scenario } from '../../model/path.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import { signatureScheme } from '../../x509/algorithm.ts'
import { keyFits } from '../checks/algorithms.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { opensslDateFailures } from '../checks/openssl-dates.ts'
import { isIsolated } from '../checks/openssl-invalid.ts'

/**
 * Whether OpenSSL takes `issuer` for the issuer of `child`, without looking at the signature
 * (X509_check_issued, crypto/x509/v3_purp.c): names, authority key identifier, and by version the issuer's
 * keyUsage (up to 1.1.1) or the kind of its key (3.0).
 */
export function isEligibleIssuer(child: Certificate, issuer: Certificate, verifier: GreedyVerifier): boolean {
  return (
    namesChain(child, issuer, 'canonical') &&
    !isIsolated(issuer, verifier) &&
    !isIsolated(child, verifier) &&
    authorityKeyIdentifierFits(child, issuer) &&
    (!verifier.matchKeyKind || signedAlgorithmFits(child, issuer)) &&
    (verifier.issuerKeyUsage !== 'when-chosen' || maySignCertificates(issuer))
  )
}

/** Whether the extensions of a certificate at the end of a path, or of one that has its issuer's name, cannot be read: it is no issuer of anything then. */
export function meetsIsolated(end: Certificate, { sent, store }: Scenario, verifier: GreedyVerifier): boolean {
  const name = end.issuer.canonical
  return (
    isIsolated(end, verifier) ||
    sent.some((certificate) => certificate.subject.canonical === name && isIsolated(certificate, verifier)) ||
    (store.bySubject.get(name) ?? []).some(({ certificate }) => isIsolated(certificate, verifier))
  )
}

/** check_sig_alg_match reads the algorithm inside the signed part. */
function signedAlgorithmFits(child: Certificate, issuer: Certificate): boolean {
  const isOther = child.anomalies.some(({ code }) => code === 'algorithm-mismatch')
  const scheme = isOther ? signatureScheme(child.signature) : child.signatureScheme
  if (scheme.kind === 'unknown') return kindsOfUnread.get(child.signature.oid) === issuer.subjectPublicKeyInfo.key.kind
  return keyFits(scheme, issuer.subjectPublicKeyInfo)
}

/** OBJ_find_sigid_algs (crypto/objects/obj_xref.txt): the kind of key of algorithms that have no digest here, or parameters that cannot be read. */
const kindsOfUnread: ReadonlyMap<Oid, PublicKey['kind']> = new Map([
  ['1.2.840.113549.1.1.10', 'rsa'], // RSASSA-PSS
  ['1.2.840.10045.4.3', 'ec'], // ecdsa-with-SHA2, the digest in its parameters
  ['1.3.36.3.3.1.2', 'rsa'], // rsaSignatureWithripemd160
])

/** EXFLAG_SS: self-issued, with a key identifier that fits itself, and by version a fitting key kind or keyCertSign. */
export function countsAsSelfSigned(certificate: Certificate, verifier: GreedyVerifier): boolean {
  return (
    isSelfIssued(certificate) &&
    !isIsolated(certificate, verifier) &&
    authorityKeyIdentifierFits(certificate, certificate) &&
    (!verifier.matchKeyKind || signedAlgorithmFits(certificate, certificate)) &&
    (!verifier.selfSignedNeedsCertSign || maySignCertificates(certificate))
  )
}

/**
 * The one issuer that a greedy verifier goes on with among eligible ones, or `null`. Their order and the time decide.
 *
 * get0_best_issuer_sk and X509_STORE_CTX_get1_issuer, crypto/x509/x509_{vfy,lu}.c: before 1.1.0 the first eligible
 * one; in 1.1 the first that is valid now, or else the last met; from 3.0 the first that is valid now, or else
 * the one that ends last.
 */
export function preferredIssuer(eligible: readonly Certificate[], verifier: GreedyVerifier, at: UnixSeconds): Certificate | null {
  let fallback: Certificate | null = null
  for (const issuer of eligible) {
    if (verifier.prefer === 'first' || opensslDateFailures(issuer, at, verifier).length === 0) return issuer
    if (fallback === null || verifier.prefer === 'valid-else-last' || issuer.notAfter > fallback.notAfter) fallback = issuer
  }
  return fallback
}
