import { family, type KnownText } from './known-text.ts'

/** IO::Socket::SSL and LWP. */
export const perlKnown: readonly KnownText[] = family({ runtime: 'perl', known: 'source' }, [
  ['hostname verification failed', 'wrong-host', { known: 'observed' }],
  [/Can't verify SSL peers without knowing which Certificate Authorities to trust/, 'store-missing', { known: 'memory' }],
  [
    /SSL_ca_file \S+ (?:does not exist|can't be used)|invalid certificate locations? SSL_ca/,
    'store-missing store-unreadable',
    { known: 'memory' },
  ],
  [
    /SSL connect attempt failed (?!error:)(?:because of handshake problems|with unknown error)?/,
    'handshake-unspecified',
    { known: 'memory' },
  ],
])
