import { cryptoapiTexts, curlSchannelTexts, gitSchannelTexts } from '../messages/cryptoapi.ts'
import { dotnetWindowsTexts } from '../messages/dotnet.ts'
import type { ClientProfile, Source } from '../model/client.ts'
import type { FailureCode } from '../model/failure.ts'
import type { HostDialect } from '../model/policy.ts'
import type { ScoredVerifier } from '../model/verifier.ts'
import { extensionIds as id, rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { documented, read, remembered } from './sources.ts'

/**
 * CERT_CHAIN_POLICY_SSL. Microsoft KB 258858: a wildcard ends the leftmost label (`*.example.com`, `w*.example.com`; not `*w` nor `w*w`, of which
 * dotnet/runtime#96360 reports that it was taken), and `*.com` matches nothing. An iPAddress is compared with an address (rustls-platform-verifier:
 * `valid_no_stapling_ipv4`, run on Windows).
 */
const hostDialect: HostDialect = {
  // Remembered: where no dNSName stands. It is so for CertGetNameString, CERT_NAME_DNS_TYPE; Wine asks where no subjectAltName is.
  commonName: 'without-dns-san',
  partialWildcards: false,
  trailingWildcards: true,
  labelsAfterWildcard: 2,
  // Remembered, and the next.
  ipInNames: false,
  stripTrailingDot: false,
}

/** CertGetCertificateChain with serverAuth, then CertVerifyCertificateChainPolicy. What no source stands at is a rule of RFC 5280. */
const verifier: ScoredVerifier = {
  strategy: 'scored',
  // wincrypt.h, CERT_CHAIN_DISABLE_PASS1_QUALITY_FILTERING: the first pass ranks paths by signature, completeness and trust, and the
  // second looks at none below the best. That dates, basicConstraints and purposes follow in this order is remembered.
  qualities: ['signatures', 'complete', 'trusted', 'valid-now', 'basic-constraints', 'purpose'],
  fetcher: 'Windows',
  // CertGetCertificateChain: on unless CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE and CERT_CHAIN_DISABLE_AIA are set.
  rootsOnDemand: true,
  aia: true,
  // Our own bound.
  budget: { depth: 16, steps: 2_000 },
  algorithms: {
    // CNG algorithm identifiers: no EdDSA. That DSA is left out is unchecked.
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    // wincrypt.h, CERT_CHAIN_ENABLE_MD2_MD4_FLAG. MD5 is refused under roots of Microsoft's programme alone since February 2014 (advisory
    // 2862973), and no certificate with it is left there; SHA-1 where the program asks for it (CERT_CHAIN_OPT_IN_WEAK_SIGNATURE).
    refusedDigests: ['md2', 'md4'],
    // wincrypt.h, CERT_CHAIN_MIN_RSA_PUB_KEY_BIT_LENGTH_DEFAULT; KB 2661254: of every certificate, the root's too.
    minRsaBits: 1023,
    // CNG, key storage providers.
    maxRsaBits: 16_384,
    minEcBits: 0,
    // CNG has a list of named curves; what becomes of others, and of explicit parameters, is unchecked.
    curves: null,
  },
  targetKey: 'judged',
  // dotnet/runtime: DynamicChainTests.cs, BuildInvalidSignatureTwice: both flags on an untrusted root whose signature is bad.
  ownSignature: 'judged',
  // Any purpose will do (Defender for Identity, ESC2), and an authority's purposes bind what it issues (Qualified subordination: application
  // policies). serverAuth alone is asked for: curl, .NET and rustls-platform-verifier do so; that SChannel itself does is remembered.
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'all' },
  names: {
    // wincrypt.h, DisableCANameConstraints: names of authorities too.
    names: 'all',
    // Wine: crypt32/tests/chain.c, chain5, run on Windows: a root's constraints bind.
    anchor: true,
    // Remembered.
    commonNameAsDns: false,
    // CERT_TRUST_STATUS, CERT_TRUST_HAS_NOT_SUPPORTED_NAME_CONSTRAINT: x400Address, ediPartyName, registeredID, minimum and maximum.
    unsupported: 'fail',
    // Remembered.
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  // CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT says that there is such a list; what is in it is remembered.
  knownExtensions: [
    ...rfc5280Extensions,
    id.authorityKeyIdentifier,
    id.subjectKeyIdentifier,
    id.cRLDistributionPoints,
    id.authorityInfoAccess,
  ],
  // CertVerifyTimeValidity: after NotAfter.
  notAfter: 'inclusive',
  // The order of Microsoft's own lists (CERT_CHAIN_POLICY_STATUS; dotnet/runtime: ChainPal.Windows.GetChainStatusInformation.cs). That a bad
  // signature is told first, then the root, then a date, then the name, was seen on Windows (Wine: crypt32/tests/chain.c).
  rank: [
    'signature-invalid',
    'signature-unsupported',
    'ca-digest-weak',
    'ca-key-weak',
    'target-key-weak',
    'self-signed-target',
    'self-signed-in-chain',
    'issuer-not-found',
    'path-not-found',
    'purpose-target',
    'purpose-ca',
    'key-usage-cert-sign',
    'not-yet-valid',
    'expired',
    'name-constraint-unsupported',
    'name-not-permitted',
    'name-excluded',
    'policy',
    'not-a-ca',
    'path-length-exceeded',
    'critical-extension-unknown',
  ],
}

const engine: readonly Source[] = [
  documented(
    'Microsoft: wincrypt.h, CertGetCertificateChain, CERT_TRUST_STATUS, CERT_CHAIN_POLICY_STATUS; KB 258858 and 2661254',
  ),
  read(
    'tests of others that run on Windows: dotnet/runtime DynamicChainTests.cs, rustls-platform-verifier (acd3cda) verification_mock, Wine crypt32/tests/chain.c',
  ),
  remembered('the rank of dates, constraints and purposes among paths; the common name; critical extensions that it knows'),
]

const shared = { hello: 'tls1.3', versions: ['1.2', '1.3'], refuses: [], verifier } as const

const names: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']

/** Programs that leave verification to Windows. No real system was run. */
export const cryptoapi = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'schannel',
    title: 'Windows SChannel',
    identity: { when: 'after', dialect: hostDialect },
    texts: once(cryptoapiTexts),
    known: 'documented',
    sources: [...engine, documented('Microsoft: COM error codes of security, CERT_E_CHAINING and its neighbours: the texts')],
  },
  {
    ...shared,
    id: 'dotnet-windows',
    title: '.NET on Windows (SslStream, HttpClient)',
    // A name that does not fit hides the flags of the path.
    verifier: { ...verifier, rank: [...names, ...verifier.rank] },
    identity: { when: 'beside', dialect: hostDialect },
    texts: once(dotnetWindowsTexts),
    known: 'documented',
    sources: [
      ...engine,
      read(
        'dotnet/runtime: CertificateValidation.Windows.cs, ChainPal.Windows.BuildChain.cs, SslStream.IO.cs; revocation is not asked for by default',
      ),
    ],
  },
  {
    ...shared,
    id: 'curl-8-schannel',
    title: 'curl 8 (SChannel)',
    identity: { when: 'after', dialect: hostDialect },
    revocation: 'hard-fail',
    texts: once(curlSchannelTexts),
    known: 'documented',
    sources: [
      ...engine,
      read(
        'curl/curl lib/vtls/schannel.c (5c61e16869): SCH_CRED_REVOCATION_CHECK_CHAIN, and nothing ignored, unless no_revoke is set',
      ),
      documented('curl --ssl-no-revoke and --ssl-revoke-best-effort; reports of its texts by users'),
    ],
  },
  {
    ...shared,
    id: 'git-2-schannel',
    title: 'Git for Windows 2 (SChannel)',
    identity: { when: 'after', dialect: hostDialect },
    revocation: 'hard-fail',
    texts: once(gitSchannelTexts),
    known: 'documented',
    sources: [...engine, documented('git-config: http.schannelCheckRevoke, true by default; libcurl verifies')],
  },
]
