import { family, type KnownText, type Row } from './known-text.ts'

// src/interfaces/libpq/fe-secure-openssl.c and fe-secure-common.c of 15 to 18; what the server says: src/backend/libpq/auth.c.
const postgresql: readonly Row[] = [
  [/SSL error: certificate verify failed(?!: \w)/, 'unspecified'],
  [/root certificate file "[^"\n]{0,300}" does not exist/, 'store-missing'],
  [/could not (?:read|load) root certificate file "[^"\n]{0,300}"/, 'store-unreadable'],
  [/server certificate for "[^"\n]{0,255}"(?: \(and \d+ other names?\))? does not match host name "/, 'wrong-host'],
  [/could not get home directory to locate root certificate file/, 'store-missing'],
  [/server does not support SSL, but SSL was required/, 'protocol'],
  [
    /(?:connection requires a valid client certificate|certificate authentication failed for user)/,
    'client-cert-required',
    { who: 'peer' },
  ],
  [
    /certificate present, but not private key file|could not (?:read|load) (?:certificate|private key) file "/,
    'client-cert-required',
    { names: false },
  ],
  [/SSL error: tlsv1 alert unknown ca/, 'client-cert-rejected', { who: 'peer' }],
]

// sql-common/client.c: errptr; libmysql/errmsg.c; vio/viosslfactories.cc: ssl_error_string; MariaDB's libmariadb/ma_errmsg.c and
// plugins/auth/my_auth.c. `documented`: what people pasted into public questions.
const mysql: readonly Row[] = [
  [
    /ERROR 2026 \(HY000\): (?:TLS\/)?SSL (?:connection )?error: (?![^\n]{0,60}(?:certificate has expired|self[ -]signed|unable to get|not yet valid|mismatch|required|protocol version|unsupported protocol|SSL_CTX_))/,
    'unspecified',
  ],
  [/SSL connection error: CA certificate is required/, 'store-missing'],
  [
    // Said of `--ssl-ca` and `--ssl-capath` too, whether what they name is not there or cannot be read.
    /SSL connection error: SSL_CTX_set_default_verify_paths failed/,
    'store-missing store-unreadable',
  ],
  [/SSL connection error: (?:SSL certificate validation failure|Failed to verify the server certificate)/i, 'unspecified'],
  [
    /SSL connection error: (?:protocol version mismatch|(?:error:[0-9A-F]{8}:SSL routines:\w{0,60}:)?(?:unsupported protocol|tlsv1 alert protocol version))/,
    'protocol',
    { known: 'documented' },
  ],
  [
    /TLS\/SSL error: (?:Certificate verification failure: The certificate is NOT trusted|SSL certificate validation failure)/,
    'unspecified',
    { runtime: 'mariadb' },
  ],
]

