import { alertWords } from '../../../src/messages/alerts.ts'
import { pasted, type Pasted } from './pasted.ts'

const postgresql = pasted('postgresql', [
  [
    'psql: error: connection to server at "db.test" (192.0.2.1), port 5432 failed: SSL error: certificate verify failed',
    'unspecified',
  ],
  [
    'psql: error: connection to server at "db.test", port 5432 failed: root certificate file "/root/.postgresql/root.crt" does not exist',
    'store-missing',
  ],
  ['psql: error: could not read root certificate file "/x": no certificate or crl found', 'store-unreadable'],
  ['psql: error: server certificate for "a.test" does not match host name "db.test"', 'wrong-host'],
  ['could not get home directory to locate root certificate file', 'store-missing'],
  ['psql: error: server does not support SSL, but SSL was required', 'protocol'],
  ['FATAL:  connection requires a valid client certificate', 'client-cert-required', { who: 'peer' }],
  ['psql: error: certificate present, but not private key file "/x"', 'client-cert-required'],
  ['psql: error: SSL error: tlsv1 alert unknown ca', 'client-cert-rejected', { who: 'peer' }],
])
const mysql = pasted('mysql', [
  ['ERROR 2026 (HY000): SSL connection error: error:0A000086:SSL routines::certificate verify failed', 'unspecified'],
  [
    'ERROR 2026 (HY000): SSL connection error: CA certificate is required if ssl-mode is VERIFY_CA or VERIFY_IDENTITY',
    'store-missing',
  ],
  ['ERROR 2026 (HY000): SSL connection error: SSL_CTX_set_default_verify_paths failed', 'store-missing store-unreadable'],
  ['ERROR 2026 (HY000): SSL connection error: error:0A000102:SSL routines::unsupported protocol', 'protocol'],
  [
    'ERROR 2026 (HY000): SSL connection error: error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version',
    'protocol',
  ],
  ['SSL connection error: SSL certificate validation failure', 'unspecified'],
  ['ERROR 2026 (HY000): SSL connection error: protocol version mismatch', 'protocol'],
  ['ERROR 2026 (HY000): TLS/SSL error: Certificate verification failure: The certificate is NOT trusted.', 'unspecified'],
  ['TLS/SSL error: SSL certificate validation failure', 'unspecified', { runtime: 'mariadb' }],
])
const un = 'unknown-issuer missing-intermediate untrusted-root-sent'
const others = pasted(null, [
  ['SSL peer certificate validation failed: unknown', 'unspecified', { runtime: 'mongodb' }],
  [
    'The server certificate does not match the host name. Hostname: a.test does not match SAN(s): b.test',
    'wrong-host',
    { runtime: 'mongodb' },
  ],
  ['no SSL certificate provided by peer; connection rejected', 'client-cert-required', { runtime: 'mongodb' }],
  [
    'Could not connect to Redis at a.test:6379: SSL_connect failed: certificate verify failed',
    'unspecified',
    { runtime: 'redis' },
  ],
  ['Could not connect to Redis: Invalid CA Certificate File/Directory', 'store-unreadable', { runtime: 'redis' }],
  [
    'SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified, verify that ssl.ca.location is correctly configured',
    'unknown-issuer missing-intermediate',
    { runtime: 'kafka' },
  ],
  [
    'SSL handshake failed: Disconnected: client SSL authentication might be required (see ssl.key.location)',
    'client-cert-required',
    { runtime: 'kafka' },
  ],
  [
    '{tls_alert,{unknown_ca,"TLS client: In state certify at ssl_handshake.erl:2098 generated CLIENT ALERT: Fatal - Unknown CA"}}',
    un,
    { runtime: 'erlang' },
  ],
  [
    '{tls_alert,{certificate_expired,"TLS client: In state certify"}}',
    'expired-unspecified not-yet-valid',
    { runtime: 'erlang' },
  ],
  ["{:tls_alert, {:unknown_ca, 'TLS client: In state certify'}}", un, { runtime: 'erlang' }],
  [
    '{ssl_error,{tls_alert,{unknown_ca,"TLS server: In state certify received CLIENT ALERT: Fatal - Unknown CA\\n"}}}',
    'client-cert-rejected unknown-issuer missing-intermediate',
    { runtime: 'erlang', who: 'peer' },
  ],
  ['{bad_cert,hostname_check_failed}', 'wrong-host', { runtime: 'erlang' }],
  ['{bad_cert,unknown_ca}', un, { runtime: 'erlang' }],
  ['{bad_cert,cert_expired}', 'expired-unspecified not-yet-valid', { runtime: 'erlang' }],
  ['{bad_cert,selfsigned_peer}', 'self-signed-target', { runtime: 'erlang' }],
  ['{bad_cert,invalid_ext_key_usage}', 'purpose', { runtime: 'erlang' }],
  ['{bad_cert,max_path_length_reached}', 'path-length', { runtime: 'erlang' }],
  ['{bad_cert,name_not_permitted}', 'name-constraint', { runtime: 'erlang' }],
  ['{bad_cert,{revoked,keyCompromise}}', 'revoked', { runtime: 'erlang' }],
  [
    'postfix/smtp[1]: certificate verification failed for mx.test[192.0.2.1]:25: untrusted issuer /CN=x',
    'unknown-issuer untrusted-root-sent',
    { runtime: 'postfix' },
  ],
  [
    'postfix/smtp[1]: certificate verification failed for mx.test[192.0.2.1]:25: num=10:certificate has expired',
    'expired-unspecified',
    { runtime: 'postfix' },
  ],
  [
    'postfix/smtp[1]: certificate verification failed for mx.test[192.0.2.1]:25: certificate has expired',
    'expired-unspecified',
    { runtime: 'postfix' },
  ],
  [
    'postfix/smtp[1]: certificate verification failed for mx.test[192.0.2.1]:25: self-signed certificate',
    'self-signed-target',
    { runtime: 'postfix' },
  ],
  ['postfix/smtp[1]: status=deferred (Server certificate not verified)', 'unspecified', { runtime: 'postfix' }],
  ['VERIFY ERROR: depth=0, error=something: CN=a', 'unspecified', { runtime: 'openvpn' }],
  ['VERIFY X509NAME ERROR: CN=b, must be a', 'wrong-host', { runtime: 'openvpn' }],
  ['VERIFY EKU ERROR', 'purpose', { runtime: 'openvpn' }],
  ['VERIFY CRL: CRL crl.pem is from a different issuer', 'revocation-unavailable', { runtime: 'openvpn' }],
  ['TLS Error: TLS handshake failed', 'handshake-unspecified', { runtime: 'openvpn' }],
  ['ldap_start_tls: TLS: hostname does not match CN in peer certificate', 'wrong-host', { runtime: 'ldap' }],
  ['TLS: peer cert untrusted or revoked (0x42)', 'unknown-issuer revoked', { runtime: 'ldap' }],
  ["TLS: can't connect: (unknown error code).", 'unspecified', { runtime: 'ldap' }],
  ["TLS: could not load verify locations (file:`/x',dir:`').", 'store-unreadable', { runtime: 'ldap' }],
  ['TLS: public key hash does not match provided pin', 'pin', { runtime: 'ldap' }],
  ['Server certificate verify failed: signer not found', 'unknown-issuer missing-intermediate', { runtime: 'openconnect' }],
  ['Server certificate verify failed: certificate expired', 'expired-unspecified', { runtime: 'openconnect' }],
  ['Server certificate verify failed: certificate does not match hostname', 'wrong-host', { runtime: 'openconnect' }],
  [
    'ERROR:  Gateway certificate validation failed, and the certificate digest is not in the local whitelist.',
    'unknown-issuer pin',
    { runtime: 'openfortivpn' },
  ],
  ["TLS: Certificate verification failed, error 99 (other) depth 1 for '/CN=x'", 'unspecified', { runtime: 'wpa_supplicant' }],
  [
    'svn: E230001: Server SSL certificate verification failed: issuer is not trusted\nServer certificate verification failed: issuer is not trusted',
    'unknown-issuer untrusted-root-sent',
    { runtime: 'subversion' },
  ],
  [
    'Server certificate verification failed: certificate issued for a different hostname',
    'wrong-host',
    { runtime: 'subversion' },
  ],
  ['Server certificate verification failed: certificate has expired', 'expired-unspecified', { runtime: 'subversion' }],
  ['abort: certificate for a.test has unexpected fingerprint aa:bb', 'pin', { runtime: 'mercurial' }],
  [
    "workerd/jsg/util.c++:275: error: e = kj/compat/tls.c++:215: failed: TLS peer's certificate is not trusted; reason = unable to get local issuer certificate",
    'unknown-issuer missing-intermediate store-missing',
    { runtime: 'workerd' },
  ],
  ["TLS peer's certificate is not trusted; reason = Hostname mismatch", 'wrong-host', { runtime: 'workerd' }],
  ["TLS peer's certificate is not trusted; reason = application verification failure", 'unspecified', { runtime: 'workerd' }],
  ["  The certificate's Common Name (hostname) does not match the remote hostname.", 'wrong-host', { runtime: 'subversion' }],
  ['verification failed: "a.test" does not match any of the subject alternative names', 'wrong-host'],
  [
    'upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED',
    'unspecified',
    { runtime: 'envoy' },
  ],
  ['upstream SSL certificate verify error: (99:other) while SSL handshaking to upstream', 'unspecified', { runtime: 'nginx' }],
  ['upstream SSL certificate does not match "a.test" while SSL handshaking to upstream', 'wrong-host', { runtime: 'nginx' }],
  ['400 No required SSL certificate was sent', 'client-cert-required', { runtime: 'nginx', who: 'peer' }],
  [
    'client SSL certificate verify error: (99:other) while reading client request headers',
    'client-cert-rejected',
    { runtime: 'nginx', who: 'peer' },
  ],
  ['fe/1: SSL client certificate not trusted', 'client-cert-rejected', { runtime: 'haproxy' }],
])
const mbedtls = pasted('mbedtls', [
  ['mbedtls_ssl_handshake returned -0x2700', 'unspecified'],
  ['! The certificate is not correctly signed by the trusted CA', 'unknown-issuer missing-intermediate bad-signature'],
  ['! The certificate validity has expired', 'expired-unspecified'],
  ['! The certificate Common Name (CN) does not match with the expected CN', 'wrong-host'],
  ['! The certificate validity starts in the future', 'not-yet-valid clock'],
  ['! The certificate has been revoked (is on a CRL)', 'revoked'],
  ['! Usage does not match the extendedKeyUsage extension', 'purpose'],
  ['! The certificate is signed with an unacceptable hash.', 'weak-digest'],
  ['! The certificate is signed with an unacceptable key (eg bad curve, RSA too short).', 'weak-key'],
  ['! The CRL is expired', 'revocation-unavailable'],
  ['flags: MBEDTLS_X509_BADCERT_NOT_TRUSTED', 'unknown-issuer missing-intermediate'],
  ['flags: MBEDTLS_X509_BADCERT_EXPIRED', 'expired-unspecified'],
  ['flags: MBEDTLS_X509_BADCERT_CN_MISMATCH', 'wrong-host'],
  ['flags: MBEDTLS_X509_BADCERT_FUTURE', 'not-yet-valid clock'],
])
const wolfssl = pasted('wolfssl', [
  ['wolfSSL_connect error -188, ASN no signer error to confirm failure', 'unknown-issuer missing-intermediate'],
  ['-151 ASN date error, current date after', 'expired-unspecified'],
  ['-150 ASN date error, current date before', 'not-yet-valid clock'],
  ['-155 ASN sig error, confirm failure', 'bad-signature same-name-authority'],
  ['-275 ASN self-signed certificate error', 'self-signed-target untrusted-root-sent'],
  ['-322 peer subject name mismatch', 'wrong-host'],
  ['-325 peer ip address mismatch', 'wrong-host no-san'],
  ['-361 CRL Cert revoked', 'revoked'],
  ['-362 CRL missing, not loaded', 'revocation-unavailable'],
  ['-357 Not a CA by basic constraint error', 'not-a-ca'],
  ['-238 ASN CA path length larger than signer error', 'path-length'],
  ['-160 X.509 Critical extension ignored or invalid', 'strict-profile'],
  ['-386 Ext Key Use server/client auth not set Error', 'purpose'],
  ['-409 RSA key too small', 'weak-key'],
  ['-198 Name Constraint error', 'name-constraint'],
])

