import type { ClientProfile, Source } from '../model/client.ts'
import type { MessageTable } from '../model/message.ts'
import type { HostDialect } from '../model/policy.ts'
import type { ScoredVerifier } from '../model/verifier.ts'
import { rfc5280Extensions, extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { read, remembered } from './sources.ts'

/** SecPolicyCheckCertSSLHostname: subjectAltName, and no common name since macOS 10.15 and iOS 13. */
const hostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
}

/**
 * SecTrustEvaluate with SecPolicyCreateSSL. Chains are scored (SecPathBuilderScore of SecTrustServer.c): one without fault before an
 * anchored one, that before a self-signed root, that before one that is valid now. RSA below 2048 bits and SHA-1 are refused, and each
 * certificate's dates are looked at, the root's too. A missing issuer is fetched by its address. Trust settings are read entry by entry
 * (SecPolicyServer.c: SecPVCIsAllowedError, SecPVCMeetsConstraint, SecPVCCheckUsageConstraints).
 */
const verifier: ScoredVerifier = {
  strategy: 'scored',
  qualities: ['signatures', 'trusted', 'complete', 'valid-now'],
  fetcher: 'the system',
  rootsOnDemand: false,
  aia: true,
  budget: { depth: 15, steps: 2_000 },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    refusedDigests: ['md2', 'md4', 'md5', 'sha1'],
    minRsaBits: 2048,
    maxRsaBits: 16_384,
    minEcBits: 224,
    curves: null,
  },
  targetKey: 'judged',
  anchors: 'by-entries',
  purpose: { anyIsEnough: true, gatedIsEnough: true, issuers: 'sent' },
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  knownExtensions: [
    ...rfc5280Extensions,
    id.authorityKeyIdentifier,
    id.subjectKeyIdentifier,
    id.cRLDistributionPoints,
    id.authorityInfoAccess,
  ],
  notAfter: 'inclusive',
  rank: [
    'anchor-rejected',
    'issuer-not-found',
    'path-not-found',
    'self-signed-target',
    'self-signed-in-chain',
    'signature-invalid',
    'expired',
    'not-yet-valid',
    'host-mismatch',
    'ip-mismatch',
    'host-no-names',
    'not-a-ca',
    'path-length-exceeded',
    'key-usage-cert-sign',
    'name-not-permitted',
    'name-excluded',
    'critical-extension-unknown',
    'purpose-target',
    'purpose-ca',
  ],
}

const notTrusted = '“{cn}” certificate is not trusted'
const notCompliant = '“{cn}” certificate is not standards compliant'

/** Descriptions of the CFError of SecTrustEvaluateWithError. */
const texts: MessageTable = {
  'handshake-failed': notTrusted,
  'issuer-not-found': notTrusted,
  'path-not-found': notTrusted,
  'self-signed-target': notTrusted,
  'self-signed-in-chain': notTrusted,
  distrusted: notTrusted,
  'anchor-rejected': notTrusted,
  expired: '“{cn}” certificate is expired',
  'not-yet-valid': '“{cn}” certificate is not valid yet',
  'host-mismatch': '“{cn}” certificate name does not match input',
  'validity-too-long': notCompliant,
  'target-key-weak': notCompliant,
  'ca-key-weak': notCompliant,
  'ca-digest-weak': notCompliant,
  'purpose-target': notCompliant,
}

const engine: readonly Source[] = [
  read('apple-oss-distributions/Security Security-61901: SecTrustServer.c, SecPolicyServer.c, SecPolicyLeafCallbacks.c'),
  remembered('which of several faults is told, and the sentences'),
]

const shared = {
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: [],
  verifier,
  identity: { when: 'within', dialect: hostDialect },
} as const

/** Programs that leave verification to Apple's systems. No real system was run. */
export const apple = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'sectrust-26',
    title: 'Apple SecTrust (macOS and iOS 26)',
    texts: once(() => texts),
    known: 'source',
    sources: engine,
  },
  {
    ...shared,
    id: 'curl-8.17-sectrust',
    title: 'curl 8.17 (OpenSSL, with Apple SecTrust)',
    texts: () => ({ 'handshake-failed': 'curl: (60) SSL peer certificate or SSH remote key was not OK' }),
    known: 'source',
    sources: [
      read('curl/curl lib/vtls/apple.c (0a142efeb3): SecPolicyCreateSSL with the name; the reason is told to --verbose alone'),
      ...engine,
    ],
  },
]
