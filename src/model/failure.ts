import type { Certificate } from './certificate.ts'

/**
 * One check that did not pass, in words common to all clients. A client's own code and text for it
 * stand in its message table.
 */
export interface Failure {
  readonly code: FailureCode
  /** Index in the path: 0 = target, path length = anchor, `null` = no single certificate. */
  readonly at: number | null
  readonly certificate: Certificate | null
  /** Further values for the client's text, by the slots of its templates. */
  readonly params?: Readonly<Record<string, string>>
}

export type FailureCode = (typeof failureCodes)[number]

/** In the order of the stages: handshake, parse, path, checks, identity, programme. */
export const failureCodes = [
  'handshake-version', // the versions of client and server do not meet
  'handshake-alert',
  'handshake-failed',
  'store-unusable', // what the client is told to trust is not there or empty, and it ends before it connects; params `setting` and `reason`
  'chain-empty',
  'chain-too-large', // the message with the certificates has more octets than the client takes; params `size` and `limit`
  'chain-too-long', // it has more certificates than the client takes; params `size` and `limit`
  'certificate-unreadable',
  'certificate-malformed', // the client's decoder refuses an anomaly
  // path: nothing above, and the ways to say so
  'no-anchors', // the store holds nothing that the client could load
  'issuer-not-found', // the last certificate's issuer is neither sent nor in the store
  'issuer-of-anchor-not-found', // a certificate from the store was reached, but it is no anchor and its issuer is absent
  'target-unverified', // only the target is there and its signature cannot be checked
  'self-signed-target',
  'self-signed-in-chain',
  'path-not-found', // a search that hides its reasons
  'path-too-long',
  'search-budget-exceeded',
  'anchor-rejected', // the store itself says no to this certificate
  // RFC 5280 §6.1.3 and §6.1.4, per certificate
  'signature-invalid',
  'signature-unsupported',
  'issuer-key-unreadable',
  'signature-key-kind', // the algorithm of the signature is not one for the kind of the issuer's key
  'not-yet-valid',
  'expired',
  'not-before-unreadable', // the client cannot compare the date: it is in a form that it does not know
  'not-after-unreadable',
  'name-chaining',
  'critical-extension-unknown',
  'extension-invalid',
  'not-a-ca',
  'ca-as-target',
  'path-length-exceeded',
  'key-usage-cert-sign',
  'key-usage-target',
  'key-usage-empty', // keyUsage is there and allows nothing
  'purpose-target', // extendedKeyUsage (or key usage) of the target does not allow a TLS server
  'purpose-ca', // extendedKeyUsage of an issuer does not allow it
  'name-not-permitted',
  'name-excluded',
  'name-constraint-unsupported',
  'policy',
  'version-too-old',
  'ec-explicit-parameters',
  // algorithms
  'target-key-weak',
  'ca-key-weak',
  'ca-digest-weak',
  // strict profile (OpenSSL's X509_V_FLAG_X509_STRICT), in its order
  'strict-path-length-without-ca',
  'strict-path-length-without-key-usage',
  'strict-basic-constraints-not-critical',
  'strict-ca-without-key-usage',
  'strict-cert-sign-without-ca',
  'strict-issuer-empty',
  'strict-subject-empty',
  'strict-san-not-critical',
  'strict-san-empty',
  'strict-algorithm-mismatch',
  'strict-akid-critical',
  'strict-skid-critical',
  'strict-akid-missing',
  'strict-skid-missing',
  'strict-extensions-before-v3',
  // identity, RFC 9525
  'host-mismatch',
  'ip-mismatch',
  'host-in-common-name-only',
  'host-no-names',
  'staple-missing', // the certificate demands a stapled OCSP response (RFC 7633), and none came
  // programme
  'distrusted',
  'validity-too-long',
] as const

/** The ways to say that no way leads up to an anchor: clients without a word for each use one for all. */
export const noIssuerCodes: readonly FailureCode[] = [
  'path-not-found',
  'issuer-not-found',
  'issuer-of-anchor-not-found',
  'target-unverified',
  'self-signed-target',
  'self-signed-in-chain',
  'name-chaining',
]
