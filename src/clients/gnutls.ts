import { gnutlsTexts } from '../messages/gnutls.ts'
import { curlGnutlsTexts, gitGnutlsTexts, wgetGnutlsTexts } from '../messages/gnutls-programs.ts'
import type { Change, ClientProfile, Identity, Known, Refusal, Source } from '../model/client.ts'
import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { HostDialect, PurposePolicy } from '../model/policy.ts'
import type { SortThenVerifyVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { atRelease, compareReleases } from './release.ts'
import { observed, read } from './sources.ts'

/** gnutls_x509_crt_check_hostname2 (3.6.0 and later): an address only as iPAddress, a common name only without any subjectAltName. */
const hostDialect: HostDialect = {
  commonName: 'without-san',
  partialWildcards: false,
  leadingWildcards: true,
  soleCommonName: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: false,
}

/** lib/algorithms/sign.c and secparams.c: what the library calls insecure for certificates, one bit of its status. */
const insecure: readonly FailureCode[] = ['ca-digest-weak', 'ca-key-weak', 'target-key-weak']

/** The library without a purpose, with the default priorities (profile LOW): 3.6.13, the last with AddTrust's failure. */
const base: SortThenVerifyVerifier = {
  strategy: 'sort-then-verify',
  maxSorted: 16,
  sorting: 'first-run',
  secondAttemptAfter: ['issuer-not-found', 'self-signed-target', ...insecure],
  anchorDigest: true,
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa', 'ed25519', 'ed448'],
    refusedDigests: ['md2', 'md4', 'md5', 'sha1'],
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 160,
    // lib/algorithms/ecc.c: P-192, P-224, P-256, P-384, P-521.
    curves: ['1.2.840.10045.3.1.1', '1.3.132.0.33', '1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'],
  },
  weakDigests: ['md2', 'md4', 'md5'],
  // lib/state.c: every client asks for a staple unless its program forbids that, which none of these is known to do.
  staple: 'enforced',
  purpose: null,
  names: {
    names: 'target',
    anchor: true,
    commonNameAsDns: true,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email'],
  },
  // lib/x509/supported_exts.gperf: policyMappings and policyConstraints are not in it.
  knownExtensions: [
    id.subjectKeyIdentifier,
    id.keyUsage,
    id.subjectAltName,
    '2.5.29.18',
    id.basicConstraints,
    id.nameConstraints,
    id.cRLDistributionPoints,
    id.certificatePolicies,
    id.authorityKeyIdentifier,
    id.extKeyUsage,
    id.inhibitAnyPolicy,
    id.authorityInfoAccess,
    id.proxyCertInfo,
    '1.3.6.1.5.5.7.1.24',
  ],
  notAfter: 'inclusive',
  // gnutls_certificate_verification_status_print, lib/cert-cred.c.
  rank: [
    'issuer-not-found',
    'self-signed-target',
    'not-a-ca',
    ...insecure,
    'path-length-exceeded',
    'name-not-permitted',
    'name-excluded',
    'name-constraint-unsupported',
    'key-usage-cert-sign',
    'extension-invalid',
    'signature-key-kind',
    'purpose-ca',
    'purpose-target',
    'not-yet-valid',
    'expired',
    'signature-invalid',
    'host-mismatch',
    'ip-mismatch',
    'host-in-common-name-only',
    'host-no-names',
    'staple-missing',
    'critical-extension-unknown',
  ],
}

const changes: readonly Change<SortThenVerifyVerifier>[] = [
  {
    since: '3.6.14',
    set: { secondAttemptAfter: [...base.secondAttemptAfter, 'expired'] },
    source: read('gnutls/gnutls: cdf075e7f (3.6.14), lib/x509/verify-high.c, SIGNER_OLD_OR_UNKNOWN; issue 1008'),
  },
  {
    since: '3.7',
    set: { sorting: 'all-runs' },
    source: read('gnutls/gnutls: d268f1951 (3.7.0), lib/x509/common.c, _gnutls_sort_clist'),
  },
  {
    since: '3.7',
    set: { anchorDigest: false },
    source: read('gnutls/gnutls: fd73423f9 (3.7.2), lib/x509/verify.c, is_level_acceptable'),
  },
]

/** gnutls-cli and the programs that ask for TLS servers' purpose: an issuer's anyExtendedKeyUsage is not enough, see the check. */
const purpose: PurposePolicy = { anyIsEnough: true, gatedIsEnough: true, issuers: 'sent' }

interface Program {
  readonly id: string
  readonly title: string
  /** Release of the library. */
  readonly library: string
  readonly purpose: PurposePolicy | null
  readonly when: Identity['when']
  readonly texts: ClientProfile['texts']
  /** The handshake holds the target's keyUsage to the signature that it makes. Seen with gnutls-cli and git on 3.7.9; wget takes any. */
  readonly heedsKeyUsage: boolean
  /** Failures that it tells before the others. Absent: in the library's order. */
  readonly told?: readonly FailureCode[]
  readonly known: Known
  readonly sources: readonly Source[]
}

