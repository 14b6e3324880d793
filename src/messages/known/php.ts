import { family, type KnownText } from './known-text.ts'

/** PHP's streams (ext/openssl/xp_ssl.c) and Composer. */
export const phpKnown: readonly KnownText[] = family({ runtime: 'php', known: 'source' }, [
  [/Peer certificate CN=`[^'`\n]{0,255}['`] did not match expected CN=/, 'wrong-host', { known: 'observed' }],
  [/Peer certificate subjectAltName did not match expected name/, 'wrong-host', { known: 'source' }],
  [/Unable to locate peer certificate CN/, 'no-san wrong-host', { known: 'source' }],
  [/Failed to enable crypto/, 'handshake-unspecified', { known: 'observed' }],
  [/SSL operation failed with code 1\.(?! ?OpenSSL Error messages)/, 'unspecified', { known: 'memory' }],
  [
    /failed loading cafile stream|Unable to set local cert chain file|Unable to set verify locations|Invalid CA (?:file|path)/i,
    'store-unreadable store-missing',
    { known: 'memory' },
  ],
  [
    /The openssl\.cafile was set to the default path but it does not exist|error setting certificate verify locations: +CAfile/,
    'store-missing',
    { known: 'memory' },
  ],
  [/peer_fingerprint match failure/, 'pin', { known: 'memory' }],
])
