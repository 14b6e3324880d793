import { family, type KnownText, type Row } from './known-text.ts'

const net = (name: string): RegExp => new RegExp(`(?<!\\w)(?:net::)?ERR_${name}(?!\\w)`)

// net/base/net_error_list.h.
const chrome: readonly Row[] = [
  [net('CERT_COMMON_NAME_INVALID'), 'wrong-host no-san'],
  [net('CERT_DATE_INVALID'), 'expired-unspecified not-yet-valid clock'],
  [net('CERT_AUTHORITY_INVALID'), 'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target distrusted'],
  [net('CERT_CONTAINS_ERRORS'), 'strict-profile', { known: 'source' }],
  [net('CERT_NO_REVOCATION_MECHANISM'), 'revocation-unavailable', { known: 'source' }],
  [net('CERT_UNABLE_TO_CHECK_REVOCATION'), 'revocation-unavailable'],
  [net('CERT_REVOKED'), 'revoked'],
  [net('CERT_INVALID'), 'strict-profile unspecified', { names: false }],
  [net('CERT_WEAK_SIGNATURE_ALGORITHM'), 'weak-digest'],
  [net('CERT_NON_UNIQUE_NAME'), 'wrong-host', { known: 'source' }],
  [/(?<!\w)(?:net::)?ERR_CERT_[A-Z_]+/, 'unspecified'],
  [net('CERT_WEAK_KEY'), 'weak-key'],
  [net('CERT_NAME_CONSTRAINT_VIOLATION'), 'name-constraint'],
  [net('CERT_VALIDITY_TOO_LONG'), 'strict-profile'],
  [net('CERTIFICATE_TRANSPARENCY_REQUIRED'), 'ct'],
  [net('CERT_SYMANTEC_LEGACY'), 'distrusted'],
  [net('CERT_KNOWN_INTERCEPTION_BLOCKED'), 'distrusted'],
  [net('CERT_SELF_SIGNED_LOCAL_NETWORK'), 'self-signed-target'],
  [net('SSL_OBSOLETE_(?:VERSION|CIPHER)(?:_OR_CIPHER)?'), 'protocol'],
  [/(?<!\w)ERR_SSL_VERSION_OR_CIPHER_MISMATCH(?!\w)/, 'protocol'],
  [net('SSL_PROTOCOL_ERROR'), 'handshake-unspecified'],
  [net('SSL_PINNED_KEY_NOT_IN_CERT_CHAIN'), 'pin', { known: 'source' }],
  [net('SSL_CLIENT_AUTH_CERT_NEEDED'), 'client-cert-required', { known: 'source' }],
  [net('BAD_SSL_CLIENT_AUTH_CERT'), 'client-cert-rejected', { known: 'source', who: 'peer' }],
  [net('SSL_KEY_USAGE_INCOMPATIBLE'), 'purpose', { known: 'source' }],
  [net('SSL_SERVER_CERT_BAD_FORMAT'), 'strict-profile', { known: 'source' }],
  [/Your clock is (?:behind|ahead)/, 'clock', { known: 'documented' }],
  [
    /handshake failed; returned -1, SSL error code 1, net_error -202/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target distrusted',
  ],
  [/SSL error code 1, net_error -201/, 'expired-unspecified not-yet-valid clock'],
  [/SSL error code 1, net_error -200/, 'wrong-host no-san'],
  [/(?<=CERTIFICATE_VERIFY_FAILED: )(?:ok|unknown)(?=\()/, 'unspecified', { runtime: 'boringssl', known: 'documented' }],
  [
    /(?:HandshakeException|CERTIFICATE_VERIFY_FAILED)[^\n]{0,60}: [^\n]{0,80}\(handshake\.cc:\d+\)/,
    'unspecified',
    { runtime: 'dart', known: 'observed' },
  ],
]

const sec = (name: string): RegExp => new RegExp(`(?<!\\w)${name}(?!\\w)`)
const pkix = (name: string, value?: number): RegExp =>
  sec(`MOZILLA_PKIX_ERROR_${name}${value === undefined ? '' : `|(?<=code: |error )-${value}`}`)

// SECerrs.h, SSLerrs.h of NSS; lib/mozpkix/include/pkix/pkixnss.h.
const firefox: readonly Row[] = [
  [sec('SEC_ERROR_UNKNOWN_ISSUER'), 'unknown-issuer missing-intermediate'],
  [sec('SEC_ERROR_UNTRUSTED_ISSUER'), 'distrusted unknown-issuer'],
  [sec('SEC_ERROR_UNTRUSTED_CERT'), 'distrusted'],
  [sec('SEC_ERROR_EXPIRED_CERTIFICATE'), 'target-expired'],
  [sec('SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE'), 'issuer-expired'],
  [sec('SEC_ERROR_REVOKED_CERTIFICATE'), 'revoked'],
  [sec('SEC_ERROR_BAD_SIGNATURE'), 'bad-signature same-name-authority'],
  [sec('SEC_ERROR_CA_CERT_INVALID'), 'not-a-ca'],
  [sec('SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID'), 'path-length'],
  [sec('SEC_ERROR_CERT_NOT_IN_NAME_SPACE'), 'name-constraint'],
  [sec('SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED'), 'weak-digest'],
  [sec('SEC_ERROR_INADEQUATE_CERT_TYPE'), 'purpose'],
  [sec('SEC_ERROR_INADEQUATE_KEY_USAGE'), 'purpose not-a-ca'],
  [sec('SEC_ERROR_REUSED_ISSUER_AND_SERIAL'), 'strict-profile', { known: 'source' }],
  [sec('SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION'), 'strict-profile'],
  [
    sec('SEC_ERROR_(?:BAD_DER|EXTENSION_VALUE_INVALID|UNSUPPORTED_KEYALG|UNSUPPORTED_ELLIPTIC_CURVE|INVALID_TIME)'),
    'strict-profile',
  ],
  [sec('SEC_ERROR_CRL_EXPIRED'), 'revocation-unavailable', { known: 'source' }],
  [
    sec(
      'SEC_ERROR_OCSP_(?:SERVER_ERROR|TRY_SERVER_LATER|UNKNOWN_CERT|OLD_RESPONSE|MALFORMED_RESPONSE|UNAUTHORIZED_RESPONSE|INVALID_SIGNING_CERT|BAD_HTTP_RESPONSE|RESPONDER_CERT_INVALID|REQUEST_NEEDS_SIG|NOT_ENABLED|NO_DEFAULT_RESPONDER|MALFORMED_REQUEST|UNAUTHORIZED_REQUEST|UNKNOWN_RESPONSE_TYPE|UNKNOWN_RESPONSE_STATUS)',
    ),
    'revocation-unavailable',
    { known: 'source' },
  ],
  [sec('SEC_ERROR_OCSP_FUTURE_RESPONSE'), 'revocation-unavailable clock', { known: 'source' }],
  [sec('SSL_ERROR_BAD_CERT_DOMAIN'), 'wrong-host'],
  [sec('SSL_ERROR_(?:UNSUPPORTED_VERSION|NO_CYPHER_OVERLAP|PROTOCOL_VERSION_ALERT|RX_RECORD_TOO_LONG)'), 'protocol'],
  [sec('SSL_ERROR_HANDSHAKE_FAILURE_ALERT'), 'handshake-unspecified', { who: 'peer' }],
  [
    sec('SSL_ERROR_(?:BAD_CERTIFICATE|HANDSHAKE_UNEXPECTED_ALERT|RX_MALFORMED_\\w+)'),
    'handshake-unspecified',
    { known: 'source' },
  ],
  [sec('SSL_ERROR_WEAK_SERVER_CERT_KEY'), 'weak-key', { known: 'source' }],
  [sec('SSL_ERROR_BAD_CERT_ALERT'), 'client-cert-rejected', { who: 'peer' }],
  [sec('SSL_ERROR_UNKNOWN_CA_ALERT'), 'client-cert-rejected unknown-issuer', { who: 'peer' }],
  [sec('SSL_ERROR_(?:EXPIRED|REVOKED)_CERT_ALERT'), 'client-cert-rejected', { who: 'peer' }],
  [sec('SSL_ERROR_CERTIFICATE_UNKNOWN_ALERT'), 'client-cert-rejected', { who: 'peer' }],
  [sec('SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT'), 'client-cert-required', { who: 'peer' }],
  [pkix('MITM_DETECTED', 16369), 'unknown-issuer untrusted-root-sent'],
  [pkix('SELF_SIGNED_CERT', 16370), 'self-signed-target'],
  [pkix('NOT_YET_VALID_CERTIFICATE', 16379), 'not-yet-valid clock'],
  [pkix('NOT_YET_VALID_ISSUER_CERTIFICATE', 16378), 'not-yet-valid clock'],
  [pkix('ADDITIONAL_POLICY_CONSTRAINT_FAILED', 16371), 'distrusted'],
  [pkix('ISSUER_NO_LONGER_TRUSTED'), 'distrusted'],
  [pkix('INSUFFICIENT_CERTIFICATE_TRANSPARENCY'), 'ct'],
  [pkix('INADEQUATE_KEY_SIZE', 16382), 'weak-key'],
  [pkix('V1_CERT_USED_AS_CA', 16381), 'not-a-ca'],
  [pkix('CA_CERT_USED_AS_END_ENTITY', 16383), 'purpose self-signed-target'],
  [pkix('VALIDITY_TOO_LONG', 16375), 'strict-profile'],
  [pkix('REQUIRED_TLS_FEATURE_MISSING', 16374), 'revocation-unavailable'],
  [pkix('KEY_PINNING_FAILURE', 16384), 'pin'],
  [pkix('(?:SIGNATURE_ALGORITHM_MISMATCH|EMPTY_ISSUER_NAME|INVALID_INTEGER_ENCODING)'), 'strict-profile'],
  [pkix('(?:OCSP_RESPONSE_FOR_CERT_MISSING|NO_RFC822NAME_MATCH)'), 'revocation-unavailable', { known: 'source' }],
  // Error pages and tstclnt, vfychain: the sentences.
  [/Peer's Certificate issuer is not recognized/, 'unknown-issuer missing-intermediate'],
  [/Peer's Certificate has expired/, 'target-expired'],
  [/The certificate issuer's certificate has expired/, 'issuer-expired'],
  [/Unable to communicate securely with peer: requested domain name does not match the server's certificate/, 'wrong-host'],
  [/Peer's certificate has an invalid signature/i, 'bad-signature same-name-authority'],
  [/Peer's Certificate has been revoked/i, 'revoked'],
  [/Peer's certificate issuer has been marked as not trusted by the user/, 'distrusted unknown-issuer'],
  [
    /The certificate is not trusted because (?:the issuer certificate is (?:unknown|not trusted)|it was issued by an invalid CA)/,
    'unknown-issuer missing-intermediate',
    { known: 'source' },
  ],
  [/The certificate is not trusted because it is self-signed/, 'self-signed-target', { known: 'source' }],
  // NSPR's nspr/pr/include/prerr.h: the connection was closed or reset before the handshake ended.
  [/(?<!\w)PR_(?:END_OF_FILE|CONNECT_RESET)_ERROR(?!\w)/, 'handshake-unspecified', { known: 'source' }],
  // browser/aboutCertError.ftl.
  [/The certificate is only valid for (?:the following names|\S+)/, 'wrong-host', { known: 'source' }],
]

/** Chrome, Edge, Electron and what else runs on their network code; Firefox, Thunderbird and NSS' programs. */
export const browsersKnown: readonly KnownText[] = [
  ...family({ runtime: 'chrome', known: 'source' }, chrome),
  ...family({ runtime: 'firefox', known: 'source' }, firefox),
]