// Read at the heads of 2026 in: mongo src/mongo/util/net/ssl_manager_openssl.cpp, hiredis ssl.c, librdkafka src/rdkafka_ssl.c, otp
// lib/ssl/src/ssl_certificate.erl and lib/public_key/src/pubkey_cert.erl, postfix src/tls/tls_verify.c and src/smtp/smtp_proto.c, openvpn src/openvpn/ssl_verify*.c,
// openldap libraries/libldap/tls_*.c, openconnect gnutls.c and openssl.c, openfortivpn src/tunnel.c, hostap tls_wolfssl.c, subversion
// libsvn_ra_serf/util.c, mercurial sslutil.py, nginx src/http, haproxy src/connection.c.
const others: readonly Row[] = [
  // apk-tools, src/print.c (the words) and libfetch/common.c, map_tls_error: one for whatever OpenSSL did not verify, two for alerts.
  [
    'TLS: server certificate not trusted',
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target store-missing expired-unspecified',
    { runtime: 'apk', names: false },
  ],
  ['TLS: server hostname mismatch', 'wrong-host', { runtime: 'apk' }],
  ['TLS: client certificate not trusted', 'client-cert-rejected', { runtime: 'apk', who: 'peer' }],
  ['TLS: handshake failed (client cert needed?)', 'client-cert-required', { runtime: 'apk', names: false }],
  // MongoDB, Redis, Kafka, RabbitMQ, Elasticsearch
  [
    /SSL peer certificate validation failed: (?:self[ -]signed|unable to|certificate|hostname)?/,
    'unspecified',
    { runtime: 'mongodb' },
  ],
  [/The server certificate does not match the host name(?:\.| )/, 'wrong-host', { runtime: 'mongodb' }],
  [/no SSL certificate provided by peer; connection rejected/, 'client-cert-required', { runtime: 'mongodb' }],
  [/SSL_connect failed: certificate verify failed(?! ?\()/, 'unspecified', { runtime: 'redis' }],
  [
    /Failed to load CA Certificate or CA Path|Failed to add CA certificates obtained from system|Invalid CA Certificate File\/Directory/,
    'store-unreadable',
    { runtime: 'redis' },
  ],
  [
    /SSL handshake failed: [^\n]{0,120}certificate verify failed: broker certificate could not be verified/,
    'unknown-issuer missing-intermediate',
    { runtime: 'kafka' },
  ],
  [/client SSL authentication might be required/, 'client-cert-required', { runtime: 'kafka', names: false }],
  // ssl_alert.erl: the tuple is the same for an alert that came; the sentence in it says so.
  [
    /\{:?tls_alert,\s*\{:?unknown_ca,(?![^}]{0,200}received\s+(?:CLIENT|SERVER)\s+ALERT)/,
    'unknown-issuer missing-intermediate untrusted-root-sent',
    { runtime: 'erlang' },
  ],
  [
    /\{:?tls_alert,\s*\{:?unknown_ca,[^}]{0,200}received\s+(?:CLIENT|SERVER)\s+ALERT/,
    'client-cert-rejected unknown-issuer missing-intermediate',
    { runtime: 'erlang', who: 'peer', names: false },
  ],
  [
    /\{:?tls_alert,\s*\{:?certificate_expired,(?![^}]{0,200}received\s+(?:CLIENT|SERVER)\s+ALERT)/,
    'expired-unspecified not-yet-valid',
    { runtime: 'erlang' },
  ],
  [/\{:?bad_cert,\s*:?hostname_check_failed\}|hostname_check_failed/, 'wrong-host', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?unknown_ca\}/, 'unknown-issuer missing-intermediate untrusted-root-sent', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?cert_expired\}/, 'expired-unspecified not-yet-valid', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?selfsigned_peer\}|selfsigned_peer/, 'self-signed-target', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?invalid_ext_key_usage\}|invalid_ext_key_usage/, 'purpose', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?max_path_length_reached\}/, 'path-length', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?name_not_permitted\}/, 'name-constraint', { runtime: 'erlang' }],
  [/\{:?bad_cert,\s*:?\{revoked,/, 'revoked', { runtime: 'erlang' }],
  // mail, directories, private networks, supplicants
  [
    /(?:server )?certificate verification failed for [^\n]{1,200}: untrusted issuer/,
    'unknown-issuer untrusted-root-sent',
    { runtime: 'postfix' },
  ],
  [/certificate verification failed for [^\n]{1,200}: num=\d+:/, 'unspecified', { runtime: 'postfix' }],
  [/certificate verification failed for [^\n]{1,200}: certificate has expired/, 'expired-unspecified', { runtime: 'postfix' }],
  [/certificate verification failed for [^\n]{1,200}: self[ -]signed certificate/, 'self-signed-target', { runtime: 'postfix' }],
  [
    /Server certificate not verified|status=deferred \(Server certificate not (?:verified|trusted)\)/,
    'unspecified',
    { runtime: 'postfix' },
  ],
  [
    /VERIFY ERROR: depth=\d+, error=(?!certificate|self|unable|unsu|CRL|path|inv|hostname)/,
    'unspecified',
    { runtime: 'openvpn' },
  ],
  [/VERIFY X509NAME ERROR/, 'wrong-host', { runtime: 'openvpn' }],
  [
    /VERIFY (?:EKU|KU) ERROR|Certificate does not have (?:key usage|extended key usage) extension/,
    'purpose',
    { runtime: 'openvpn' },
  ],
  [/VERIFY CRL: (?:CRL|depth)|CRL: cannot read/, 'revocation-unavailable', { runtime: 'openvpn' }],
  [
    /TLS Error: TLS handshake failed|TLS_ERROR: BIO read tls_read_plaintext error/,
    'handshake-unspecified',
    { runtime: 'openvpn' },
  ],
  [
    /TLS: hostname(?: \([^)\n]{1,255}\))? does not match (?:CN|name|subjectAltName|common name) in (?:peer )?certificate/,
    'wrong-host',
    { runtime: 'ldap' },
  ],
  [/TLS: peer cert untrusted or revoked \(0x[0-9a-f]+\)/, 'unknown-issuer revoked', { runtime: 'ldap', names: false }],
  [
    /TLS: can't connect: (?:error:[0-9A-F]{8}|\(unknown error code\)|A TLS fatal alert)/,
    'unspecified',
    { runtime: 'ldap', names: false },
  ],
  [
    /TLS: could not (?:load verify locations|use default certificate paths|use CA certificate)/,
    'store-unreadable',
    { runtime: 'ldap' },
  ],
  [/TLS: public key hash does not match provided pin/, 'pin', { runtime: 'ldap' }],
  [/Server certificate verify failed: (?:signer not found)/, 'unknown-issuer missing-intermediate', { runtime: 'openconnect' }],
  [/Server certificate verify failed: certificate expired/, 'expired-unspecified', { runtime: 'openconnect' }],
  [/Server certificate verify failed: certificate does not match hostname/, 'wrong-host', { runtime: 'openconnect' }],
  [/Gateway certificate validation failed/, 'unknown-issuer pin', { runtime: 'openfortivpn', names: false }],
  [/TLS: Certificate verification failed, error \d+ \(/, 'unspecified', { runtime: 'wpa_supplicant' }],
  [
    /Server (?:SSL )?certificate verification failed: issuer is not trusted/,
    'unknown-issuer untrusted-root-sent',
    { runtime: 'subversion' },
  ],
  [
    /Server (?:SSL )?certificate verification failed: (?:certificate issued for a different hostname)/,
    'wrong-host',
    { runtime: 'subversion' },
  ],
  [
    /Server (?:SSL )?certificate verification failed: (?:certificate has expired)/,
    'expired-unspecified',
    { runtime: 'subversion' },
  ],
  // svn/auth-cmd.c.
  [/\(hostname\) does not match the remote hostname/, 'wrong-host', { runtime: 'subversion' }],
  [/certificate for \S+ has unexpected fingerprint|\(check hostfingerprint configuration\)/, 'pin', { runtime: 'mercurial' }],
  [/does not match any of the (?:certificate's )?subject alternative names/i, 'wrong-host', { known: 'documented' }],
  // As pasted into public questions about Istio.
  [
    /(?:transport failure reason|upstream connect error)[^\n]{0,200}CERTIFICATE_VERIFY_FAILED/,
    'unspecified',
    { runtime: 'envoy', known: 'documented' },
  ],
  // capnproto c++/src/kj/compat/tls.c++, which Cloudflare's workerd (Wrangler, Miniflare) is built with: OpenSSL's words follow.
  [/TLS peer's certificate is not trusted; reason = (?!unable to get|Hostname mismatch)/, 'unspecified', { runtime: 'workerd' }],
  [
    /TLS peer's certificate is not trusted; reason = unable to get (?:local )?issuer certificate/,
    'unknown-issuer missing-intermediate store-missing',
    { runtime: 'workerd' },
  ],
  [/TLS peer's certificate is not trusted; reason = Hostname mismatch/, 'wrong-host', { runtime: 'workerd' }],
  [/upstream SSL certificate verify error: \(\d+:/, 'unspecified', { runtime: 'nginx' }],
  [/upstream SSL certificate does not match "/, 'wrong-host', { runtime: 'nginx' }],
  [/No required SSL certificate was sent/, 'client-cert-required', { runtime: 'nginx', who: 'peer' }],
  [
    /The SSL certificate error|client SSL certificate verify error: \(\d+:/,
    'client-cert-rejected',
    { runtime: 'nginx', who: 'peer' },
  ],
  [/SSL client (?:CA chain cannot be verified|certificate not trusted)/, 'client-cert-rejected', { runtime: 'haproxy' }],
]

// library/x509_crt.c (mbedtls_x509_crt_verify_info), error.h.
const mbedtls: readonly Row[] = [
  [
    /X509 - Certificate verification failed, e\.g\. CRL, CA or signature check failed|(?:mbedtls\w*|error|returned|ret|SSL)[^\n]{0,60}-0x2700(?!\w)/i,
    'unspecified',
  ],
  ['The certificate is not correctly signed by the trusted CA', 'unknown-issuer missing-intermediate bad-signature'],
  ['The certificate validity has expired', 'expired-unspecified'],
  ['The certificate Common Name (CN) does not match with the expected CN', 'wrong-host'],
  ['The certificate validity starts in the future', 'not-yet-valid clock'],
  ['The certificate has been revoked (is on a CRL)', 'revoked'],
  [/Usage does not match the (?:extendedKeyUsage|keyUsage|nsCertType) extension/, 'purpose'],
  ['The certificate is signed with an unacceptable hash', 'weak-digest'],
  [/The certificate is signed with an unacceptable (?:key|PK alg)/, 'weak-key'],
  [
    /(?:The CRL is not correctly signed by the trusted CA|The CRL is expired|The CRL is from the future)/,
    'revocation-unavailable',
  ],
  [/MBEDTLS_X509_BADCERT_NOT_TRUSTED/, 'unknown-issuer missing-intermediate'],
  [/MBEDTLS_X509_BADCERT_EXPIRED/, 'expired-unspecified'],
  [/MBEDTLS_X509_BADCERT_CN_MISMATCH/, 'wrong-host'],
  [/MBEDTLS_X509_BADCERT_FUTURE/, 'not-yet-valid clock'],
]

// wolfcrypt/src/error.c and src/internal.c.
const wolfssl: readonly Row[] = [
  [/ASN no signer error to confirm failure|ASN_NO_SIGNER_E/, 'unknown-issuer missing-intermediate'],
  [/ASN date error, current date (?:is )?after|ASN_AFTER_DATE_E/, 'expired-unspecified'],
  [
    /ASN date error, current date (?:is )?before|current date is before start of validity|ASN_BEFORE_DATE_E/,
    'not-yet-valid clock',
  ],
  [/ASN sig error, confirm failure|ASN_SIG_CONFIRM_E/, 'bad-signature same-name-authority'],
  [/ASN self-signed certificate error|ASN_SELF_SIGNED_E/, 'self-signed-target untrusted-root-sent'],
  [/peer subject name mismatch|DOMAIN_NAME_MISMATCH/, 'wrong-host'],
  [/peer ip address mismatch|IPADDR_MISMATCH/, 'wrong-host no-san'],
  [/CRL Cert revoked|CRL_CERT_REVOKED/, 'revoked'],
  [/CRL missing, not loaded|CRL_MISSING/, 'revocation-unavailable'],
  [/Not a CA by basic constraint error/, 'not-a-ca'],
  [/ASN CA path length larger than signer error/, 'path-length'],
  [/(?:ASN parsing error, invalid input|X\.509 Critical extension ignored or invalid)/, 'strict-profile'],
  [/(?:Key Use digitalSignature not set Error|Ext Key Use server\/client auth not set Error)/, 'purpose'],
  [/RSA key too small|ECC key too small/, 'weak-key'],
  [/Name Constraint error/, 'name-constraint'],
]

// docs.oracle.com, error help; what stands beside them in public threads of python-oracledb and node-oracledb. 29024 is said of a server's certificate
// that has ended too.
const oracle: readonly Row[] = [
  [/\bORA-29024\b/, 'unspecified'],
  [/\bORA-28759\b/, 'store-missing store-unreadable'],
  [/\bORA-24263\b|Certificate of the remote server does not match the target address/, 'wrong-host'],
  [/\bORA-288(?:60|64|65)\b/, 'handshake-unspecified'],
  [/\bORA-29037\b/, 'client-cert-required', { names: false }],
]

/** Databases, mail, directories, private networks, embedded libraries. */
export const servicesKnown: readonly KnownText[] = [
  ...family({ runtime: 'postgresql', known: 'source' }, postgresql),
  ...family({ runtime: 'mysql', known: 'source' }, mysql),
  ...family({ runtime: 'oracle', known: 'documented' }, oracle),
  ...family({ runtime: null, known: 'source' }, others),
  ...family({ runtime: 'mbedtls', known: 'source' }, mbedtls),
  ...family({ runtime: 'wolfssl', known: 'source' }, wolfssl),
]
