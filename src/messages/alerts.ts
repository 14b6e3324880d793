import type { FailureCode } from '../model/failure.ts'

/** A TLS alert and what libraries call it when the *peer* sent it: one table to render from and to recognise by. */
export interface AlertWords {
  /** RFC 8446 §6.2, RFC 5246 §7.2 and IANA's "TLS Alerts" registry. */
  readonly number: number
  /** IANA's name. */
  readonly name: string
  /** OpenSSL's reason at 3.0, ssl/ssl_err.c; absent where it has none. */
  readonly openssl?: string
  /** The first release of OpenSSL that has the reason, where that is not 1.0.2. Before, it prints `reason(1109)`. */
  readonly since?: '1.1.1' | '3.0'
  /** Go's crypto/tls/alert.go without its `tls: `; absent where it has none and prints the number. */
  readonly go?: string
  /** `gnutls_alert_get_name`, lib/alert.c; absent where it has none. */
  readonly gnutls?: string
  /** The variant of rustls' `AlertDescription`, which it prints. */
  readonly rustls?: string
  /** What the peer may have found wrong with a certificate or a hello, for a reader of the text alone. */
  readonly codes?: readonly FailureCode[]
}

const noIssuer: readonly FailureCode[] = [
  'issuer-not-found',
  'path-not-found',
  'self-signed-target',
  'self-signed-in-chain',
  'target-unverified',
]

const some = (
  number: number,
  name: string,
  [openssl, go, gnutls, rustls]: readonly [string, string, string | undefined, string],
  more: Partial<AlertWords> = {},
): AlertWords => ({ number, name, openssl, go, rustls, ...(gnutls === undefined ? {} : { gnutls }), ...more })

/**
 * Every alert of the registry, by number. Columns: OpenSSL, Go, GnuTLS, rustls. Seen on OpenSSL 1.0.2s, 1.1.1v, 3.0.19 and
 * 3.5.8, Go 1.19, GnuTLS 3.7.9 and Deno 2.9.6 for 10, 20, 40, 42 to 51, 70, 71, 80, 86, 90, 109, 110, 112, 115, 116 and
 * 120; the rest was read: `openssl errstr` of 3.0.19, Go 1.19, GnuTLS of August 2026, rustls 0.23.9.
 */