/** RFC 8446 §6.2: what the other side means, where no text around says which side printed it. */
const meanings: Readonly<Record<number, string>> = {
  41: 'client-cert-required',
  42: 'client-cert-rejected client-cert-required',
  43: 'client-cert-rejected purpose',
  44: 'client-cert-rejected revoked',
  45: 'client-cert-rejected expired-unspecified not-yet-valid',
  46: 'client-cert-rejected unknown-issuer wrong-host',
  48: 'client-cert-rejected unknown-issuer',
  49: 'client-cert-rejected',
  70: 'protocol',
  71: 'protocol',
  86: 'protocol',
  112: 'wrong-host',
  113: 'revocation-unavailable',
  116: 'client-cert-required',
  120: 'protocol',
}
const alerts = alertWords.flatMap(({ number, name, openssl, go, rustls }) => {
  const meaning = meanings[number] ?? 'handshake-unspecified'
  const peer = { who: 'peer' } as const
  return [
    ...pasted('java', [[`javax.net.ssl.SSLHandshakeException: Received fatal alert: ${name}`, meaning, peer]]),
    ...(openssl === undefined
      ? []
      : pasted('curl', [
          [`curl: (56) OpenSSL SSL_read: error:0A000412:SSL routines::${openssl}, errno 0 https://a.test`, meaning, peer],
        ])),
    ...(openssl === undefined
      ? []
      : pasted('python', [
          [`ssl.SSLError: [SSL: ${openssl.toUpperCase().replaceAll(' ', '_')}] ${openssl} (_ssl.c:2580)`, meaning, peer],
        ])),
    ...(go === undefined ? [] : pasted('go', [[`Get "https://a.test/": remote error: tls: ${go}`, meaning, peer]])),
    ...(rustls === undefined
      ? []
      : pasted('rustls', [
          [
            `error sending request for url (https://a.test/): client error (Connect): received fatal alert: ${rustls}`,
            meaning,
            peer,
          ],
        ])),
  ]
})

