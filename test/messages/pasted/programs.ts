import { noIssuer, pasted, type Pasted, untrustedRoot } from './pasted.ts'

const curl = pasted('curl', [
  ["curl: (60) SSL: no alternative certificate subject name matches target host name 'a.test'", 'wrong-host'],
  ["curl: (60) SSL: certificate subject name 'b.test' does not match target hostname 'a.test'", 'wrong-host'],
  ['curl: (60) SSL: unable to obtain common name from peer certificate', 'no-san wrong-host'],
  ['curl: (60) SSL: could not get peer certificate', 'handshake-unspecified'],
  ['curl: (60) server certificate verification failed. CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none', 'unspecified'],
  ['curl: (60) schannel: the certificate chain is incomplete', 'missing-intermediate'],
  ['curl: (60) schannel: the certificate or certificate chain is based on an untrusted root', untrustedRoot],
  [
    'curl: (60) schannel: this certificate or one of the certificates in the certificate chain is not time valid',
    'expired-unspecified not-yet-valid',
  ],
  [
    'curl: (60) schannel: trust for this certificate or one of the certificates in the certificate chain has been revoked',
    'revoked',
  ],
  ['curl: (35) schannel: the revocation status is unknown', 'revocation-unavailable'],
  ['schannel: CertGetCertificateChain trust error CERT_TRUST_IS_PARTIAL_CHAIN', 'missing-intermediate unknown-issuer'],
  ['schannel: CertGetCertificateChain trust error CERT_TRUST_IS_UNTRUSTED_ROOT', untrustedRoot],
  ['schannel: CertGetCertificateChain trust error CERT_TRUST_IS_NOT_TIME_VALID', 'expired-unspecified not-yet-valid'],
  ['schannel: CertGetCertificateChain trust error CERT_TRUST_REVOCATION_STATUS_UNKNOWN', 'revocation-unavailable'],
  ['schannel: CertGetNameString() failed to match connection hostname (a.test) against server certificate names', 'wrong-host'],
  ['curl: (60) schannel: SNI or certificate check failed', 'wrong-host'],
  ['curl: (60) mbedTLS: certificate verification error 0x00000008', 'unknown-issuer missing-intermediate'],
  ['curl: (60) mbedTLS: certificate verification error 0x00000001', 'expired-unspecified'],
  ['curl: (60) mbedTLS: certificate verification error 0x00000004', 'wrong-host'],
  ['curl: (60) mbedTLS: certificate verification error 0x00000002', 'revoked'],
  ['curl: (60) mbedTLS: certificate verification error 0x00000200', 'not-yet-valid clock'],
  ['curl: (60) mbedTLS: certificate verification error 0x0000000c', 'unspecified'],
  ['curl: (60) Apple SecTrust verification failed: error 1', 'unspecified'],
  ['curl: (77) error setting certificate file: /etc/nowhere.pem', 'store-missing store-unreadable'],
  ['curl: (77) error adding trust anchors from file: /etc/x.pem', 'store-missing store-unreadable'],
  ['curl: (77) Problem with the SSL CA cert (path? access rights?)', 'store-missing store-unreadable'],
  ['curl: (90) SSL: public key does not match pinned public key\nSSL public key does not match pinned public key', 'pin'],
  ['curl: (91) No OCSP response received', 'revocation-unavailable'],
  ['curl: (60) SSL peer certificate or SSH remote key was not OK', 'unspecified'],
  ['curl: (51) SSL peer certificate or SSH md5 fingerprint was not OK', 'unspecified'],
  ['curl: (60) Peer certificate cannot be authenticated with given CA certificates', 'unspecified'],
  ['curl: (58) could not load PEM client certificate from c.pem', 'client-cert-required'],
  ['curl: (98) SSL client certificate required', 'client-cert-required'],
  ['curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a.test:443', 'handshake-unspecified'],
  ['curl: (82) error loading CRL file: /x', 'revocation-unavailable'],
  ['curl: (83) SSL: Certificate issuer check failed (/x)', 'pin'],
  ['curl: (60) Cert verify failed: BADCERT_EXPIRED', 'expired-unspecified'],
  ['curl: (60) Cert verify failed: BADCERT_NOT_TRUSTED', 'unknown-issuer missing-intermediate'],
  ['curl: (60) Cert verify failed: BADCERT_CN_MISMATCH', 'wrong-host'],
  ["curl: (60) SSL certificate problem: Couldn't understand the server certificate format", 'strict-profile'],
  ['curl: (35) TLS connect error: error:00000000:invalid library (0):OPENSSL_internal:other', 'handshake-unspecified'],
  ['curl: (60) SSL certificate problem: something new', 'unspecified'],
])