export const alertWords: readonly AlertWords[] = [
  some(10, 'unexpected_message', [
    'sslv3 alert unexpected message',
    'unexpected message',
    'Unexpected message',
    'UnexpectedMessage',
  ]),
  some(20, 'bad_record_mac', ['sslv3 alert bad record mac', 'bad record MAC', 'Bad record MAC', 'BadRecordMac']),
  some(21, 'decryption_failed', ['tlsv1 alert decryption failed', 'decryption failed', 'Decryption failed', 'DecryptionFailed']),
  some(22, 'record_overflow', ['tlsv1 alert record overflow', 'record overflow', 'Record overflow', 'RecordOverflow']),
  some(30, 'decompression_failure', [
    'sslv3 alert decompression failure',
    'decompression failure',
    'Decompression failed',
    'DecompressionFailure',
  ]),
  some(40, 'handshake_failure', ['sslv3 alert handshake failure', 'handshake failure', 'Handshake failed', 'HandshakeFailure']),
  {
    number: 41,
    name: 'no_certificate',
    openssl: 'sslv3 alert no certificate',
    gnutls: 'No certificate (SSL 3.0)',
    rustls: 'NoCertificate',
  },
  some(42, 'bad_certificate', ['sslv3 alert bad certificate', 'bad certificate', 'Certificate is bad', 'BadCertificate'], {
    codes: ['certificate-malformed', 'signature-invalid', 'host-mismatch', 'path-not-found'],
  }),
  some(
    43,
    'unsupported_certificate',
    ['sslv3 alert unsupported certificate', 'unsupported certificate', 'Certificate is not supported', 'UnsupportedCertificate'],
    { codes: ['purpose-target', 'purpose-ca', 'key-usage-target', 'critical-extension-unknown'] },
  ),
  some(
    44,
    'certificate_revoked',
    ['sslv3 alert certificate revoked', 'revoked certificate', 'Certificate was revoked', 'CertificateRevoked'],
    { codes: ['distrusted'] },
  ),
  some(
    45,
    'certificate_expired',
    ['sslv3 alert certificate expired', 'expired certificate', 'Certificate is expired', 'CertificateExpired'],
    { codes: ['expired', 'not-yet-valid'] },
  ),
  some(
    46,
    'certificate_unknown',
    ['sslv3 alert certificate unknown', 'unknown certificate', 'Unknown certificate', 'CertificateUnknown'],
    { codes: ['path-not-found', 'issuer-not-found', 'host-mismatch', 'purpose-target'] },
  ),
  some(47, 'illegal_parameter', ['sslv3 alert illegal parameter', 'illegal parameter', 'Illegal parameter', 'IllegalParameter']),
  some(48, 'unknown_ca', ['tlsv1 alert unknown ca', 'unknown certificate authority', 'CA is unknown', 'UnknownCA'], {
    codes: noIssuer,
  }),
  some(49, 'access_denied', ['tlsv1 alert access denied', 'access denied', 'Access was denied', 'AccessDenied']),
  some(50, 'decode_error', ['tlsv1 alert decode error', 'error decoding message', 'Decode error', 'DecodeError']),
  some(51, 'decrypt_error', ['tlsv1 alert decrypt error', 'error decrypting message', 'Decrypt error', 'DecryptError']),
  { number: 52, name: 'too_many_cids_requested' },
  some(60, 'export_restriction', [
    'tlsv1 alert export restriction',
    'export restriction',
    'Export restriction',
    'ExportRestriction',
  ]),
  some(
    70,
    'protocol_version',
    ['tlsv1 alert protocol version', 'protocol version not supported', 'Error in protocol version', 'ProtocolVersion'],
    { codes: ['handshake-version'] },
  ),
  some(71, 'insufficient_security', [
    'tlsv1 alert insufficient security',
    'insufficient security level',
    'Insufficient security',
    'InsufficientSecurity',
  ]),
  some(80, 'internal_error', ['tlsv1 alert internal error', 'internal error', 'Internal error', 'InternalError']),
  some(86, 'inappropriate_fallback', [
    'tlsv1 alert inappropriate fallback',
    'inappropriate fallback',
    'Inappropriate fallback',
    'InappropriateFallback',
  ]),
  some(90, 'user_canceled', ['tlsv1 alert user cancelled', 'user canceled', 'User canceled', 'UserCanceled']),
  some(100, 'no_renegotiation', [
    'tlsv1 alert no renegotiation',
    'no renegotiation',
    'No renegotiation is allowed',
    'NoRenegotiation',
  ]),
  some(
    109,
    'missing_extension',
    ['tlsv13 alert missing extension', 'missing extension', 'An extension was expected but was not seen', 'MissingExtension'],
    { since: '1.1.1' },
  ),
  some(110, 'unsupported_extension', [
    'tlsv1 unsupported extension',
    'unsupported extension',
    'An unsupported extension was sent',
    'UnsupportedExtension',
  ]),
  some(111, 'certificate_unobtainable', [
    'tlsv1 certificate unobtainable',
    'certificate unobtainable',
    'Could not retrieve the specified certificate',
    'CertificateUnobtainable',
  ]),
  some(112, 'unrecognized_name', [
    'tlsv1 unrecognized name',
    'unrecognized name',
    'The server name sent was not recognized',
    'UnrecognisedName',
  ]),
  some(113, 'bad_certificate_status_response', [
    'tlsv1 bad certificate status response',
    'bad certificate status response',
    undefined,
    'BadCertificateStatusResponse',
  ]),
  some(114, 'bad_certificate_hash_value', [
    'tlsv1 bad certificate hash value',
    'bad certificate hash value',
    undefined,
    'BadCertificateHashValue',
  ]),
  some(
    115,
    'unknown_psk_identity',
    [
      'tlsv1 alert unknown psk identity',
      'unknown PSK identity',
      'The SRP/PSK username is missing or not known',
      'UnknownPSKIdentity',
    ],
    { since: '3.0' },
  ),
  some(
    116,
    'certificate_required',
    ['tlsv13 alert certificate required', 'certificate required', 'Certificate is required', 'CertificateRequired'],
    { since: '1.1.1', codes: ['chain-empty'] },
  ),
  some(
    120,
    'no_application_protocol',
    [
      'tlsv1 alert no application protocol',
      'no application protocol',
      'No supported application protocol could be negotiated',
      'NoApplicationProtocol',
    ],
    { since: '3.0' },
  ),
  { number: 121, name: 'ech_required' },
]

