import type { ClientProfile } from '../model/client.ts'
import type { MessageTable } from '../model/message.ts'
import type { HostDialect, ScoredVerifier } from '../model/policy.ts'
import { extensionIds as id, rfc5280Extensions } from './extensions-known.ts'
import { documented, read, remembered } from './sources.ts'

/** CERT_CHAIN_POLICY_SSL: the common name where no dNSName stands. Not checked on a real system. */
const hostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: false,
  labelsAfterWildcard: 1,
  ipInNames: false,
  stripTrailingDot: false,
}

/**
 * CertGetCertificateChain with CERT_CHAIN_POLICY_SSL. The order of the qualities is Wine's; the real one adds the
 * purposes, key identifiers and the strength of digests, and puts a trusted root before the time.
 */
const verifier: ScoredVerifier = {
  strategy: 'scored',
  qualities: ['signatures', 'complete', 'trusted', 'valid-now', 'basic-constraints', 'purpose'],
  fetcher: 'Windows',
  rootsOnDemand: true,
  aia: true,
  budget: { depth: 16, steps: 2_000 },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    refusedDigests: ['md2', 'md4', 'md5'],
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 0,
    curves: null,
  },
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'all' },
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'fail',
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
    'signature-invalid',
    'self-signed-target',
    'self-signed-in-chain',
    'issuer-not-found',
    'path-not-found',
    'not-yet-valid',
    'expired',
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

const untrustedRoot =
  'A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.'
const outOfTime =
  'A required certificate is not within its validity period when verifying against the current system clock or the timestamp in the signed file.'

/** FormatMessage for the statuses of CERT_CHAIN_POLICY_SSL. */
const texts: MessageTable = {
  'handshake-failed': 'A certificate chain could not be built to a trusted root authority.',
  'issuer-not-found': 'A certificate chain could not be built to a trusted root authority.',
  'path-not-found': 'A certificate chain could not be built to a trusted root authority.',
  'self-signed-target': untrustedRoot,
  'self-signed-in-chain': untrustedRoot,
  expired: outOfTime,
  'not-yet-valid': outOfTime,
  'host-mismatch': "The certificate's CN name does not match the passed value.",
}

/** SChannel with its own check of the server (curl, .NET and PowerShell on Windows rest on it). No real system was run. */
export const cryptoapi: readonly ClientProfile[] = [
  {
    id: 'schannel',
    title: 'Windows SChannel',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    refuses: [],
    verifier,
    identity: { when: 'after', dialect: hostDialect },
    texts: () => texts,
    known: 'memory',
    sources: [
      read('Wine dlls/crypt32/chain.c: qualities of a chain and the order of statuses'),
      documented('Microsoft: CERT_CHAIN_POLICY_STATUS, and automatic root updates'),
      remembered('the weight of trust against time, the host name rules and the texts'),
    ],
  },
]