const cliTexts = once(gnutlsTexts)
const wgetTexts = once(wgetGnutlsTexts)

const cli = (library: string, known: Known, source: Source): Program => ({
  id: `gnutls-cli-${library}`,
  title: `gnutls-cli ${library}`,
  library,
  purpose,
  when: 'beside',
  texts: cliTexts,
  heedsKeyUsage: true,
  known,
  sources: [source],
})

/** A program that asks the library for no purpose, and looks at the name itself afterwards. */
const plain = (id: string, title: string, library: string, texts: Program['texts'], source: Source): Program => ({
  id,
  title: `${title} (GnuTLS ${library})`,
  library,
  purpose: null,
  when: 'after',
  texts,
  heedsKeyUsage: !id.startsWith('wget-'),
  known: 'observed',
  sources: [source],
})

const programs = (): readonly Program[] => [
  cli('3.6.13', 'source', read('gnutls/gnutls: lib/x509/{verify,verify-high,common}.c at 3.6.13')),
  cli(
    '3.7',
    'observed',
    observed('gnutls-cli 3.7.1 on Debian 11 and 3.7.9 on Debian 12, 28 cases each; before 3.7.2 see anchorDigest'),
  ),
  cli(
    '3.8',
    'observed',
    observed('gnutls-cli 3.8.9 on Debian 13 and a later 3.8 on Debian unstable, 28 cases each, the first 420 more'),
  ),
  plain('wget-1.21-gnutls', 'wget 1.21', '3.7', wgetTexts, observed('wget 1.21 on Debian 12, 28 cases')),
  plain('wget-1.25-gnutls', 'wget 1.25', '3.8', wgetTexts, observed('wget 1.25 on Debian 13, 28 and 397 cases')),
  plain(
    'curl-7.88-gnutls',
    'curl 7.88',
    '3.7',
    once(() => curlGnutlsTexts('7.88')),
    observed('curl 7.88 with GnuTLS 3.7.9 on Debian 12, 28 cases'),
  ),
  plain(
    'git-2.39-gnutls',
    'git 2.39',
    '3.7',
    once(() => gitGnutlsTexts('7.88')),
    observed('git 2.39 with GnuTLS 3.7.9 on Debian 12, 28 cases'),
  ),
  {
    ...plain(
      'git-2.47-gnutls',
      'git 2.47',
      '3.8',
      once(() => gitGnutlsTexts('8.10')),
      observed('git 2.47.3 with libcurl 8.14.1 and GnuTLS 3.8.9 on Debian 13, 420 cases'),
    ),
    // Curl_gtls_verifyserver (lib/vtls/gtls.c) from 8.10.0 on: these bits have words, in this order.
    told: ['expired', ...noIssuerCodes, ...insecure],
  },
]

const staples: readonly Source[] = [
  read('gnutls/gnutls: lib/cert-session.c, _gnutls_ocsp_verify_mandatory_stapling, the same at 3.6.13, 3.7.9 and 3.8.9'),
  observed(
    'gnutls-cli, wget 1.21 and git 2.39 with GnuTLS 3.7.9 against a server without a staple: a certificate that demands one is refused',
  ),
]

/** gnutls_x509_crt_import (lib/x509/x509.c at 3.7.9), for what a server sends and for what a store holds; seen on 3.7.9. */
const notImported: readonly Refusal[] = [
  'algorithm-mismatch',
  'extension-duplicate',
  'trailing-data',
  'data-after-certificate',
  'extensions-before-v3',
  // _gnutls_x509_get_time, and libtasn1's strict reading of DER.
  'time-malformed',
  'time-with-offset',
  'time-with-fraction',
  { code: 'extension-malformed', about: [id.subjectAltName] },
  { code: 'field-unexpected', about: [id.subjectAltName] },
  { code: 'name-empty', about: [id.subjectAltName] },
]

/** gnutls-cli and programs on GnuTLS. A chain of more than 16 certificates is refused unread (gnutls_certificate_set_verify_limits). */
export const gnutls = (): readonly ClientProfile[] =>
  programs().map(
    ({ id, title, library, purpose, when, texts, heedsKeyUsage, told, known, sources }): ClientProfile => ({
      id,
      title,
      hello: 'tls1.3',
      versions: ['1.0', '1.1', '1.2', '1.3'],
      ...(heedsKeyUsage ? { handshakeKeyUsage: 'unless-empty' as const } : {}),
      refuses: notImported,
      skips: notImported,
      negativePathLength: 'no-limit',
      verifier: {
        ...atRelease(base, changes, library),
        purpose,
        ...(told && { rank: [...new Set([...told, ...base.rank])] }),
      },
      identity: { when, dialect: hostDialect },
      texts,
      known,
      sources: [...sources, ...staples, ...changes.filter((c) => compareReleases(c.since, library) <= 0).map((c) => c.source)],
    }),
  )