const git = pasted('git', [
  [
    "fatal: unable to access 'https://a.test/r.git/': schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - The revocation function was unable to check revocation for the certificate.",
    'revocation-unavailable',
  ],
  ["fatal: unable to access 'https://a.test/r.git/': SSL certificate problem: EE certificate key too weak", 'weak-key'],
  ["fatal: unable to access 'https://a.test/r.git/': gnutls_handshake() failed: Handshake failed", 'handshake-unspecified'],
  [
    "fatal: unable to access 'https://a.test/r.git/': server verification failed: certificate signer not trusted. (CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none)",
    `${noIssuer} store-missing`,
  ],
  [
    "fatal: unable to access 'https://a.test/r.git/': server verification failed: certificate has expired. (CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none)",
    'expired-unspecified',
  ],
  [
    "fatal: unable to access 'https://a.test/r.git/': server verification failed: certificate error, no details available. (CAfile: /etc/ssl/certs/ca-certificates.crt CRLfile: none)",
    'unspecified',
  ],
  ["fatal: unable to access 'https://a.test/r.git/': GnuTLS, handshake failed: Error in the certificate.", 'unspecified'],
  [
    "fatal: unable to access 'https://a.test/r.git/': gnutls_handshake() failed: Error in the certificate verification.",
    'unspecified',
  ],
  [
    "fatal: unable to access 'https://a.test/r.git/': server certificate verification failed. CAfile: none CRLfile: none",
    'unspecified',
  ],
])

const w = '--2026-01-01 00:00:00--  https://a.test/\nConnecting to a.test (a.test)|192.0.2.1|:443... connected.\n'
const wget = pasted('wget', [
  [`${w}ERROR: The certificate of ‘a.test’ is not trusted.`, 'unspecified'],
  [
    `${w}ERROR: The certificate of ‘a.test’ is not trusted.\nERROR: The certificate of ‘a.test’ doesn't have a known issuer.`,
    noIssuer,
  ],
  [`${w}ERROR: The certificate of ‘a.test’ has expired.`, 'expired-unspecified'],
  [`${w}ERROR: The certificate of ‘a.test’ is not yet activated.`, 'not-yet-valid clock'],
  [`${w}ERROR: The certificate of ‘a.test’ was signed using an insecure algorithm.`, 'weak-digest'],
  [`${w}ERROR: The certificate of ‘a.test’ has been revoked.`, 'revoked'],
  [`${w}The certificate signer of ‘a.test’ was not a CA.`, 'not-a-ca'],
  [`${w}The certificate's owner does not match hostname ‘a.test’`, 'wrong-host'],
  [`${w}ERROR: cannot verify a.test's certificate, issued by ‘CN=x’:`, 'unspecified'],
  [
    `${w}ERROR: cannot verify a.test's certificate, issued by ‘CN=x’:\n  Unable to locally verify the issuer's authority.\nTo connect to a.test insecurely, use \`--no-check-certificate'.`,
    'unknown-issuer missing-intermediate store-missing',
  ],
  [`${w}  Self-signed certificate encountered.`, 'self-signed-target untrusted-root-sent'],
  [`${w}  Issued certificate has expired.`, 'expired-unspecified'],
  [`${w}  Issued certificate not yet valid.`, 'not-yet-valid clock'],
  [`${w}    ERROR: certificate common name ‘b.test’ doesn't match requested host name ‘a.test’.`, 'wrong-host'],
  [`${w}ERROR: no certificate subject alternative name matches\n\trequested host name ‘a.test’.`, 'wrong-host'],
  ['ERROR: Cannot open directory /etc/ssl/certs.', 'store-missing'],
  [`${w}Unable to establish SSL connection.`, 'handshake-unspecified'],
])

