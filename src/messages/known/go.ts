import { family, type KnownText } from './known-text.ts'

/** crypto/x509 and crypto/tls. A candidate that was given up is told in parentheses and says more than the sentence before it. */
export const goKnown: readonly KnownText[] = family({ runtime: 'go', known: 'observed' }, [
  [
    /x509: certificate signed by unknown authority(?! ?\(possibly)/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target store-missing',
  ],
  [
    /certificate signed by unknown authority \(possibly because of "(?:crypto\/rsa: verification error|x509: (?:ECDSA|Ed25519) verification failure|x509: signature algorithm specifies an)/,
    'same-name-authority bad-signature',
  ],
  [/x509: invalid signature: parent certificate cannot sign this kind of certificate/, 'not-a-ca'],
  [
    /possibly because of "x509: cannot verify signature: (?:algorithm unimplemented|insecure algorithm [\w-]{1,40}[^"]{0,100})"/,
    'weak-digest',
  ],
  [
    /certificate signed by unknown authority \(possibly because of "(?!crypto\/rsa|x509: (?:ECDSA|Ed25519|signature algorithm|invalid signature|cannot verify))/,
    'unknown-issuer missing-intermediate',
    { names: false },
  ],
  [
    /x509: certificate has expired or is not yet valid(?!:? current time [^\n]{1,80} is (?:after|before))/,
    'expired-unspecified not-yet-valid clock',
  ],
  // Retold without what stands around it.
  [/(?<=^|["'`] ?)certificate has expired or is not yet valid(?=[.!"'`]?$|:? *$)/, 'expired-unspecified not-yet-valid clock'],
  [/certificate has expired or is not yet valid:? current time [^\n]{1,80} is after/, 'expired-unspecified'],
  [/certificate has expired or is not yet valid:? current time [^\n]{1,80} is before/, 'not-yet-valid clock'],
  [/x509: certificate is valid for [^\n]{0,2000}?, not [^\s"']+/, 'wrong-host'],
  [/x509: certificate is not valid for any names, but wanted to match/, 'no-san wrong-host'],
  [/x509: cannot validate certificate for \S+ because it doesn't contain any IP SANs/, 'wrong-host no-san', { known: 'source' }],
  ['x509: certificate relies on legacy Common Name field', 'no-san', { version: '1.15 or later' }],
  ['x509: certificate specifies an incompatible key usage', 'purpose'],
  ['x509: too many intermediates for path length constraint', 'path-length'],
  ['x509: a root or intermediate certificate is not authorized to sign for this name', 'name-constraint'],
  ["x509: issuer has name constraints but leaf doesn't have a SAN extension", 'no-san name-constraint', { known: 'source' }],
  ['x509: a root or intermediate certificate is not authorized for an extended key usage', 'purpose', { known: 'source' }],
  ['x509: certificate is not authorized to sign other certificates', 'not-a-ca', { known: 'source' }],
  ['x509: unhandled critical extension', 'strict-profile', { known: 'source' }],
  ['x509: no valid chains built', 'purpose strict-profile', { known: 'source', version: '1.24 or later' }],
  ['x509: signature check attempts limit reached', 'unknown-issuer', { known: 'source', names: false }],
  ['x509: issuer name does not match subject from issuing certificate', 'unknown-issuer', { known: 'source' }],
  [
    /(?<!possibly because of ")x509: cannot verify signature: insecure algorithm/,
    'weak-digest',
    { known: 'source', version: '1.18 or later' },
  ],
  [
    /x509: (?:negative serial number|invalid(?! signature: parent)|malformed|unsupported|unknown public key|certificate serial|cannot parse|RSA modulus|duplicate extension)[^\n"]{0,160}/,
    'strict-profile',
    { known: 'source' },
  ],
  // The rest is cut off.
  [/x509: certificate (?:…|\.\.\.)|tls: failed to verify certificate/, 'unspecified'],
  ['tls: failed to parse certificate from server', 'strict-profile'],
  [
    /x509: "[^"\n]{0,300}" certificate is not trusted/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'source', version: 'on macOS' },
  ],
  [/x509: "[^"\n]{0,300}" certificate is not standards compliant/, 'strict-profile', { known: 'source', version: 'on macOS' }],
  [/x509: "[^"\n]{0,300}" certificate is expired/, 'expired-unspecified', { known: 'source', version: 'on macOS' }],
  [
    /x509: "[^"\n]{0,300}" certificate (?:name does not match input|is not valid for)/,
    'wrong-host',
    { known: 'source', version: 'on macOS' },
  ],
  [/x509: (?:"[^"\n]{0,300}" )?certificate (?:is|was) revoked/, 'revoked', { known: 'source' }],
  ['x509: failed to load system roots and no roots provided', 'store-missing', { known: 'source' }],
  // cert_pool.go before 1.18, on Windows.
  ['x509: system root pool is not available', 'store-missing', { known: 'source' }],
  [
    /tls: server selected unsupported protocol version|tls: no supported versions satisfy|tls: client offered only unsupported versions|tls: no cipher suite supported/,
    'protocol',
  ],
  ['tls: first record does not look like a TLS handshake', 'protocol', { known: 'source' }],
  // net/http, server.go; nginx says the same of itself in other words (src/http/ngx_http_special_response.c).
  [
    /Client sent an HTTP request to an HTTPS server|The plain HTTP request was sent to HTTPS port/,
    'protocol',
    { known: 'source', runtime: null, who: 'peer' },
  ],
  ['http: server gave HTTP response to HTTPS client', 'protocol', { known: 'source' }],
  ["tls: client didn't provide a certificate", 'client-cert-required', { known: 'source' }],
  ['tls: received unexpected handshake message of type', 'handshake-unspecified'],
  ['tls: invalid signature by the server certificate', 'bad-signature', { known: 'source' }],
  ['tls: either ServerName or InsecureSkipVerify must be specified', 'unspecified', { known: 'source' }],
  ['tls: handshake failure', 'handshake-unspecified', { known: 'source' }],
  [
    // docker/cli, cmd/docker-trust/internal/registry/registry.go: how a folder of certs.d is read.
    /missing (?:key \S+ for client certificate \S+|client certificate \S+ for key )/,
    'client-cert-required',
    { known: 'source', names: false },
  ],
])
