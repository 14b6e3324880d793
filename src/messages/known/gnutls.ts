import { family, type KnownText } from './known-text.ts'

/**
 * GnuTLS (lib/cert-cred.c, gnutls_certificate_verification_status_print; lib/errors.c), glib-networking (tls/base/gtlsconnection-base.c), apt
 * (methods/connect.cc of 2.6).
 */
export const gnutlsKnown: readonly KnownText[] = family({ runtime: 'gnutls', known: 'source' }, [
  [
    'The certificate issuer is unknown',
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
    { known: 'observed' },
  ],
  ['The certificate chain uses expired certificate', 'expired-unspecified', { known: 'observed' }],
  ['The certificate chain uses not yet valid certificate', 'not-yet-valid clock', { known: 'observed' }],
  ['The name in the certificate does not match the expected', 'wrong-host', { known: 'observed' }],
  ["The certificate chain violates the signer's constraints", 'path-length name-constraint', { known: 'observed' }],
  ['The certificate chain does not match the intended purpose', 'purpose', { known: 'observed' }],
  ['The certificate chain uses insecure algorithm', 'weak-digest weak-key'],
  ['The certificate issuer is not a CA', 'not-a-ca', { known: 'observed' }],
  ['The certificate chain is revoked', 'revoked'],
  [/requires the server to include an OCSP status in its response, but the OCSP status is missing/, 'revocation-unavailable'],
  ['The signature in the certificate is invalid', 'bad-signature same-name-authority', { known: 'observed' }],
  ['The certificate contains an unknown critical extension', 'strict-profile'],
  ['The revocation or OCSP data are old and have been superseded', 'revocation-unavailable'],
  ['The revocation or OCSP data are issued with a future date', 'revocation-unavailable clock'],
  [/The (?:received )?OCSP status response is invalid/, 'revocation-unavailable', { known: 'source' }],
  [
    /The certificate is NOT trusted\.(?! (?:The (?:certificate|name|signature|revocation|OCSP)))/,
    'unspecified',
    { known: 'observed' },
  ],
  [
    /(?<!failed: )Error in the certificate verification(?:\.|$)|GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR/,
    'unspecified',
    { known: 'observed' },
  ],
  [
    /GNUTLS_E_CERTIFICATE_ERROR|handshake failed: Error in the certificate\.|Error in the certificate\.$/,
    'unspecified',
    { known: 'source' },
  ],
  [
    /A packet with illegal or unsupported version was received|An unexpected TLS packet was received/,
    'protocol',
    { known: 'observed' },
  ],
  [/A TLS (?:fatal|warning) alert has been received/, 'handshake-unspecified', { known: 'observed', who: 'peer' }],
  ['The TLS connection was non-properly terminated.', 'handshake-unspecified', { known: 'observed' }],
  // gnutls-cli of GnuTLS 1 and 2 (src/common.c), and WeeChat (irc-server.c). The second is said of whatever is wrong. workerd's sentence is another.
  [/Peer's certificate issuer is unknown/i, 'unknown-issuer missing-intermediate untrusted-root-sent', { known: 'source' }],
  [/(?<!TLS )Peer's certificate is NOT trusted/i, 'unspecified', { known: 'source' }],
  [
    /No certificate was found\.|certificate was not found$/i,
    'client-cert-required handshake-unspecified',
    { known: 'source', names: false },
  ],
  [/Unacceptable TLS certificate|G_TLS_CERTIFICATE_UNKNOWN_CA/, 'unspecified', { runtime: 'glib', known: 'source' }],
  [/G_TLS_CERTIFICATE_EXPIRED/, 'expired-unspecified', { runtime: 'glib', known: 'source' }],
  [/G_TLS_CERTIFICATE_BAD_IDENTITY/, 'wrong-host', { runtime: 'glib', known: 'source' }],
  [
    /No system certificates available\. Try installing|Could not load (?:system TLS certificates: |certificates from [^\n]{1,300} \(CaInfo option\): )/,
    'store-missing store-unreadable',
    { runtime: 'apt', known: 'source' },
  ],
])
