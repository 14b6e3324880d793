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
  nameMatch: 'canonical',
  keyIdentifier: 'sorted',
  onCertificate: [],
  onCandidate: [],
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
  targetMayBeAnchor: false,
  targetKey: 'not-judged',
  selfIssuedCount: 'no',
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
  errors: 'first-path',
  rank: [],
}

/** The reference: what the standards say, whoever departs from them. */
export const rfc5280 = (): readonly ClientProfile[] => [
  {
    id: 'rfc5280',
    title: 'RFC 5280 and RFC 9525 (reference)',
    hello: 'tls1.3',
    versions: ['1.0', '1.1', '1.2', '1.3'],
    refuses: [],
    verifier,
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
    sources: [read('RFC 5280 §6.1, RFC 9618, RFC 4158, RFC 9525 §6')],
  },
]
