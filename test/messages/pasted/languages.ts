import { noIssuer, pasted, type Pasted, untrustedRoot } from './pasted.ts'

const python = pasted('python', [
  [
    'Traceback (most recent call last):\n  File "bot.py", line 7, in <module>\nssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for \'a.test\'. (_ssl.c:1131)',
    'wrong-host',
  ],
  [
    "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: IP address mismatch, certificate is not valid for '192.0.2.1'. (_ssl.c:1131)",
    'wrong-host no-san',
  ],
  ["ssl.CertificateError: hostname 'a.test' doesn't match 'b.test'", 'wrong-host'],
  ['ssl.CertificateError: no appropriate commonName or subjectAltName fields were found', 'no-san wrong-host'],
  ["ssl.CertificateError: IP address '192.0.2.1' doesn't match certificate IP subjectAltName ['192.0.2.2']", 'wrong-host no-san'],
  ['OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /etc/ssl/nowhere.pem', 'store-missing'],
  ['OSError: Could not find the TLS certificate file, invalid path: client.pem', 'client-cert-required'],
  ["FileNotFoundError: [Errno 2] No such file or directory: '/app/certifi/cacert.pem'", 'store-missing'],
  // As Python 3.8 and 3.13 print it.
  [
    'Traceback (most recent call last):\n  File "<string>", line 3, in <module>\n  File "/usr/lib/python3.8/ssl.py", line 745, in create_default_context\n    context.load_verify_locations(cafile, capath, cadata)\nFileNotFoundError: [Errno 2] No such file or directory',
    'store-missing',
  ],
  [
    'Traceback (most recent call last):\n  File "/usr/lib/python3.13/ssl.py", line 717, in create_default_context\n    context.load_verify_locations(cafile, capath, cadata)\n    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^\nFileNotFoundError: [Errno 2] No such file or directory',
    'store-missing',
  ],
  ['ssl.SSLError: [X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:4149)', 'store-missing'],
  ['ssl.SSLError: [X509] PEM lib (_ssl.c:4012)', 'store-unreadable'],
  [
    'fatal: [h]: FAILED! => {"msg": "Failed to validate the SSL certificate for a.test:443. Make sure your managed systems have a valid CA certificate installed."}',
    'unspecified',
  ],
  ['ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1131)', 'protocol'],
  ['ssl.SSLError: [SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1131)', 'protocol'],
  ['ssl.SSLError: [SSL: DH_KEY_TOO_SMALL] dh key too small (_ssl.c:1131)', 'protocol'],
  [
    'ssl.SSLEOFError: [SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol (_ssl.c:1006)',
    'handshake-unspecified',
  ],
  ['ssl.SSLError: [SSL: LENGTH_MISMATCH] length mismatch (_ssl.c:992)', 'strict-profile'],
  ['ssl.SSLError: [SSL: INVALID_SESSION_ID] invalid session id (_ssl.c:992)', 'handshake-unspecified'],
  ['ssl.SSLError: [SSL: EE_KEY_TOO_SMALL] ee key too small (_ssl.c:3900)', 'weak-key'],
  ['ssl.SSLError: [SSL: CA_MD_TOO_WEAK] ca md too weak (_ssl.c:3900)', 'weak-digest'],
  [
    'botocore.exceptions.SSLError: SSL validation failed for https://sts.a.test/ [Errno 2] No such file or directory',
    'store-missing',
  ],
  [
    "requests.exceptions.SSLError: HTTPSConnectionPool(host='a.test', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLError(\"bad handshake: Error([('SSL routines', 'tls_process_server_certificate', 'certificate verify failed')],)\",),))",
    'unspecified',
  ],
  [
    'urllib.error.URLError: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:852)>',
    'unspecified',
  ],
  ['aiohttp.client_exceptions.ClientConnectorCertificateError: Cannot connect to host a.test:443', 'unspecified'],
  ['CondaSSLError: Encountered an SSL error. Most likely a certificate verification issue.', 'unspecified'],
  ['CondaSSLError: OpenSSL appears to be unavailable on this machine.', 'unspecified'],
  ["CustomValidationError: Parameter ssl_verify = '/none' declared in <<merged>> is invalid.", 'store-missing'],
  ['urllib3.exceptions.SSLError: Fingerprints did not match. Expected "aa", got "bb".', 'pin'],
  [
    'aiohttp.client_exceptions.ServerFingerprintMismatch: <ServerFingerprintMismatch expected=b"a" got=b"b" host="a.test" port=443>',
    'pin',
  ],
  ["ssl.SSLCertVerificationError: ('“a.test” certificate is not trusted',)", 'unknown-issuer'],
])

