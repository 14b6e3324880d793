import { botanTexts } from '../messages/botan.ts'
import type { ClientProfile, Refusal, Source } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { WorstOfPathVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** host_wildcard_match, src/lib/utils/parsing.cpp. */
const hostDialect: HostDialect = {
  commonName: 'without-san-extension',
  partialWildcards: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: false,
}

const verifier: WorstOfPathVerifier = {
  strategy: 'worst-of-path',
  authorityPurposes: null,
  steps: 2_000,
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa', 'ed25519'],
    refusedDigests: ['md2', 'md4', 'md5', 'sha1'],
    // TLS::Policy::minimum_signature_strength is 110 bits.
    minRsaBits: 2048,
    maxRsaBits: 16_384,
    minEcBits: 220,
    curves: null,
  },
  purpose: { anyIsEnough: false, gatedIsEnough: false, issuers: 'none' },
  names: {
    names: 'every',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'directory'],
  },
  // Extensions::create_extn_obj, src/lib/x509/x509_ext.cpp.
  knownExtensions: [
    id.basicConstraints,
    id.keyUsage,
    id.extKeyUsage,
    id.subjectAltName,
    '2.5.29.18',
    id.subjectKeyIdentifier,
    id.authorityKeyIdentifier,
    id.nameConstraints,
    id.certificatePolicies,
    id.cRLDistributionPoints,
    id.authorityInfoAccess,
  ],
  notAfter: 'inclusive',
  // The numbers of Certificate_Status_Code, src/lib/x509/pkix_enums.h, from the greatest down.
  rank: [
    'signature-unsupported',
    'issuer-key-unreadable',
    'signature-invalid',
    'extension-invalid',
    'critical-extension-unknown',
    'host-mismatch',
    'ip-mismatch',
    'host-no-names',
    'name-not-permitted',
    'not-a-ca',
    'path-length-exceeded',
    'purpose-target',
    'expired',
    'not-yet-valid',
    'ca-digest-weak',
    'ca-key-weak',
  ],
}

interface Release {
  readonly release: string
  readonly hello: ClientProfile['hello']
  readonly versions: readonly string[]
  readonly dialect: HostDialect
  readonly knownExtensions: WorstOfPathVerifier['knownExtensions']
  readonly authorityPurposes: WorstOfPathVerifier['authorityPurposes']
  readonly refuses: readonly Refusal[]
  readonly sources: readonly Source[]
}

const releases = (): readonly Release[] => [
  {
    release: '2.19',
    hello: 'tls1.2',
    versions: ['1.2'],
    // The program passes no name where it was asked for an address.
    dialect: { ...hostDialect, addressesPass: true },
    knownExtensions: verifier.knownExtensions,
    authorityPurposes: null,
    refuses: ['algorithm-mismatch'],
    sources: [
      observed('botan 2.19.3 on Debian 12, 28 cases, and 10,000 random chains without a handshake'),
      read('randombit/botan: src/lib/x509/{x509path,x509cert}.cpp and src/cli/tls_client.cpp at 2.19.3'),
    ],
  },
  {
    release: '3',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    dialect: hostDialect,
    knownExtensions: verifier.knownExtensions,
    // serverAuth, clientAuth, OCSPSigning.
    authorityPurposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.9'],
    refuses: ['algorithm-mismatch', { code: 'extension-empty', about: [id.keyUsage, id.extKeyUsage] }],
    sources: [
      observed('Botan 3.7.1 of Debian 13, 10,000 random chains without a handshake'),
      read('randombit/botan: src/lib/x509/{x509path,x509cert,x509_ext}.cpp and src/cli/tls_client.cpp at 3.7.1'),
    ],
  },
]

/** `botan tls_client` with --trusted-cas, revocation apart. */
export const botan = (): readonly ClientProfile[] =>
  releases().map(
    ({ release, hello, versions, dialect, knownExtensions, authorityPurposes, refuses, sources }): ClientProfile => ({
      id: `botan-${release}`,
      title: `Botan ${release}`,
      hello,
      versions,
      refuses,
      skips: refuses,
      verifier: { ...verifier, knownExtensions, authorityPurposes },
      identity: { when: 'beside', dialect },
      texts: once(botanTexts),
      known: 'observed',
      sources,
    }),
  )
