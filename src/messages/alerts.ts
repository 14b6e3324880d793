import type { FailureCode } from '../model/failure.ts'

/** An alert as TLS libraries print it when the *peer* sent it: the other side refused. */
export interface AlertWords {
  /** RFC 8446 §6.2. */
  readonly number: number
  /** Part of a text that names it, lower case. */
  readonly words: readonly string[]
  /** What the peer may have found; empty when the alert does not concern certificates. */
  readonly codes: readonly FailureCode[]
}

/**
 * RFC 8446 §6.2. The words: OpenSSL's reasons (`ssl/ssl_err.c`), the names that Go's `alert.String` and rustls'
 * `AlertDescription` print, GnuTLS's `gnutls_alert_get_name`, and JSSE's.
 */
export const alertWords: readonly AlertWords[] = [
  {
    number: 40,
    words: [
      'alert handshake failure',
      'remote error: tls: handshake failure',
      'fatal alert: handshakefailure',
      'fatal alert: handshake_failure',
    ],
    codes: ['handshake-alert'],
  },
  {
    number: 42,
    words: [
      'alert bad certificate',
      'remote error: tls: bad certificate',
      'fatal alert: badcertificate',
      'fatal alert: bad_certificate',
    ],
    codes: ['certificate-malformed', 'signature-invalid', 'host-mismatch', 'path-not-found'],
  },
  {
    number: 43,
    words: [
      'alert unsupported certificate',
      'remote error: tls: unsupported certificate',
      'fatal alert: unsupportedcertificate',
      'fatal alert: unsupported_certificate',
    ],
    codes: ['purpose-target', 'purpose-ca', 'key-usage-target', 'critical-extension-unknown'],
  },
  {
    number: 44,
    words: [
      'alert certificate revoked',
      'remote error: tls: revoked certificate',
      'fatal alert: certificaterevoked',
      'fatal alert: certificate_revoked',
    ],
    codes: ['distrusted'],
  },
  {
    number: 45,
    words: [
      'alert certificate expired',
      'remote error: tls: expired certificate',
      'fatal alert: certificateexpired',
      'fatal alert: certificate_expired',
    ],
    codes: ['expired', 'not-yet-valid'],
  },
  {
    number: 46,
    words: [
      'alert certificate unknown',
      'remote error: tls: unknown certificate',
      'fatal alert: certificateunknown',
      'fatal alert: certificate_unknown',
    ],
    codes: ['path-not-found', 'issuer-not-found', 'host-mismatch', 'purpose-target'],
  },
  {
    number: 48,
    words: [
      'alert unknown ca',
      'remote error: tls: unknown certificate authority',
      'fatal alert: unknownca',
      'fatal alert: unknown_ca',
      'received alert [48]',
    ],
    codes: ['issuer-not-found', 'path-not-found', 'self-signed-target', 'self-signed-in-chain', 'target-unverified'],
  },
  {
    number: 70,
    words: [
      'alert protocol version',
      'remote error: tls: protocol version not supported',
      'fatal alert: protocolversion',
      'fatal alert: protocol_version',
    ],
    codes: ['handshake-version'],
  },
  {
    number: 112,
    words: ['alert unrecognized name', 'unrecognized name', 'fatal alert: unrecognisedname', 'fatal alert: unrecognized_name'],
    codes: ['handshake-alert'],
  },
  {
    number: 116,
    words: [
      'alert certificate required',
      'remote error: tls: certificate required',
      'fatal alert: certificaterequired',
      'fatal alert: certificate_required',
    ],
    codes: ['chain-empty'],
  },
]
