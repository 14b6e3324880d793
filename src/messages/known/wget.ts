import { family, type KnownText } from './known-text.ts'

/** wget with GnuTLS and OpenSSL (src/gnutls.c, src/openssl.c), and wget2. */
export const wgetKnown: readonly KnownText[] = family({ runtime: 'wget', known: 'source' }, [
  [/The certificate of '?[^'\n]{1,255}'? is not trusted/, 'unspecified', { known: 'observed' }],
  [
    /The certificate of '?[^'\n]{1,255}'? (?:doesn't have a known issuer|hasn't got a known issuer)/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
    { known: 'observed' },
  ],
  [/The certificate of '?[^'\n]{1,255}'? has expired|The certificate has expired$/, 'expired-unspecified', { known: 'observed' }],
  [
    /The certificate of '?[^'\n]{1,255}'? is not yet activated|The certificate has not yet been activated/,
    'not-yet-valid clock',
    { known: 'observed' },
  ],
  [/The certificate of '?[^'\n]{1,255}'? (?:was signed using an insecure algorithm)/, 'weak-digest'],
  [/The certificate of '?[^'\n]{1,255}'? has been revoked/, 'revoked'],
  [/The certificate signer of '?[^'\n]{1,255}'? was not a CA/, 'not-a-ca', { known: 'observed' }],
  [/The certificate's owner does not match hostname/, 'wrong-host', { known: 'observed' }],
  [/cannot verify [^\n]{1,255}'s certificate(?:, issued by|:)/, 'unspecified', { known: 'source' }],
  ["Unable to locally verify the issuer's authority", 'unknown-issuer missing-intermediate store-missing', { known: 'source' }],
  ['Self-signed certificate encountered', 'self-signed-target untrusted-root-sent', { known: 'source' }],
  ['Issued certificate has expired', 'expired-unspecified', { known: 'source' }],
  ['Issued certificate not yet valid', 'not-yet-valid clock', { known: 'source' }],
  [/certificate common name '?[^'\n]{1,255}'? doesn't match requested host name/, 'wrong-host', { known: 'source' }],
  [/no certificate subject alternative name matches/, 'wrong-host', { known: 'source' }],
  ['The public key does not match pinned public key!', 'pin'],
  [/Cannot open directory \/etc\/ssl\/certs|ERROR: Failed to open cert/, 'store-missing', { known: 'observed' }],
  [/Unable to establish SSL connection\./, 'handshake-unspecified', { known: 'source' }],
])
