import { bsslPkiTexts, chromeTexts } from '../messages/chrome.ts'
import type { AnomalyCode } from '../model/anomaly.ts'
import type { ClientProfile } from '../model/client.ts'
import { noIssuerCodes } from '../model/failure.ts'
import type { HostDialect } from '../model/policy.ts'
import { seconds } from '../model/time.ts'
import type { WholePathsVerifier } from '../model/verifier.ts'
import { rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { documented, observed, read } from './sources.ts'

/** X509Certificate::VerifyHostname (net/cert/x509_certificate.cc): subjectAltName only, a wildcard as the whole first label, two labels behind it. */
const hostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
}

/** ParsedCertificate::Create (pki/parsed_certificate.cc): DER, and every extension that it knows. */
const undecodable: readonly AnomalyCode[] = [
  'indefinite-length',
  'length-not-minimal',
  'boolean-not-canonical',
  'trailing-data',
  'data-after-certificate',
  'extension-duplicate',
  'extension-malformed',
  'time-malformed',
  'version-unknown',
  'extensions-before-v3',
]

/** The library alone, with SimplePathBuilderDelegate: an anchor is a name and a key. */
const library: WholePathsVerifier = {
  strategy: 'whole-paths',
  skips: undecodable,
  anchor: { dates: false, constraints: false },
  iterations: null,
  aia: false,
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'all' },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    refusedDigests: ['md2', 'md4', 'md5', 'sha1', 'sha224'],
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 256,
    // IsAcceptableCurveForEcdsa: P-256, P-384, P-521.
    curves: ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'],
  },
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'fail',
    wildcardMatchesExcluded: true,
    kinds: ['dns', 'ip', 'email', 'directory'],
  },
  reading: { order: 'excluded-first', hosts: 'exact', sequence: 'as-encoded', unreadable: 'compared' },
  policies: {
    anyPolicyMapping: 'refused',
    selfIssuedTarget: 'counts',
    inhibitAnyPolicy: 'heeded',
    demand: 'before-mappings',
  },
  // IsHandledCriticalExtension.
  knownExtensions: rfc5280Extensions,
  notAfter: 'inclusive',
  rank: [],
}

/** Chrome over it: CertVerifyProcBuiltin (net/cert/cert_verify_proc_builtin.cc) and MapCertStatusToNetError (cert_status_flags.cc). */
const program: WholePathsVerifier = {
  ...library,
  // A root that was added locally; one of the Chrome Root Store is held to its own constraints instead.
  anchor: { dates: true, constraints: true },
  // kPathBuilderIterationLimit.
  iterations: 20,
  // CertIssuerSourceAia (net/cert/internal/cert_issuer_source_aia.cc), asked where nothing that is there leads on.
  aia: true,
  rank: [
    [...noIssuerCodes, 'anchor-rejected', 'signature-invalid', 'search-budget-exceeded'],
    ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names'],
    ['ca-key-weak', 'target-key-weak'],
    ['expired', 'not-yet-valid'],
  ],
}

/** Issued after 30 April 2018 (googlechrome.github.io/CertificateTransparency). How many and of which logs is not looked at. */
const loggedFrom = seconds(Date.UTC(2018, 4, 1) / 1000)

const librarySource = read(
  'google/boringssl a0689af2: pki/path_builder.cc, pki/verify_certificate_chain.cc, pki/name_constraints.cc',
)

/** Chrome and Chromium on a desktop, and the library that they verify with. */
export const chrome = (): readonly ClientProfile[] => [
  {
    id: 'chrome-156',
    title: 'Chrome 156',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    refuses: [],
    verifier: program,
    identity: { when: 'beside', dialect: hostDialect },
    timestampsFrom: loggedFrom,
    texts: once(chromeTexts),
    known: 'observed',
    sources: [
      observed('Chromium 156 with a root added to the NSS database of its user, 28 cases'),
      librarySource,
      read('chromium/chromium: net/cert/cert_verify_proc_builtin.cc, net/cert/cert_status_flags.cc'),
      read('chromium/chromium 1a4f344c: net/cert/internal/cert_issuer_source_aia.cc; net/http/transport_security_state.cc'),
      documented('Chrome Certificate Transparency Policy: certificates issued after 30 April 2018'),
    ],
  },
  {
    id: 'chrome-pki',
    title: 'BoringSSL pki (the library of Chrome alone)',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    refuses: [],
    verifier: library,
    identity: { when: 'never', dialect: hostDialect },
    texts: once(bsslPkiTexts),
    known: 'source',
    sources: [librarySource],
  },
]