const s = '- Status: The certificate is NOT trusted. '
const gnutls = pasted('gnutls', [
  [
    '*** Fatal error: A TLS fatal alert has been received.\n*** Received alert [40]: Handshake failed',
    'handshake-unspecified',
    { who: 'peer' },
  ],
  [`${s}The certificate issuer is unknown. `, noIssuer],
  [`${s}The certificate chain uses expired certificate. `, 'expired-unspecified'],
  [`${s}The certificate chain uses not yet valid certificate. `, 'not-yet-valid clock'],
  [`${s}The name in the certificate does not match the expected. `, 'wrong-host'],
  [`${s}The certificate chain violates the signer's constraints. `, 'path-length name-constraint'],
  [`${s}The certificate chain does not match the intended purpose. `, 'purpose'],
  [`${s}The certificate chain uses insecure algorithm. `, 'weak-digest weak-key'],
  [`${s}The certificate issuer is not a CA. `, 'not-a-ca'],
  [`${s}The certificate chain is revoked. `, 'revoked'],
  [
    `${s}The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing. `,
    'revocation-unavailable',
  ],
  [`${s}The signature in the certificate is invalid. `, 'bad-signature same-name-authority'],
  [`${s}The certificate contains an unknown critical extension. `, 'strict-profile'],
  [`${s}The revocation or OCSP data are old and have been superseded. `, 'revocation-unavailable'],
  [`${s}The revocation or OCSP data are issued with a future date. `, 'revocation-unavailable clock'],
  [`${s}The OCSP status response is invalid. `, 'revocation-unavailable'],
  [s, 'unspecified'],
  ['*** Fatal error: Error in the certificate verification.', 'unspecified'],
  ['*** Fatal error: Error in the certificate.', 'unspecified'],
  ['*** Fatal error: A packet with illegal or unsupported version was received.', 'protocol'],
  ['*** Fatal error: The TLS connection was non-properly terminated.', 'handshake-unspecified'],
  ["Peer's certificate issuer is unknown", 'unknown-issuer missing-intermediate untrusted-root-sent'],
  ["- Peer's certificate is NOT trusted", 'unspecified'],
  ['*** Fatal error: No certificate was found.', 'client-cert-required handshake-unspecified'],
  ['Unacceptable TLS certificate', 'unspecified', { runtime: 'glib' }],
  ['tls_errors: G_TLS_CERTIFICATE_EXPIRED', 'expired-unspecified', { runtime: 'glib' }],
  ['tls_errors: G_TLS_CERTIFICATE_BAD_IDENTITY', 'wrong-host', { runtime: 'glib' }],
  [
    'W: Failed to fetch https://a.test/dists/x/InRelease  Could not load certificates from /etc/ssl/x.crt (CaInfo option): Error while reading file.',
    'store-missing store-unreadable',
    { runtime: 'apt' },
  ],
  [
    `Err:1 https://a.test stable InRelease\n  Certificate verification failed: The certificate is NOT trusted. The certificate chain uses expired certificate.  Could not handshake: Error in the certificate verification. [IP: 192.0.2.1 443]`,
    'expired-unspecified',
    { runtime: 'apt' },
  ],
])

