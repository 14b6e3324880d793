import { rfc5280Texts } from '../messages/rfc5280.ts'
import type { ClientProfile } from '../model/client.ts'
import type { DepthFirstVerifier } from '../model/verifier.ts'
import { rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { read } from './sources.ts'

/**
 * RFC 5280 §6.1, asking for no policy in particular, over every path there is (RFC 4158), for a TLS server (serverAuth) and RFC 9525 names.
 * The anchor is a name and a key (§6.1.1 d): its other fields are not looked at. Algorithms: what can be computed, but
 * for MD2, MD4 and MD5.
 */
const verifier: DepthFirstVerifier = {
  strategy: 'depth-first',
  keyIdentifier: 'sorted',
  onPath: [
    [
      'algorithms',
      'signature',
      'validity',
      'name-constraints',
      'policies',
      'basic-constraints',
      'path-length',
      'key-usage',
      'critical-extensions',
      'purpose',
    ],
  ],
  onAnchor: [],
  loop: 'name-and-key',
  budget: { depth: 32, signatures: 10_000, steps: 20_000 },
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'none' },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa', 'ed25519', 'ed448'],
    refusedDigests: ['md2', 'md4', 'md5'],
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 160,
    curves: null,
  },
  names: {
    names: 'all',
    anchor: false,
    commonNameAsDns: false,
    unsupported: 'fail',
    wildcardMatchesExcluded: true,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  notAfter: 'inclusive',
  knownExtensions: rfc5280Extensions,
}

/** What §4 asks of those who issue, asked of every certificate; and anchors held to their certificates, as RFC 5937 lets an application do. */
const strict: DepthFirstVerifier = {
  ...verifier,
  names: { ...verifier.names, anchor: true },
  onAnchor: ['validity', 'basic-constraints', 'key-usage', 'profile'],
  onPath: [...verifier.onPath, ['profile']],
}

const shared = {
  hello: 'tls1.3',
  versions: ['1.0', '1.1', '1.2', '1.3'],
  refuses: [],
  identity: {
    when: 'after',
    dialect: {
      commonName: 'never',
      partialWildcards: false,
      labelsAfterWildcard: 1,
      ipInNames: false,
      stripTrailingDot: false,
    },
  },
  texts: once(rfc5280Texts),
  known: 'source',
} as const

/** The reference: what the standards say, whoever departs from them; and the same with the rules for issuers and anchors. */
export const rfc5280 = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'rfc5280',
    title: 'RFC 5280 and RFC 9525 (reference)',
    verifier,
    sources: [read('RFC 5280 §6.1, RFC 9618, RFC 4158, RFC 9525 §6')],
  },
  {
    ...shared,
    id: 'rfc5280-strict',
    title: 'RFC 5280 with the rules for issuers (§4) and for anchors (RFC 5937)',
    verifier: strict,
    sources: [read('RFC 5280 §4 and §6.1, RFC 5937 §3, RFC 9618, RFC 4158, RFC 9525 §6')],
  },
]
