import { type GoRelease, goTexts } from '../messages/go.ts'
import type { AnomalyCode } from '../model/anomaly.ts'
import type { Change, ClientProfile, Refusal } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { AllPathsVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { anyRelease, atRelease, compareReleases, type IsAsked } from './release.ts'
import { observed, read } from './sources.ts'

/** Certificate.VerifyHostname: subjectAltName only, a wildcard as the whole first label, no limit on what follows it. net.IP.Equal. */
const hostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 0,
  ipInNames: false,
  mappedAddresses: 'same',
  stripTrailingDot: true,
}

/** validHostname, crypto/x509/verify.go at 1.24.4, and not yet at 1.19: nothing matches `*`. Not looked up which release between brought it. */
const newerHostDialect: HostDialect = { ...hostDialect, labelsAfterWildcard: 1 }

/** Go 1.15: the first without common names by default. */
const base: AllPathsVerifier = {
  strategy: 'all-paths',
  loop: 'certificate',
  // AppendCertsFromPEM leaves out what it cannot parse: what is refused of a server. Set for each release below.
  skipsAnchors: [],
  neverCritical: [],
  mappedAddresses: 'taken',
  repetitionsCount: false,
  budget: { depth: 100, signatures: 100, steps: 10_000 },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'ed25519'],
    refusedDigests: ['md5'],
    // signatureAlgorithmDetails, crypto/x509/x509.go: MD2 has no digest there, the others no entry.
    unknownDigests: ['md2', 'md4', 'sha224'],
    pssDigests: ['sha256', 'sha384', 'sha512'],
    minRsaBits: 0,
    maxRsaBits: 16_384,
    minEcBits: 0,
    // crypto/elliptic: P-224, P-256, P-384, P-521.
    curves: ['1.3.132.0.33', '1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'],
  },
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'all' },
  names: {
    names: 'target-and-holder',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri'],
  },
  // checkNameConstraints, matchEmailConstraint and matchURIConstraint.
  reading: { order: 'excluded-first', hosts: 'with-names-below', sequence: 'as-encoded', unreadable: 'refused' },
  nameConstraints: 'in-search',
  policies: null,
  // processExtensions, crypto/x509/parser.go.
  knownExtensions: [
    id.subjectKeyIdentifier,
    id.keyUsage,
    id.subjectAltName,
    id.basicConstraints,
    id.nameConstraints,
    id.cRLDistributionPoints,
    id.certificatePolicies,
    id.authorityKeyIdentifier,
    id.extKeyUsage,
    id.authorityInfoAccess,
  ],
  notAfter: 'inclusive',
}

const changes: readonly Change<AllPathsVerifier>[] = [
  {
    since: '1.18',
    set: { algorithms: { ...base.algorithms, refusedDigests: [...base.algorithms.refusedDigests, 'sha1'] } },
    source: read('golang/go: crypto/x509/x509.go, SHA-1 refused from 1.18'),
  },
  { since: '1.19', set: { loop: 'name-key-and-san' }, source: read('golang/go: crypto/x509/verify.go at 1.19, alreadyInChain') },
  {
    since: '1.24',
    set: {
      names: { ...base.names, names: 'all' },
      knownExtensions: [...base.knownExtensions, id.policyMappings, id.policyConstraints, id.inhibitAnyPolicy],
    },
    source: read(
      'golang/go: crypto/x509/verify.go at 1.25, isValid (every name below); parser.go at 1.24, processExtensions. Not looked up which release between brought the former',
    ),
  },
  {
    since: '1.24',
    set: {
      policies: {
        anyPolicyMapping: 'refused-while-mapped',
        selfIssuedTarget: 'counts',
        inhibitAnyPolicy: 'heeded',
        demand: 'before-mappings',
      },
    },
    source: read('golang/go: crypto/x509/verify.go at 1.24.4, 1.26.10 and 1.27.3, policiesValid (RFC 9618) and Verify'),
  },
  {
    since: '1.24',
    set: { algorithms: { ...base.algorithms, refusedDigests: [...base.algorithms.refusedDigests, 'sha1'], minRsaBits: 1024 } },
    source: read('golang/go: crypto/rsa at 1.24.4, checkKeySize (GODEBUG rsa1024min)'),
  },
  {
    since: '1.24',
    set: { neverCritical: [id.authorityKeyIdentifier, id.subjectKeyIdentifier, id.authorityInfoAccess] },
    source: read('golang/go: crypto/x509/parser.go at 1.24.4, not yet at 1.19. Not looked up which release between brought it'),
  },
  {
    since: '1.26',
    set: {
      nameConstraints: 'on-path',
      repetitionsCount: true,
      names: { ...base.names, names: 'every', wildcardMatchesExcluded: true },
      reading: { ...base.reading, order: 'permitted-first', sequence: 'by-kind' },
    },
    source: read('golang/go: crypto/x509/constraints.go and verify.go at 1.26.10, checkChainConstraints and buildChains'),
  },
  {
    since: '1.27',
    set: { mappedAddresses: 'refused' },
    source: read('golang/go: crypto/x509/parser.go at 1.27.3, parseSANExtension; not yet at 1.26.10'),
  },
]

