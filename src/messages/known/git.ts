import { family, type KnownText } from './known-text.ts'

/** git, beside what libcurl says. */
export const gitKnown: readonly KnownText[] = family({ runtime: 'git', known: 'observed' }, [
  [/unable to access '[^'\n]{1,500}': [^\n]{0,80}Unknown error \(0x80092012\)/, 'revocation-unavailable', { known: 'observed' }],
  [/fatal: unable to access '[^'\n]{1,500}': SSL certificate problem: (?:EE certificate key too weak)/, 'weak-key'],
  [
    /fatal: unable to access '[^'\n]{1,500}': gnutls_handshake\(\) failed: (?!Error in the cert)[^\n]{1,100}/,
    'handshake-unspecified',
    { known: 'observed' },
  ],
  [/gnutls_handshake\(\) failed: Error in the certificate verification/, 'unspecified', { known: 'source' }],
])