const php = pasted('php', [
  [
    "PHP Warning:  stream_socket_client(): Peer certificate CN=`b.test' did not match expected CN=`a.test' in x.php on line 3",
    'wrong-host',
  ],
  ["PHP Warning:  stream_socket_client(): Peer certificate subjectAltName did not match expected name `a.test'", 'wrong-host'],
  ['PHP Warning:  stream_socket_client(): Unable to locate peer certificate CN', 'no-san wrong-host'],
  ['PHP Warning:  file_get_contents(): Failed to enable crypto in x.php on line 3', 'handshake-unspecified'],
  [
    'PHP Warning:  file_get_contents(): SSL operation failed with code 1. OpenSSL Error messages:\nerror:0A000086:SSL routines::certificate verify failed',
    'unspecified',
  ],
  ['stream_socket_client(): SSL operation failed with code 1. ', 'unspecified'],
  ["PHP Warning:  file_get_contents(): failed loading cafile stream: `/x'", 'store-unreadable store-missing'],
  [
    "PHP Warning:  stream_socket_client(): Unable to set local cert chain file `c.pem'; Check that your cafile/capath settings include details of your certificate and its issuer",
    'client-cert-required',
  ],
  ['PHP Warning:  file_get_contents(): peer_fingerprint match failure', 'pin'],
])
const pinned = pasted('wget', [['The public key does not match pinned public key!', 'pin']])
const ruby = pasted('ruby', [
  ['hostname "a.test" does not match the server certificate (OpenSSL::SSL::SSLError)', 'wrong-host'],
  [
    'SSL_connect returned=1 errno=0 peeraddr=192.0.2.1:443 state=error: wrong version number (OpenSSL::SSL::SSLError)',
    'protocol',
  ],
  ['SSL_connect returned=1 errno=0 peeraddr=127.0.0.1:9647 state=error: ASN1 lib (OpenSSL::SSL::SSLError)', 'strict-profile'],
  [
    'SSL_connect returned=1 errno=0 peeraddr=127.0.0.1:9647 state=error: something (OpenSSL::SSL::SSLError)',
    'handshake-unspecified',
  ],
  [
    'SSL_connect returned=1 errno=0 state=SSLv3 read server certificate B: certificate verify failed (https://gems.example/specs.4.8.gz)',
    'unspecified',
  ],
  ['SSL_connect SYSCALL returned=5 errno=0 state=SSLv3/TLS write client hello (OpenSSL::SSL::SSLError)', 'handshake-unspecified'],
  ['Bundler::Fetcher::CertificateFailureError: Could not verify the SSL certificate for https://gems.example/.', 'unspecified'],
])
const perl = pasted('perl', [
  ["Can't connect to a.test:443 (hostname verification failed)", 'wrong-host'],
  ["500 Can't connect to a.test:443 (certificate verify failed)", 'unspecified'],
  [
    "Can't verify SSL peers without knowing which Certificate Authorities to trust. at LWP/Protocol/https.pm line 1.",
    'store-missing',
  ],
  ['IO::Socket::SSL: SSL_ca_file /x does not exist', 'store-missing store-unreadable'],
  ['SSL connect attempt failed because of handshake problems', 'handshake-unspecified'],
  ['SSL connect attempt failed error:0A000086:SSL routines::certificate verify failed', 'unspecified'],
])

/** Programs, and libraries by their programs. */
export const programsPasted: readonly Pasted[] = [
  ...curl,
  ...git,
  ...wget,
  ...pinned,
  ...gnutls,
  ...php,
  ...ruby,
  ...perl,
  ...pasted('botan', [
    ['Certificate validation status: Certificate issuer not found', 'unknown-issuer missing-intermediate'],
    ['Certificate validation status: Cannot establish trust', untrustedRoot],
    ['Certificate validation status: Certificate has expired', 'expired-unspecified'],
  ]),
  ...pasted('s2n', [
    ['Certificate is untrusted', 'unspecified'],
    ['Certificate is not valid for the supplied hostname', 'wrong-host'],
    ['Certificate intent is invalid for the current context.', 'purpose'],
    ['Unhandled critical certificate extension', 'strict-profile'],
  ]),
]
