import type { Change, ClientProfile, Refusal, Source, UnfinishedVersions } from '../../model/client.ts'
import type { HostDialect } from '../../model/policy.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import { extensionIds as id, rfc5280Extensions } from '../extensions-known.ts'
import { atRelease, compareReleases } from '../release.ts'

const read = (where: string): Source => ({ known: 'source', where })

/**
 * OpenSSL 3.0 at level 1 or more offers TLS 1.0 and 1.1 unless a program asks for more, and takes none of their signatures (CHANGES.md,
 * 3.0: SHA-1 and MD5 count for less); static RSA goes on. Seen with 3.0.19, Debian 12's at level 2 and Node 20's at level 1. 3.5.8 in
 * Node 24 does not offer them; what is between was not seen.
 */
export const opensslUnfinished = (chain: UnfinishedVersions['chain']): Pick<ClientProfile, 'versions' | 'unfinished'> => ({
  versions: ['1.0', '1.1', '1.2', '1.3'],
  unfinished: { versions: ['1.0', '1.1'], chain },
})

/** X509_supported_extension, crypto/x509/v3_purp.c. The key identifiers never were in it. */
const knownExtensions = [
  ...rfc5280Extensions,
  id.netscapeCertType,
  id.cRLDistributionPoints,
  id.ipAddrBlocks,
  id.autonomousSysIds,
  id.proxyCertInfo,
]

/** OpenSSL 1.0.1n, before anything in `opensslChanges`. Level 0: these releases have no security levels. */
const base: GreedyVerifier = {
  strategy: 'greedy',
  first: 'sent',
  alternatePaths: true,
  partialChain: false,
  prefer: 'first',
  issuerKeyUsage: 'when-chosen',
  matchKeyKind: false,
  selfSignedNeedsCertSign: true,
  endOfBuilding: 'plain',
  extensions: 'sent',
  pathLength: 'sent-from-second',
  strict: false,
  refuseExplicitCurves: false,
  level: 0,
  digestBits: 'half-length',
  invalid: [],
  unreadableKeys: ['ed25519', 'ed448', 'x25519', 'x448'],
  authorities: 'rated',
  invalidTarget: 'judged',
  stages: ['extensions', 'name-constraints', 'trust', 'identity', 'signatures-and-time'],
  loneTargetTime: false,
  knownExtensions: knownExtensions.filter((oid) => oid !== id.cRLDistributionPoints),
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'fail',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'email', 'uri', 'directory'],
  },
  notAfter: 'exclusive',
  // 1.0.1 was not seen: that it reads what 1.0.2s refuses is not checked.
  unreadableDates: ['time-malformed'],
  maxDepth: 100,
  errors: 'first',
}

/** What each release of the library changed, oldest first. Levels are the library's defaults; distributions raise them. */
export const opensslChanges: readonly Change<GreedyVerifier>[] = [
  {
    since: '1.0.2',
    set: {
      stages: ['extensions', 'name-constraints', 'identity', 'signatures-and-time'],
      knownExtensions,
      unreadableDates: ['time-malformed', 'time-without-seconds', 'time-with-offset', 'time-with-fraction'],
    },
    source: read(
      'openssl 1.0.2s: crypto/x509/x509_vfy.c, X509_verify_cert: trust is settled once, while the path is built; v3_purp.c, X509_supported_extension',
    ),
  },
  {
    since: '1.0.2s',
    set: { pathLength: 'all-or-zero' },
    source: read('openssl 1.0.2s: crypto/x509/x509_vfy.c, check_chain_extensions'),
  },
  {
    since: '1.1.0',
    set: {
      first: 'store',
      alternatePaths: false,
      prefer: 'valid-else-last',
      extensions: 'all',
      pathLength: 'sent-from-second',
      level: 1,
      unreadableKeys: ['ed25519', 'ed448', 'x448'],
      loneTargetTime: true,
      stages: ['extensions', 'level', 'identity', 'signatures-and-time', 'name-constraints'],
      names: { ...base.names, commonNameAsDns: true, kinds: ['dns', 'ip', 'email', 'uri', 'directory'] },
    },
    source: read(
      'openssl/openssl: crypto/x509/x509_vfy.c, build_chain (trusted-first by default) and check_chain_extensions; 0daccd4dc1, 0930251df8, fbb82a60dc (levels), 5bd5dcd496 (common names); name constraints behind signatures 8545051c36 (1.1.0g)',
    ),
  },
  {
    since: '1.1.1',
    set: {
      selfSignedNeedsCertSign: false,
      pathLength: 'all',
      issuerKeyUsage: 'with-signature',
      matchKeyKind: true,
      invalid: ['extension-malformed', 'path-length-without-ca'],
      unreadableKeys: [],
    },
    source: read(
      'openssl/openssl: path length of anchors dc5831da59 (1.1.1a); key usage and key kind 0e7b1383e1 (1.1.1h); crypto/x509v3/v3_purp.c, x509_likely_issued',
    ),
  },
  {
    since: '3.0',
    set: {
      prefer: 'valid-else-latest',
      endOfBuilding: 'sticky',
      refuseExplicitCurves: true,
      digestBits: 'collisions',
      invalid: ['extension-malformed', 'key-usage-empty'],
      knownExtensions: [...knownExtensions, id.ocspNoCheck],
    },
    source: read('openssl/openssl: crypto/x509/x509_vfy.c and v3_purp.c at 3.0; c476c06f50, 64c428c350, 4ff993d791'),
  },
  {
    since: '3.2',
    set: { level: 2 },
    source: { known: 'documented', where: 'openssl/openssl: CHANGES.md, 3.2: default security level 2' },
  },
]

