import { type JavaRelease, javaTexts } from '../messages/java.ts'
import type { ClientProfile, MessageLimits, Refusal, Source } from '../model/client.ts'
import type { MessageTable } from '../model/message.ts'
import type { HostDialect, PolicyDialect } from '../model/policy.ts'
import type { SentThenBuildVerifier } from '../model/verifier.ts'
import { rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { anyRelease, compareReleases, type IsAsked } from './release.ts'
import { documented, observed, read } from './sources.ts'

/**
 * sun.security.util.HostnameChecker for TLS from 19 on, where a wildcard stands in the first label alone. Under an anchor that came
 * with the runtime it would also refuse one right above a public suffix.
 */
const hostDialect: HostDialect = {
  commonName: 'without-dns-san',
  commonNames: 'last',
  partialWildcards: true,
  labelsAfterWildcard: 1,
  ldhLabels: true,
  ipInNames: false,
  mappedAddresses: 'same',
  oddAddressVoidsNames: true,
  stripTrailingDot: true,
}

/** matchAllWildcards: observed on 17; 8 and 11 are taken to do the same. 19 ended it (JDK-7192189, openjdk/jdk pull request 7697); seen on 21.0.12. */
const oldHostDialect: HostDialect = { ...hostDialect, wildcardsAnywhere: true }

/** sun.security.provider.certpath.PolicyChecker (processPolicies, processPolicyMappings, mergeExplicitPolicy) and x509.InhibitAnyPolicyExtension. */
const policies: PolicyDialect = {
  anyPolicyMapping: 'refused-while-valid',
  selfIssuedTarget: 'spared',
  inhibitAnyPolicy: 'heeded-if-critical',
  demand: 'after-mappings',
}

/**
 * sun.security.ssl.SSLConfiguration as it ships: jdk.tls.maxCertificateChainLength, for clients since 22
 * jdk.tls.client.maxInboundCertificateChainLength, and jdk.tls.maxHandshakeMessageSize.
 */
const takes: MessageLimits = { certificates: 10, octets: 32_768 }

const shared: readonly Source[] = [
  observed('OpenJDK 17.0.15: policies of 4,000 random paths, verdict, place and words'),
  read('openjdk/jdk: sun/security/ssl/{SSLConfiguration,CertificateMessage,SSLSocketInputRecord}.java'),
  documented('Release notes: in 11 from 11.0.9 (JDK-8245417), in 8 from 8u271, for which the profiles of 11 and 8 stand'),
  observed('OpenJDK 17.0.15 in TLS 1.2 and 1.3: 10 certificates taken and 11 not; a message of 33,553 octets not'),
]

/** PKIXValidator with the shipped jdk.certpath.disabledAlgorithms: the same in 8, 11 and 17. */
const verifier: SentThenBuildVerifier = {
  strategy: 'sent-then-build',
  maxPathLength: 5,
  steps: 2_000,
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa', 'ed25519', 'ed448'],
    refusedDigests: ['md2', 'md4', 'md5'],
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 224,
    curves: null,
  },
  refusedDigestsUnderProgramme: ['sha1'],
  runtimeStores: ['jdk'],
  purpose: { anyIsEnough: true, gatedIsEnough: true, issuers: 'none' },
  names: {
    names: 'all',
    anchor: false,
    commonNameAsDns: true,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  addressFamilies: 'mixed',
  policies,
  knownExtensions: rfc5280Extensions,
  notAfter: 'inclusive',
}

/** SunEC from JDK 16: P-256, P-384 and P-521 are left (JDK-8235710); a key on another curve reads, and verifies nothing. */
const withFewCurves: SentThenBuildVerifier = {
  ...verifier,
  algorithms: { ...verifier.algorithms, curves: ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'] },
}

/** PKIXValidator from JDK 20 (JDK-8267617, openjdk/jdk pull request 11459). */
const withFamiliesApart = once((): SentThenBuildVerifier => ({ ...withFewCurves, addressFamilies: 'apart' }))

function verifierOf(release: string): SentThenBuildVerifier {
  if (compareReleases(release, '16') < 0) return verifier
  return compareReleases(release, '20') < 0 ? withFewCurves : withFamiliesApart()
}

const releases = (): readonly {
  readonly release: string
  readonly words: JavaRelease
  readonly sources: readonly Source[]
}[] => [
  { release: '8', words: '17', sources: [observed('Java 8, 28 cases: as Java 17')] },
  { release: '11', words: '17', sources: [observed('Java 11, 28 cases: as Java 17')] },
  { release: '17', words: '17', sources: [observed('OpenJDK 17.0.15 on Debian 12, 28 cases')] },
  {
    release: '21',
    words: '21',
    sources: [observed('Java 21, 28 cases, and 21.0.12 on Debian 13, 420: as Java 17, with the name of the alert')],
  },
  {
    release: '25',
    words: '21',
    sources: [
      observed('Java 25, 28 cases, and 25.0.3 on Debian 13, 420: as Java 17, with the name of the alert'),
      read('JDK 25: sun/security/validator/{PKIXValidator,EndEntityChecker}.java, sun/security/provider/certpath/*.java'),
    ],
  },
]

/** Sentences that the family's table words otherwise, or not at all; seen on 17.0.15 and 25 with a trust manager alone. */
function textsOf(release: string, words: JavaRelease): MessageTable {
  const handshake = `javax.net.ssl.SSLHandshakeException: ${words === '17' ? '' : '(certificate_unknown) '}`
  const validation = `${handshake}PKIX path validation failed: `
  const path = `${validation}java.security.cert.CertPathValidatorException: `
  const weakKey = `${path}Algorithm constraints check failed on {?anchor}signature algorithm: {detail}{/anchor}{!anchor}keysize limits: {detail} bit key used with certificate: {dn}{/anchor}`
  return {
    ...javaTexts(words),
    // The validator, not the builder: an anchor has the name of the top's issuer, and none has its key identifier.
    'issuer-not-found': `${path}Path does not chain with any of the trust anchors`,
    'anchor-rejected': `${handshake}PKIX path {?building}building{/building}{!building}validation{/building} failed: sun.security.validator.ValidatorException: TrustAnchor with subject "{dn}" {?detail}{detail}{/detail}{!detail}is not a CA certificate{/detail}`,
    'ca-key-weak': weakKey,
    'target-key-weak': weakKey,
    'name-constraint-unsupported': `{?constraint}javax.net.ssl.SSLException: {constraint}{/constraint}{!constraint}${path}java.io.IOException: {detail} in name constraints not supported{/constraint}`,
    policy: `${path}{?detail}{detail}{/detail}{!detail}non-null policy tree required and policy tree is null{/detail}`,
    ...(release === '25'
      ? {
          'ca-digest-weak': `${path}Algorithm constraints check failed on disabled algorithm: {detail} used with certificate: {dn}`,
        }
      : {}),
  }
}

const subjectAltName = '2.5.29.17'
const nameConstraints = '2.5.29.30'

/** sun.security.x509.X509CertInfo, CertificateExtensions and X509Key (JDK 17); a store is loaded by the same. */
const notParsed: readonly Refusal[] = [
  'algorithm-mismatch',
  'ec-explicit-parameters',
  // CertificateExtensions.parseExtension: one that cannot be decoded is set aside before it is looked for twice.
  { code: 'extension-duplicate', decoded: true },
  'issuer-empty',
  'public-key-malformed',
  'extensions-before-v3',
  'trailing-data',
  'time-malformed',
  { code: 'field-malformed', ownFields: true },
  { code: 'extension-malformed', critical: true },
  // sun.security.x509.GeneralName: a tag that it does not know.
  { code: 'field-unexpected', critical: true },
  // sun.security.x509.IPAddressName.
  { code: 'field-malformed', about: [subjectAltName, nameConstraints], critical: true, oddAddress: true },
  { code: 'san-empty', about: [subjectAltName], critical: true },
  // A subject that is empty wants a critical subjectAltName (X509CertInfo.verifyCert).
  { code: 'extension-criticality', about: [subjectAltName] },
]

/** From 18 on what the validator and the name check ask the target for must be readable (JDK-8251468, openjdk/jdk pull request 6106); seen on 21.0.12. */
const notParsedFrom18: readonly Refusal[] = [
  ...notParsed,
  { code: 'extension-malformed', about: [subjectAltName, '2.5.29.37'], target: true },
  { code: 'field-malformed', about: [subjectAltName], oddAddress: true, target: true },
]

/** Java's default trust manager (SunJSSE, PKIX) with endpoint identification on, as HttpsURLConnection and HttpClient have it. */
export const java = (isAsked: IsAsked = anyRelease): readonly ClientProfile[] =>
  releases()
    .filter(({ release }) => isAsked(release))
    .map(
      ({ release, words, sources }): ClientProfile => ({
        id: `java-${release}`,
        title: `Java ${release}`,
        hello: release === '8' ? 'tls1.2' : 'tls1.3',
        versions: release === '8' ? ['1.2'] : ['1.2', '1.3'],
        refuses: compareReleases(release, '18') < 0 ? notParsed : notParsedFrom18,
        skips: notParsed,
        negativePathLength: 'no-authority',
        takes,
        // EdDSA in TLS came with JDK 15 (JEP 339 and JDK-8166596).
        ...(compareReleases(release, '15') < 0 ? { lacksKeys: ['ed25519', 'ed448'] as const } : {}),
        verifier: verifierOf(release),
        identity: { when: 'after', dialect: compareReleases(release, '19') < 0 ? oldHostDialect : hostDialect },
        texts: once(() => textsOf(release, words)),
        known: 'observed',
        sources: [...sources, ...shared],
      }),
    )