/** Parts of texts that name an alert of the peer, lower case. GnuTLS and git print words that stand elsewhere too; they are left out. */
export function alertMarks({ number, name, openssl, go, rustls }: AlertWords): readonly string[] {
  return [
    // 3.2 calls `sslv3` `ssl/tls`. The reasons without the word alert could be anybody's but for the protocol before them.
    ...(openssl === undefined ? [] : [openssl, openssl.replace(/^sslv3 /, 'ssl/tls ')]),
    ...(go === undefined ? [] : [`remote error: tls: ${go.toLowerCase()}`]),
    ...(rustls === undefined ? [] : [`fatal alert: ${rustls.toLowerCase()}`]),
    `fatal alert: ${name}`,
    `received alert [${number}]`,
  ]
}

/**
 * What each library says of an alert, by the slots of the templates. A library without a word for it, and a name that is
 * no alert, leave the slot empty. `alert 255` is an alert whose number has no name.
 */
export function alertParams(alert: string): Readonly<Record<string, string>> {
  const words = alertWords.find(({ name }) => name === alert)
  const number = words?.number ?? (/^alert \d{1,3}$/.test(alert) ? Number(alert.slice(6)) : undefined)
  if (number === undefined) return {}
  const { openssl, since, go, gnutls, rustls } = words ?? {}
  // SSL_AD_REASON_OFFSET: an alert's reason is its number and 1000.
  const bare = `reason(${1000 + number})`
  const params: Record<string, string> = {
    alertNumber: String(number),
    alertReason: (1000 + number).toString(16).toUpperCase(),
    opensslAlert10: since === undefined ? (openssl ?? bare) : bare,
    opensslAlert11: since === '3.0' ? bare : (openssl ?? bare),
    opensslAlert30: openssl ?? bare,
    opensslAlert32: openssl?.replace(/^sslv3 /, 'ssl/tls ') ?? bare,
    goAlert: go ?? `alert(${number})`,
    gnutlsAlert: gnutls ?? '',
    rustAlert: rustls ?? '',
  }
  if (openssl !== undefined) {
    // CPython has symbols of its own for OpenSSL's reasons, Modules/_ssl_data_*.h; none for those that came last.
    const symbol = since === '3.0' ? 'SSL' : `SSL: ${openssl.toUpperCase().replaceAll(' ', '_')}`
    params['pythonAlert'] = symbol
    if (since !== '3.0') params['pythonAlert11'] = symbol
  }
  // Curl_ossl_connect_step2: these two have sentences of their own, 60 and 98.
  if (alert !== 'certificate_expired' && alert !== 'certificate_required') params['curlAlert'] = 'yes'
  // sun.security.ssl.Alert: the class depends on whether the alert belongs to the handshake alone.
  if (words !== undefined && !notInJava.includes(number)) {
    params['javaException'] =
      number === 10 ? 'SSLProtocolException' : anyTime.includes(number) ? 'SSLException' : 'SSLHandshakeException'
    params['javaAlert'] = number === 90 ? 'Received fatal close_notify alert' : `Received fatal alert: ${alert}`
  }
  return params
}

const notInJava: readonly number[] = [52, 121]
const anyTime: readonly number[] = [20, 21, 22, 30, 80, 86, 90]
