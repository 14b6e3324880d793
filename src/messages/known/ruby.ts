import { family, type KnownText } from './known-text.ts'

/** Ruby's openssl, RubyGems, Bundler. */
export const rubyKnown: readonly KnownText[] = family({ runtime: 'ruby', known: 'source' }, [
  [/hostname "[^"\n]{0,255}" does not match the server certificate/, 'wrong-host', { known: 'observed' }],
  [
    /SSL_connect returned=\d+ errno=\d+(?: peeraddr=\S+)? state=(?:error|SSLv3[^:]{0,60}): (?:wrong version number|unsupported protocol|tlsv1 alert protocol version)/,
    'protocol',
    { known: 'observed' },
  ],
  [
    /SSL_connect returned=\d+ errno=\d+(?: peeraddr=\S+)? state=error: (?:ASN1 lib|(?:cert )?length mismatch)/,
    'strict-profile',
    { known: 'observed', names: false },
  ],
  [
    /SSL_connect returned=\d+ errno=\d+(?: peeraddr=\S+)? state=[^\n:]{1,60}: (?!\s)(?!certificate verify)/,
    'handshake-unspecified',
  ],
  [/SSL_connect (?:returned=5|SYSCALL returned=5)/, 'handshake-unspecified', { known: 'source' }],
  [/Could not verify the SSL certificate for|SSL verification error at depth \d+: /, 'unspecified', { known: 'source' }],
])