const oracle = pasted('oracle', [
  ['cx_Oracle.DatabaseError: ORA-29024: Certificate validation failure', 'unspecified'],
  ['OCIError: ORA-28759: failure to open file', 'store-missing store-unreadable'],
  ['ORA-24263: Certificate of the remote server does not match the target address.', 'wrong-host'],
  ['ORA-28860: Fatal SSL error', 'handshake-unspecified'],
  ['ORA-29037: No certificate is present', 'client-cert-required'],
])

const apk = pasted('apk', [
  [
    'WARNING: updating and opening https://a.test/v3.21/main: TLS: server certificate not trusted',
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target store-missing expired-unspecified',
  ],
  ['WARNING: fetching https://a.test/v3.21/main: TLS: server hostname mismatch', 'wrong-host'],
  ['ERROR: https://a.test/v3.21/main: TLS: client certificate not trusted', 'client-cert-rejected', { who: 'peer' }],
  ['ERROR: https://a.test/v3.21/main: TLS: handshake failed (client cert needed?)', 'client-cert-required'],
])

/** Servers' clients, embedded libraries, and alerts. */
export const servicesPasted: readonly Pasted[] = [
  ...postgresql,
  ...mysql,
  ...others,
  ...mbedtls,
  ...wolfssl,
  ...oracle,
  ...apk,
  ...alerts,
]
