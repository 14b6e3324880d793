import { family, type KnownText } from './known-text.ts'

/**
 * CPython, requests (src/requests/adapters.py), urllib3 (util/ssl_.py), aiohttp (client_exceptions.py), conda (gateways/connection/download.py),
 * truststore (_macos.py), and others.
 */
export const pythonKnown: readonly KnownText[] = family({ runtime: 'python', known: 'source' }, [
  [/hostname mismatch, certificate is not valid for '[^'\n]{0,255}'/, 'wrong-host'],
  [/IP address mismatch, certificate is not valid for '[^'\n]{0,255}'/, 'wrong-host no-san'],
  [/hostname '[^'\n]{0,255}' doesn't match (?:either of )?(?:u?'|the )/, 'wrong-host', { known: 'observed' }],
  ['no appropriate commonName or subjectAltName fields were found', 'no-san wrong-host', { known: 'source' }],
  // Cassandra's driver, with pyOpenSSL.
  [/IP address '[^'\n]{0,60}' doesn't match certificate IP subjectAltName/, 'wrong-host no-san'],
  [/Could not find a suitable TLS CA certificate bundle, invalid path: ?[^\n]{0,300}/, 'store-missing', { known: 'source' }],
  [
    /Could not find the TLS certificate file, invalid path: ?[^\n]{0,300}/,
    'client-cert-required',
    { known: 'source', names: false },
  ],
  [/No such file or directory: '?[^'\n]{0,200}cacert\.pem/, 'store-missing', { known: 'observed' }],
  // botocore, httpsession.py: whatever the file is called.
  [/SSL validation failed for \S+ \[Errno 2\] No such file or directory/, 'store-missing', { known: 'source' }],
  // The exception names no file; from 3.13 on the line above it is underlined.
  [/load_verify_locations\([^\n]{0,200}\)[\s~^]{1,300}FileNotFoundError: \[Errno 2\]/, 'store-missing', { known: 'observed' }],
  [/(?:NO_CERTIFICATE_OR_CRL_FOUND\]|no certificate or crl found \(_ssl\.c)/, 'store-missing', { known: 'observed' }],
  [/\[X509\](?: PEM lib| not enough data)|\[X509: NOT_ENOUGH_DATA\]/, 'store-unreadable', { known: 'observed' }],
  [/\[SSL: WRONG_VERSION_NUMBER\]/, 'protocol', { known: 'observed' }],
  [/\[SSL: (?:UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|UNKNOWN_PROTOCOL|HTTP_REQUEST|RECORD_LAYER_FAILURE)\]/, 'protocol'],
  [
    /\[SSL: (?:DH_KEY_TOO_SMALL|NO_CIPHERS_AVAILABLE|UNSAFE_LEGACY_RENEGOTIATION_DISABLED|LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED|WRONG_SIGNATURE_TYPE)\]/,
    'protocol',
    { known: 'source' },
  ],
  [/\[SSL: UNEXPECTED_EOF_WHILE_READING\]/, 'handshake-unspecified'],
  ['EOF occurred in violation of protocol', 'handshake-unspecified', { known: 'source' }],
  [
    /\[SSL(?:: (?:LENGTH_MISMATCH|CERT_LENGTH_MISMATCH|[A-Z0-9_]*ASN1_LIB))?\] (?:(?:cert )?length mismatch|ASN1 lib)/,
    'strict-profile',
    { known: 'observed', names: false },
  ],
  [/\[SSL: (?!CERTIFICATE_VERIFY_FAILED)[A-Z0-9_]{3,60}\]/, 'handshake-unspecified', { known: 'observed' }],
  [/\[SSL: (?:EE_KEY_TOO_SMALL|CA_KEY_TOO_SMALL)\]/, 'weak-key'],
  [/\[SSL: CA_MD_TOO_WEAK\]/, 'weak-digest'],
  [/bad handshake: Error\(\[\('SSL routines', '\w{0,60}', 'certificate verify failed'\)/, 'unspecified', { known: 'observed' }],
  [/\[SSL: CERTIFICATE_VERIFY_FAILED\](?! certificate verify failed: )/, 'unspecified'],
  // The reason of the error alone, as it is retold.
  [/(?<![\w[]|\[SSL: )(?:SSL: )?CERTIFICATE_VERIFY_FAILED(?![\w(\]:]|: )/, 'unspecified', { runtime: null }],
  // ansible, lib/ansible/module_utils/urls.py: the exception is left out where it says nothing.
  [
    /Failed to validate the SSL certificate for \S+:\d+\.(?![^\n]{0,900}The exception msg was)/,
    'unspecified',
    { known: 'documented' },
  ],
  // The cause is cut off, or was never there.
  [/SSLCertVerificationError|ClientConnectorCertificateError/, 'unspecified'],
  ['CondaSSLError: Encountered an SSL error', 'unspecified', { known: 'observed' }],
  ['CondaSSLError: OpenSSL appears to be unavailable', 'unspecified', { known: 'source' }],
  // conda, of a path that is not there; before 23.9 of the word truststore too.
  [/Parameter ssl_verify = '[^'\n]{0,255}' declared in [^\n]{0,255} is invalid/, 'store-missing', { known: 'observed' }],
  [/Fingerprints did not match\. Expected "/, 'pin', { known: 'source' }],
  [/ServerFingerprintMismatch/, 'pin', { known: 'source' }],
  [
    /ssl\.?(?:SSL)?CertVerificationError: \(?'?[^\n]{0,80}certificate is not trusted/,
    'unknown-issuer',
    { known: 'source', version: 'truststore' },
  ],
])
