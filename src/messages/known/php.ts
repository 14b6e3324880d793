import { family, type KnownText } from './known-text.ts'

/** PHP's streams (ext/openssl/xp_ssl.c) and Composer. */
export const phpKnown: readonly KnownText[] = family({ runtime: 'php', known: 'source' }, [
  [/Peer certificate CN=`[^'`\n]{0,255}['`] did not match expected CN=/, 'wrong-host', { known: 'observed' }],
  [/Peer certificate subjectAltName did not match expected name/, 'wrong-host', { known: 'source' }],
  [/Unable to locate peer certificate CN/, 'no-san wrong-host', { known: 'source' }],
  [/Failed to enable crypto/, 'handshake-unspecified', { known: 'observed' }],
  [/SSL operation failed with code 1\.(?! ?OpenSSL Error messages)/, 'unspecified', { known: 'source' }],
  [
    /failed loading cafile stream|failed loading CA names from cafile|Unable to set default verify locations and no CA settings/i,
    'store-unreadable store-missing',
    { known: 'source' },
  ],
  [/(?:Unable to set|Failed setting) local cert chain file/i, 'client-cert-required', { known: 'source', names: false }],
  [/peer_fingerprint match failure/, 'pin', { known: 'source' }],
])