/** crypto/tls: maxHandshake, from 1.22 or 1.23 maxHandshakeCertificateMsg; the certificates in it are not counted. */
const octetsTaken = (release: string): number => (compareReleases(release, '1.24') < 0 ? 65_536 : 262_144)

/** crypto/x509/parser.go (1.17 and later) is strict about these; parsePublicKey takes named curves alone. */
function refusedBy(release: string): readonly AnomalyCode[] {
  const always = [
    'unreadable',
    'indefinite-length',
    'length-not-minimal',
    'integer-not-minimal',
    'boolean-not-canonical',
    'data-after-certificate',
    'ec-explicit-parameters',
    'public-key-malformed',
  ] as const
  if (compareReleases(release, '1.17') < 0) return always
  const strict = [
    ...always,
    'extension-duplicate',
    'algorithm-mismatch',
    'version-unknown',
    'time-malformed',
    'time-with-fraction',
  ] as const
  return compareReleases(release, '1.23') < 0 ? strict : [...strict, 'serial-negative']
}

/** A serial number of no octets, and the like. */
const unreadableField: Refusal = { code: 'field-malformed', ownFields: true }

const releases = (): readonly { readonly release: string; readonly words: GoRelease; readonly seen: string }[] => [
  { release: '1.15', words: '1.15', seen: 'Go 1.15 on Debian 11, 28 cases' },
  { release: '1.19', words: '1.18', seen: 'Go 1.19 on Debian 12, 28 cases and 10,000 random chains' },
  { release: '1.24', words: '1.24', seen: 'Go 1.24.4 on Debian 13, 28 and 420 cases and 10,000 random chains' },
  { release: '1.26', words: '1.26', seen: 'Go 1.26.10 of Debian unstable, 10,000 random chains' },
  { release: '1.27', words: '1.26', seen: 'Go 1.27.3 of Debian unstable, 28 cases and 10,000 random chains' },
]

/** Go's crypto/tls with a given RootCAs: the platform's verifier on Windows and macOS is another client. */
export const go = (isAsked: IsAsked = anyRelease): readonly ClientProfile[] =>
  releases()
    .filter(({ release }) => isAsked(release))
    .map(
      ({ release, words, seen }): ClientProfile => ({
        id: `go-${release}`,
        title: `Go ${release}`,
        hello: 'tls1.3',
        versions: compareReleases(release, '1.18') < 0 ? ['1.0', '1.1', '1.2', '1.3'] : ['1.2', '1.3'],
        refuses: [...refusedBy(release), unreadableField],
        skips: [unreadableField],
        // Observed: taken by 1.19 and 1.24.4, refused by 1.26.10 and 1.27.3. Not looked up which release between brought it.
        ...(compareReleases(release, '1.26') < 0 ? { negativePathLength: 'no-limit' as const } : {}),
        // parseCertificate, crypto/x509/parser.go, which came in 1.17.
        ...(compareReleases(release, '1.17') < 0 ? {} : { extensionsBeforeV3: 'not-read' as const }),
        takes: { certificates: Infinity, octets: octetsTaken(release) },
        verifier: { ...atRelease(base, changes, release), skipsAnchors: refusedBy(release) },
        identity: { when: 'within', dialect: compareReleases(release, '1.24') < 0 ? hostDialect : newerHostDialect },
        texts: once(() => goTexts(words)),
        known: 'observed',
        sources: [
          observed(seen),
          read('golang/go: src/crypto/x509/verify.go'),
          ...changes.filter((c) => compareReleases(c.since, release) <= 0).map((c) => c.source),
        ],
      }),
    )