/** The library at a release, `1.0.2s` or `3.0`, with the switches that a program or a distribution sets. */
export function opensslLibrary(release: string, set: Partial<GreedyVerifier> = {}): GreedyVerifier {
  let settings = libraries.get(release)
  if (settings === undefined) libraries.set(release, (settings = atRelease(base, numbered, withoutLetter(release))))
  return { ...settings, ...set }
}

/** By release: many programs share one. */
const libraries = new Map<string, GreedyVerifier>()

/** Patch releases up to 1.1.1 have letters: `1.0.2s` is ordered as `1.0.2.19`. */
function withoutLetter(release: string): string {
  const letter = release.charCodeAt(release.length - 1) - 'a'.charCodeAt(0) + 1
  return letter > 0 ? `${release.slice(0, -1)}.${letter}` : release
}

const numbered = opensslChanges.map((change) => ({ ...change, since: withoutLetter(change.since) }))

/** X509_check_host without flags (crypto/x509/v3_utl.c): partial wildcards, and the common name where no dNSName is. */
export const opensslHostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: true,
  noInnerWildcards: true,
  wildcardsStandForLdh: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: false,
}

/**
 * What d2i_X509 refuses in a list entry: crypto/asn1/tasn_dec.c (a SEQUENCE must be used up, each field be of its type; extensions
 * are decoded later), a_int.c, c2i_ibuf (an INTEGER must be minimal); identifiers as seen on 3.0.19; ssl/statem/statem_clnt.c: it must use up the
 * entry. Not here, for the reader does not tell them from what is taken: names that cannot be put into canonical form, an
 * extension without a value.
 */
export const opensslRefusals: readonly Refusal[] = [
  'data-after-certificate',
  { code: 'trailing-data', ownFields: true },
  { code: 'integer-not-minimal', ownFields: true },
  { code: 'field-malformed', ownFields: true },
  { code: 'field-unexpected', ownFields: true },
  { code: 'oid-malformed', ownFields: true },
]

/** The same for what is read out of a file: it ends with the certificate, whatever is behind it. */
export const opensslFileRefusals: readonly Refusal[] = opensslRefusals.filter((refusal) => refusal !== 'data-after-certificate')

/** openssl/openssl: pull request 23483 (3.3), crypto/asn1/tasn_dec.c, asn1_ex_c2i; 3.0.19 takes them, 3.5.7 and 3.5.8 were seen to refuse them. */
const shortDates: readonly Refusal[] = [
  { code: 'time-malformed', shortDate: true },
  { code: 'time-without-seconds', shortDate: true },
]
const withShortDates = [...opensslRefusals, ...shortDates]
const filesWithShortDates = [...opensslFileRefusals, ...shortDates]
const refusesShortDates = (library: string): boolean => compareReleases(withoutLetter(library), '3.3') >= 0

/** `opensslRefusals` of a release of the library. */
export const opensslRefusalsAt = (library: string): readonly Refusal[] =>
  refusesShortDates(library) ? withShortDates : opensslRefusals

/** `opensslFileRefusals` of a release of the library. */
export const opensslFileRefusalsAt = (library: string): readonly Refusal[] =>
  refusesShortDates(library) ? filesWithShortDates : opensslFileRefusals
