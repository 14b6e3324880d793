import { family, type KnownText } from './known-text.ts'

/**
 * curl and libcurl: lib/vtls, lib/strerror.c; exit codes of include/curl/curl.h. Read at the head of 2026 and at 7.19, 7.52, 7.61, 7.80 and 7.88:
 * the sentences with CERT_TRUST_ are those of releases before the chain's state was put in words.
 */
export const curlKnown: readonly KnownText[] = family({ runtime: 'curl', known: 'source' }, [
  [/SSL: no alternative certificate subject name matches target/, 'wrong-host', { known: 'observed' }],
  [
    /SSL: certificate subject name(?: \([^)\n]{0,255}\)| '[^'\n]{0,255}')? does not match target/,
    'wrong-host',
    { known: 'observed' },
  ],
  ['SSL: unable to obtain common name from peer certificate', 'no-san wrong-host'],
  ['SSL: could not get peer certificate', 'handshake-unspecified', { known: 'source' }],
  [/server certificate verification failed\. CAfile: \S+ CRLfile: \S+/, 'unspecified', { known: 'observed' }],
  ['schannel: the certificate chain is incomplete', 'missing-intermediate'],
  [
    'schannel: the certificate or certificate chain is based on an untrusted root',
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [
    /schannel: this certificate or one of the certificates in the certificate chain is not time valid/,
    'expired-unspecified not-yet-valid',
  ],
  [/schannel: trust for this certificate or one of the certificates in the certificate chain has been revoked/, 'revoked'],
  ['schannel: the revocation status is unknown', 'revocation-unavailable'],
  [
    'schannel: CertGetCertificateChain trust error CERT_TRUST_IS_PARTIAL_CHAIN',
    'missing-intermediate unknown-issuer',
    { known: 'source' },
  ],
  [
    'schannel: CertGetCertificateChain trust error CERT_TRUST_IS_UNTRUSTED_ROOT',
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'source' },
  ],
  [
    'schannel: CertGetCertificateChain trust error CERT_TRUST_IS_NOT_TIME_VALID',
    'expired-unspecified not-yet-valid',
    { known: 'source' },
  ],
  [
    'schannel: CertGetCertificateChain trust error CERT_TRUST_REVOCATION_STATUS_UNKNOWN',
    'revocation-unavailable',
    { known: 'source' },
  ],
  [/schannel: CertGetNameString\(\) failed to match connection hostname/, 'wrong-host', { known: 'source' }],
  [/schannel: SNI or certificate check failed(?!: SEC_E_\w+)/, 'wrong-host', { names: false }],
  [/mbedTLS: certificate verification error 0x0*8(?!\w)/, 'unknown-issuer missing-intermediate'],
  [/mbedTLS: certificate verification error 0x0*1(?!\w)/, 'expired-unspecified'],
  [/mbedTLS: certificate verification error 0x0*4(?!\w)/, 'wrong-host'],
  [/mbedTLS: certificate verification error 0x0*2(?!\w)/, 'revoked'],
  [/mbedTLS: certificate verification error 0x0*200(?!\w)/, 'not-yet-valid clock'],
  [/mbedTLS: certificate verification error 0x(?!0*(?:[1248]|200)(?!\w))[0-9a-f]{1,8}/, 'unspecified', { names: false }],
  [/Apple SecTrust verification failed: error (?!-?(?:67843|67818|67819|67820))-?\d+/, 'unspecified'],
  [/error setting certificate (?:file|verify locations)/, 'store-missing store-unreadable', { known: 'source' }],
  [
    /error (?:adding trust anchors from|reading ca cert file|importing CA certificate)/i,
    'store-unreadable store-missing',
    { known: 'source' },
  ],
  [/Problem with the SSL CA cert/, 'store-missing store-unreadable'],
  [/SSL:? public key does(?: not|n't) match(?:ing)? pinned public key|curl: \(90\)|cURL error 90(?!\d)/, 'pin'],
  [
    /SSL server certificate status verification FAILED|No OCSP response received|Invalid OCSP response status|OCSP response has expired/,
    'revocation-unavailable',
  ],
  [/SSL peer certificate or SSH remote key was not OK(?! ?[(|])/, 'unspecified'],
  [
    /Peer certificate cannot be authenticated with (?:given|known) CA certificates/,
    'unspecified',
    { known: 'memory', version: 'before 7.62' },
  ],
  [/SSL peer certificate or SSH md5 fingerprint was not OK/, 'unspecified', { known: 'source', version: 'before 7.62' }],
  [
    /curl: \(58\)|problem with the local SSL certificate|could not load PEM client certificate|unable to set private key file/,
    'client-cert-required',
    { known: 'source', names: false },
  ],
  [/curl: \(98\)|SSL client certificate required/, 'client-cert-required'],
  [
    /curl: \(35\) (?:[^\n]{0,80}:)?(?:schannel: )?(?:SSL connect error|Unknown SSL protocol error|LibreSSL SSL_connect: SSL_ERROR_SYSCALL|OpenSSL SSL_connect: SSL_ERROR_SYSCALL)/,
    'handshake-unspecified',
    { known: 'observed' },
  ],
  [/error loading CRL file|Issuer check against peer certificate failed|SSL crl/i, 'revocation-unavailable', { known: 'source' }],
  [/curl: \(83\)|SSL: Certificate issuer check failed/, 'pin', { known: 'source' }],
  [/Cert verify failed: [^\n]{0,40}BADCERT_EXPIRED/, 'expired-unspecified', { known: 'source' }],
  [/Cert verify failed: [^\n]{0,40}BADCERT_NOT_TRUSTED/, 'unknown-issuer missing-intermediate', { known: 'source' }],
  [/Cert verify failed: [^\n]{0,40}BADCERT_CN_MISMATCH/, 'wrong-host', { known: 'source' }],
  [/SSL certificate problem: (?:Couldn't understand the server certificate format)/, 'strict-profile', { known: 'source' }],
  [/curl: \(35\) TLS connect error:/, 'handshake-unspecified'],
  // The rest is cut off, or is a text of a library that is not known.
  [/SSL certificate problem: |SSL certificate OpenSSL verify result: |SSL certificate verification failed: /, 'unspecified'],
  [/curl: \(60\)|cURL error 60(?!\d)/, 'unspecified'],
  [/curl: \(77\)|cURL error 77(?!\d)/, 'store-missing store-unreadable'],
])
