import { family, type KnownText, sentence } from './known-text.ts'

/** Botan and s2n. */
export const botanS2nKnown: readonly KnownText[] = [
  ...family({ runtime: 'botan', known: 'source' }, [
    [/Certificate validation status: Certificate issuer not found/, 'unknown-issuer missing-intermediate'],
    [/Certificate validation status: Cannot establish trust/, 'unknown-issuer untrusted-root-sent self-signed-target'],
    [/Certificate validation status: Certificate has expired/, 'expired-unspecified'],
  ]),
  ...family({ runtime: 's2n', known: 'source' }, [
    [sentence('Certificate is untrusted'), 'unspecified'],
    ['Certificate is not valid for the supplied hostname', 'wrong-host'],
    ['Certificate intent is invalid for the current context', 'purpose'],
    ['Unhandled critical certificate extension', 'strict-profile'],
  ]),
]
