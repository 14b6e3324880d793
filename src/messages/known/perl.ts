import { family, type KnownText } from './known-text.ts'

/** IO::Socket::SSL (lib/IO/Socket/SSL.pm, 2.081 and later) and LWP::Protocol::https. */
export const perlKnown: readonly KnownText[] = family({ runtime: 'perl', known: 'source' }, [
  ['hostname verification failed', 'wrong-host', { known: 'observed' }],
  [/Can't verify SSL peers without knowing which Certificate Authorities to trust/, 'store-missing', { known: 'source' }],
  [
    /SSL_ca_(?:file|path) \S+ (?:does not exist|can't be used)|Invalid certificate authority locations/,
    'store-missing store-unreadable',
    { known: 'source' },
  ],
  [
    /SSL connect attempt failed (?!error:)(?:because of handshake problems|with unknown error)?/,
    'handshake-unspecified',
    { known: 'source' },
  ],
])