const node = pasted('node', [
  [
    "Error: unable to verify the first certificate\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34) {\n  code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'\n}",
    'missing-intermediate unknown-issuer',
  ],
  [
    "FetchError: request to https://a.test/ failed, reason: unable to get local issuer certificate\n  code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'",
    'unknown-issuer missing-intermediate store-missing',
  ],
  [
    '➤ YN0001: │ RequestError: self signed certificate in certificate chain\n    at ClientRequest.<anonymous>',
    'untrusted-root-sent',
  ],
  ['npm ERR! code UNABLE_TO_GET_ISSUER_CERT', 'unknown-issuer'],
  ['npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error errno SELF_SIGNED_CERT_IN_CHAIN', 'untrusted-root-sent'],
  ["AxiosError: self-signed certificate {\n  code: 'DEPTH_ZERO_SELF_SIGNED_CERT'", 'self-signed-target'],
  ["TypeError: fetch failed\n  [cause]: Error: certificate has expired {\n    code: 'CERT_HAS_EXPIRED'", 'expired-unspecified'],
  ['npm ERR! code CERT_NOT_YET_VALID', 'not-yet-valid clock'],
  [
    "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: a.test. is not in the cert's altnames: DNS:b.test",
    'wrong-host',
  ],
  [
    "Error: Hostname/IP doesn't match certificate's altnames: \"Host: a.test. is not in the cert's altnames: DNS:b.test\"",
    'wrong-host',
  ],
  ['Error: Cert does not contain a DNS name', 'no-san wrong-host'],
  ["code: 'INVALID_PURPOSE'", 'purpose'],
  ["code: 'PATH_LENGTH_EXCEEDED'", 'path-length'],
  ["code: 'CERT_SIGNATURE_FAILURE'", 'bad-signature same-name-authority'],
  ['npm ERR! code CERT_REVOKED', 'revoked'],
  ['npm ERR! code CRL_HAS_EXPIRED', 'revocation-unavailable'],
  ['npm ERR! code UNABLE_TO_GET_CRL', 'revocation-unavailable'],
  ['npm ERR! code CRL_SIGNATURE_FAILURE', 'revocation-unavailable'],
  ['npm ERR! code INVALID_CA', 'not-a-ca'],
  ['npm ERR! code CERT_UNTRUSTED', 'unknown-issuer missing-intermediate'],
  ['npm ERR! code CERT_REJECTED', 'distrusted'],
  ['npm ERR! code CERT_CHAIN_TOO_LONG', 'path-length'],
  ['npm ERR! code UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'bad-signature same-name-authority'],
  ['npm ERR! code UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'strict-profile'],
  ["code: 'HOSTNAME_MISMATCH'", 'wrong-host'],
  [
    'Warning: Ignoring extra certs from `/etc/corp.pem`, load failed: error:80000002:system library::No such file or directory',
    'store-missing',
  ],
  [
    'Warning: Ignoring extra certs from `/etc/corp.pem`, load failed: error:02001002:system library:fopen:No such file or directory',
    'store-missing',
  ],
  [
    'Warning: Ignoring extra certs from `/etc/corp.pem`, load failed: error:0480006C:PEM routines::no start line',
    'store-unreadable',
  ],
  [
    "Error: write EPROTO 40B7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl/record/ssl3_record.c:354:\n  code: 'EPROTO'",
    'protocol',
  ],
  ["code: 'ERR_SSL_WRONG_VERSION_NUMBER'", 'protocol'],
  ["code: 'ERR_SSL_EE_KEY_TOO_SMALL'", 'weak-key'],
  ["code: 'ERR_SSL_CA_MD_TOO_WEAK'", 'weak-digest'],
  ["code: 'ERR_SSL_DH_KEY_TOO_SMALL'", 'protocol'],
  ["code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'", 'handshake-unspecified', { who: 'peer' }],
  ['Error: Client network socket disconnected before secure TLS connection was established', 'handshake-unspecified'],
  ["code: 'ERR_SSL_KEY_USAGE_BIT_INCORRECT'", 'purpose'],
  ['error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED (ERR_SSL_CERTIFICATE_VERIFY_FAILED)', 'unspecified'],
  [
    'Error: unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca',
    'missing-intermediate unknown-issuer',
  ],
  [
    'error Error: https://registry.example/x: self signed certificate in certificate chain\n    at TLSSocket.onConnectSecure',
    'untrusted-root-sent',
  ],
  [
    ' ERR_PNPM_META_FETCH_FAIL  GET https://registry.example/x: request to https://registry.example/x failed, reason: unable to get local issuer certificate',
    'unknown-issuer missing-intermediate store-missing',
  ],
])

const x = 'tls: failed to verify certificate: x509: '
const goUnknown = `${noIssuer} store-missing`
const go = pasted('go', [
  ['Unable to connect to the server: x509: certificate signed by unknown authority', goUnknown],
  ['certificate has expired or is not yet valid', 'expired-unspecified not-yet-valid clock'],
  [
    `${x}certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "Corp CA")`,
    'same-name-authority bad-signature',
  ],
  [
    `${x}certificate signed by unknown authority (possibly because of "x509: invalid signature: parent certificate cannot sign this kind of certificate" while trying to verify candidate authority certificate "a")`,
    'not-a-ca',
  ],
  [
    `${x}certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm SHA1-RSA" while trying to verify candidate authority certificate "a")`,
    'weak-digest',
  ],
  [
    `${x}certificate signed by unknown authority (possibly because of "x509: something else" while trying to verify candidate authority certificate "a")`,
    'unknown-issuer missing-intermediate',
  ],
  ['x509: certificate has expired or is not yet valid', 'expired-unspecified not-yet-valid clock'],
  [
    `Error response from daemon: Get "https://r.test/v2/": ${x}certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is after 2025-01-01T00:00:00Z`,
    'expired-unspecified',
  ],
  [
    `${x}certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is before 2027-01-01T00:00:00Z`,
    'not-yet-valid clock',
  ],
  [`${x}certificate is valid for a.test, *.b.test, not c.test`, 'wrong-host'],
  [`${x}certificate is not valid for any names, but wanted to match c.test`, 'no-san wrong-host'],
  [
    `Get "https://192.0.2.1/": ${x}cannot validate certificate for 192.0.2.1 because it doesn't contain any IP SANs`,
    'wrong-host no-san',
  ],
  [`${x}certificate relies on legacy Common Name field, use SANs instead`, 'no-san'],
  [`${x}certificate specifies an incompatible key usage`, 'purpose'],
  [`${x}too many intermediates for path length constraint`, 'path-length'],
  [
    `${x}a root or intermediate certificate is not authorized to sign for this name: DNS name "a.test" is not permitted by any constraint`,
    'name-constraint',
  ],
  [`${x}issuer has name constraints but leaf doesn't have a SAN extension`, 'no-san name-constraint'],
  [`${x}a root or intermediate certificate is not authorized for an extended key usage: any`, 'purpose'],
  [`${x}certificate is not authorized to sign other certificates`, 'not-a-ca'],
  [`${x}unhandled critical extension`, 'strict-profile'],
  [
    `${x}no valid chains built: 1 candidate chains with incompatible key usage, 0 candidate chains with invalid policies`,
    'purpose strict-profile',
  ],
  [`${x}signature check attempts limit reached while verifying certificate chain`, 'unknown-issuer'],
  ['x509: issuer name does not match subject from issuing certificate', 'unknown-issuer'],
  ['x509: cannot verify signature: insecure algorithm SHA1-RSA (temporarily override with GODEBUG=x509sha1=1)', 'weak-digest'],
  ['tls: failed to parse certificate from server: x509: negative serial number', 'strict-profile'],
  ['2026/01/01 00:00:00 tls: failed to verify certificate', 'unspecified'],
  [`${x}“a.test” certificate is not trusted`, untrustedRoot],
  [`${x}“a.test” certificate is not standards compliant`, 'strict-profile'],
  [`${x}“a.test” certificate is expired`, 'expired-unspecified'],
  [`${x}“a.test” certificate name does not match input`, 'wrong-host'],
  [`${x}“a.test” certificate is revoked`, 'revoked'],
  ['x509: failed to load system roots and no roots provided', 'store-missing'],
  ['x509: system root pool is not available on Windows', 'store-missing'],
  ['Get "https://a.test/": tls: server selected unsupported protocol version 301', 'protocol'],
  ['Get "https://a.test/": tls: first record does not look like a TLS handshake', 'protocol'],
  ['Get "https://a.test/v2/": http: server gave HTTP response to HTTPS client', 'protocol'],
  ['Client sent an HTTP request to an HTTPS server.', 'protocol', { runtime: null, who: 'peer' }],
  ["http: TLS handshake error from 192.0.2.9:5000: tls: client didn't provide a certificate", 'client-cert-required'],
  [
    'tls: received unexpected handshake message of type *tls.certificateMsg when waiting for *tls.certificateMsg',
    'handshake-unspecified',
  ],
  ['tls: invalid signature by the server certificate: crypto/rsa: verification error', 'bad-signature'],
  ['tls: either ServerName or InsecureSkipVerify must be specified in the tls.Config', 'unspecified'],
  ['remote error: tls: handshake failure', 'handshake-unspecified', { who: 'peer' }],
  ['Error response from daemon: missing client certificate r.test.cert for key r.test.key', 'client-cert-required'],
])

const he = 'javax.net.ssl.SSLHandshakeException: '
const pv = `${he}PKIX path validation failed: java.security.cert.CertPathValidatorException: `
const java = pasted('java', [
  [
    'javax.net.ssl.SSLHandshakeException: java.security.SignatureException: Signature length not correct: got 256 but was expecting 512',
    'bad-signature same-name-authority',
  ],
  [
    `Exception in thread "main" ${he}PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target\n\tat java.base/sun.security.ssl.Alert.createSSLException(Alert.java:131)`,
    noIssuer,
  ],
  [`${pv}validity check failed`, 'expired-unspecified not-yet-valid'],
  [
    `${pv}validity check failed\n\tat x.Y(Y.java:1)\nCaused by: java.security.cert.CertificateExpiredException: NotAfter: Sat May 30 10:48:38 UTC 2020`,
    'expired-unspecified',
  ],
  [
    `${pv}validity check failed\nCaused by: java.security.cert.CertificateNotYetValidException: NotBefore: Sat May 30 10:48:38 UTC 2099`,
    'not-yet-valid clock',
  ],
  [`${pv}signature check failed`, 'bad-signature same-name-authority'],
  [
    `${pv}basic constraints check failed: pathLenConstraint violated - this cert must be the last cert in the certification path`,
    'path-length',
  ],
  [`${pv}basic constraints check failed: this is not a CA certificate`, 'not-a-ca'],
  [`${pv}CA key usage check failed: keyCertSign bit is not set`, 'not-a-ca'],
  [
    `${he}PKIX path validation failed: sun.security.validator.ValidatorException: TrustAnchor with subject "CN=Root" is not a CA certificate`,
    'not-a-ca',
  ],
  [`${pv}name constraints check failed`, 'name-constraint'],
  [`${he}Extended key usage does not permit use for TLS server authentication`, 'purpose'],
  [`${he}KeyUsage does not allow digital signatures`, 'purpose'],
  [`${he}KeyUsage does not allow key encipherment`, 'purpose'],
  [`${pv}incorrect KeyUsage extension bits`, 'purpose'],
  [`${pv}unrecognized critical extension(s)`, 'strict-profile'],
  [`${pv}certificate policies check failed`, 'strict-profile'],
  [`${he}No subject alternative DNS name matching a.test found.`, 'wrong-host'],
  ['java.security.cert.CertificateException: No name matching a.test found', 'wrong-host no-san'],
  [
    'java.security.cert.CertificateException: No subject alternative names matching IP address 192.0.2.1 found',
    'wrong-host no-san',
  ],
  ['java.security.cert.CertificateException: No subject alternative names present', 'no-san wrong-host'],
  [`${pv}Algorithm constraints check failed on keysize limits: RSA 1024 bit key used with certificate: CN=a.test`, 'weak-key'],
  [`${pv}Algorithm constraints check failed on signature algorithm: SHA1withRSA`, 'weak-digest'],
  [
    'sun.security.validator.ValidatorException: TLS Server certificate issued after 2024-11-11 and anchored by a distrusted legacy Entrust root CA: CN=Entrust Root',
    'distrusted',
  ],
  [
    'javax.net.ssl.SSLException: Unexpected error: java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty',
    'store-missing',
  ],
  [
    'java.security.cert.CertificateRevokedException: Certificate has been revoked, reason: KEY_COMPROMISE, revocation date: x',
    'revoked',
  ],
  [`${pv}Unable to determine revocation status due to network error`, 'revocation-unavailable'],
  ['java.io.IOException: keystore password was incorrect', 'store-unreadable'],
  ['java.security.KeyStoreException: problem accessing trust store', 'store-unreadable'],
  [
    `${he}java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.`,
    'unknown-issuer missing-intermediate untrusted-root-sent',
    { runtime: 'android' },
  ],
  ['javax.net.ssl.SSLHandshakeException: Unacceptable certificate: CN=a.test', 'unknown-issuer', { runtime: 'android' }],
  [
    'javax.net.ssl.SSLHandshakeException: Chain validation failed',
    'expired-unspecified not-yet-valid clock',
    { runtime: 'android' },
  ],
  [
    'javax.net.ssl.SSLPeerUnverifiedException: Certificate pinning failure!\n  Peer certificate chain:\n    sha256/x=: CN=a.test',
    'pin',
  ],
  ['javax.net.ssl.SSLHandshakeException: Pin verification failed', 'pin', { runtime: 'android' }],
  ['javax.net.ssl.SSLPeerUnverifiedException: Hostname a.test not verified:\n    certificate: sha256/x', 'wrong-host'],
  ['java.io.IOException: HTTPS hostname wrong:  should be <a.test>', 'wrong-host'],
  [
    "javax.net.ssl.SSLPeerUnverifiedException: Certificate for <a.test> doesn't match any of the subject alternative names: [b.test]",
    'wrong-host',
  ],
  [`${he}The server selected protocol version TLS10 is not accepted by client preferences [TLS13, TLS12]`, 'protocol'],
  [`${he}Empty server certificate chain`, 'handshake-unspecified'],
  [`${he}Failed to parse server certificates`, 'strict-profile'],
  [
    'javax.net.ssl.SSLProtocolException: The certificate chain length (11) exceeds the maximum allowed length (10)',
    'strict-profile',
  ],
  [`${he}Remote host terminated the handshake`, 'handshake-unspecified'],
  [`${he}Remote host closed connection during handshake`, 'handshake-unspecified'],
  ['javax.net.ssl.SSLPeerUnverifiedException: peer not authenticated', 'unspecified'],
  [
    'sun.security.validator.ValidatorException: No trusted certificate found',
    'unknown-issuer missing-intermediate untrusted-root-sent',
  ],
  ['sun.security.validator.ValidatorException: End user tried to act as a CA', 'not-a-ca'],
  [`${pv}Path does not chain with any of the trust anchors`, noIssuer],
  [`${he}General OpenSslEngine problem`, 'unspecified'],
  [`${pv}subject/issuer name chaining check failed`, 'unknown-issuer missing-intermediate'],
])

const ip = 'invalid peer certificate: '
const rust = pasted('rustls', [
  [`error: Failed to fetch: \`https://a.test/simple/x/\`\n  Caused by: ${ip}UnknownIssuer`, noIssuer],
  [
    'reqwest::Error { kind: Request, source: Connect, Custom { kind: InvalidData, error: InvalidCertificate(UnknownIssuer) } }',
    noIssuer,
  ],
  [`${ip}Other(OtherError(CaUsedAsEndEntity))`, 'purpose self-signed-target'],
  [
    `${ip}certificate expired: verification time 1795309795 (UNIX), but certificate is not valid after 1735689600 (59620195 seconds ago)`,
    'expired-unspecified',
  ],
  [`${ip}NotValidYet`, 'not-yet-valid clock'],
  [`${ip}certificate not valid for name "a.test"; certificate is only valid for DnsName("b.test")`, 'wrong-host'],
  [`${ip}Other(OtherError(UnsupportedCertVersion))`, 'not-a-ca strict-profile'],
  [`${ip}Other(OtherError(UnsupportedCriticalExtension))`, 'strict-profile'],
  [`${ip}Other(OtherError(NameConstraintViolation))`, 'name-constraint'],
  [`${ip}Other(OtherError(PathLenConstraintViolated))`, 'path-length'],
  [`${ip}Other(OtherError(RequiredEkuNotFound))`, 'purpose'],
  [`${ip}InvalidPurpose`, 'purpose'],
  [`${ip}Revoked`, 'revoked'],
  [`${ip}UnknownRevocationStatus`, 'revocation-unavailable'],
  [`${ip}BadSignature`, 'bad-signature same-name-authority'],
  [`${ip}Other(OtherError(IssuerNotCertSigner))`, 'not-a-ca'],
  [`${ip}Other(OtherError(EndEntityUsedAsCa))`, 'not-a-ca'],
  [`${ip}BadEncoding`, 'strict-profile'],
  [`${ip}Other(OtherError(ExtensionValueInvalid))`, 'strict-profile'],
  [
    `${ip}UnsupportedSignatureAlgorithmContext { signature_algorithm_id: [6, 9], supported_algorithms: [] }`,
    'weak-digest bad-signature',
  ],
  [`${ip}UnhandledCriticalExtension`, 'strict-profile'],
  [`${ip}ApplicationVerificationFailure`, 'unspecified'],
  [`${ip}Other(OtherError(…))`, 'unspecified'],
  ['thread main panicked: no native root CA certificates found (errors: [])', 'store-missing'],
  ['peer sent no certificates', 'handshake-unspecified'],
  ["presented server name type wasn't supported", 'wrong-host'],
  ['peer is incompatible: ServerDoesNotSupportTls12Or13', 'protocol'],
  ['invalid peer certificate signature', 'bad-signature weak-digest'],
  ['error: InvalidData: invalid peer certificate: UnknownIssuer', noIssuer, { runtime: 'deno' }],
])

const r =
  'System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: '
const mono = ' | System.Security.Authentication.AuthenticationException: Authentication failed, see inner exception.'
const dotnet = pasted('dotnet', [
  [
    `System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.\n ---> ${r}PartialChain`,
    'missing-intermediate unknown-issuer',
  ],
  [`${r}UntrustedRoot`, untrustedRoot],
  [`${r}NotTimeValid`, 'expired-unspecified not-yet-valid'],
  [`${r}RevocationStatusUnknown, OfflineRevocation`, 'revocation-unavailable'],
  [`${r}Revoked`, 'revoked'],
  [`${r}ExplicitDistrust`, 'distrusted'],
  [`${r}NotSignatureValid`, 'bad-signature'],
  [`${r}InvalidNameConstraints`, 'name-constraint'],
  [`${r}HasNotSupportedCriticalExtension`, 'strict-profile'],
  [`${r}NotValidForUsage`, 'purpose'],
  [`${r}InvalidBasicConstraints`, 'not-a-ca path-length'],
  [`${r}HasWeakSignature`, 'weak-digest'],
  [`${r}Cyclic`, 'strict-profile'],
  [
    'System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch',
    'wrong-host',
  ],
  [
    'The remote certificate is invalid according to the validation procedure: RemoteCertificateNotAvailable',
    'handshake-unspecified',
  ],
  ['sslPolicyErrors: RemoteCertificateChainErrors', 'unspecified'],
  [`RemoteCertificateChainErrors PartialChain:PartialChain${mono}`, 'missing-intermediate unknown-issuer'],
  [`RemoteCertificateChainErrors UntrustedRoot:UntrustedRoot${mono}`, untrustedRoot],
  [`RemoteCertificateChainErrors NotTimeValid:NotTimeValid${mono}`, 'expired-unspecified not-yet-valid'],
  [`RemoteCertificateChainErrors NotValidForUsage:NotValidForUsage${mono}`, 'purpose'],
  [`RemoteCertificateChainErrors InvalidBasicConstraints:InvalidBasicConstraints${mono}`, 'not-a-ca path-length'],
  [
    'System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure.',
    'unspecified',
  ],
  ['The remote certificate was rejected by the provided RemoteCertificateValidationCallback.', 'pin unspecified'],
  [
    'Invoke-WebRequest : The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.',
    'unspecified',
  ],
  ['The underlying connection was closed: Could not establish secure channel', 'unspecified'],
  [
    'Invoke-RestMethod : The underlying connection was closed: An unexpected error occurred on a send.',
    'protocol handshake-unspecified',
  ],
  [
    'System.Net.WebException: The request was aborted: Could not create SSL/TLS secure channel.',
    'protocol handshake-unspecified',
  ],
  ['The SSL connection could not be established', 'unspecified handshake-unspecified'],
  ['Invoke-WebRequest: Authentication failed, see inner exception.', 'handshake-unspecified'],
  ['Invoke-RestMethod: Received an unexpected EOF or 0 bytes from the transport stream.', 'handshake-unspecified'],
  ['The decryption operation failed, see inner exception.', 'client-cert-required handshake-unspecified', { who: 'peer' }],
  ['System.IO.IOException: Cannot determine the frame size or a corrupted frame was received.', 'protocol'],
  ['Authentication failed because the remote party has closed the transport stream.', 'handshake-unspecified'],
  [
    "System.PlatformNotSupportedException: The Disallowed store is not supported on this platform, but already has data. All files under '/home/u/.dotnet/corefx/cryptography/x509stores/disallowed' must be removed.",
    'store-unreadable',
  ],
  ['error NU3028: Package x: the timestamp signature’s chain is not trusted', 'unknown-issuer'],
  ['error NU3018: Package x: the author signature', 'unknown-issuer'],
  ['warning NU3037: Package x: the repository primary signature validity period has expired.', 'expired-unspecified'],
  [
    'Microsoft.Data.SqlClient.SqlException: A connection was established, but then an error occurred (provider: SSL Provider, error: 0 - The certificate chain was issued by an authority that is not trusted.)',
    untrustedRoot,
  ],
  [
    'System.Data.SqlClient.SqlException: (provider: SSL Provider, error: 0 - The target principal name is incorrect.)',
    'wrong-host',
  ],
])

/** Languages and their libraries. */
export const languagesPasted: readonly Pasted[] = [...python, ...node, ...go, ...java, ...rust, ...dotnet]
