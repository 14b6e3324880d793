import type { Change, Source } from '../../model/client.ts'
import type { GreedyVerifier, HostDialect } from '../../model/policy.ts'
import { extensionIds as id, rfc5280Extensions } from '../extensions-known.ts'
import { atRelease } from '../release.ts'

const read = (where: string): Source => ({ known: 'source', where })

/** X509_supported_extension, crypto/x509/v3_purp.c. The key identifiers never were in it. */
const knownExtensions = [
  ...rfc5280Extensions,
  id.netscapeCertType,
  id.cRLDistributionPoints,
  id.ipAddrBlocks,
  id.autonomousSysIds,
  id.proxyCertInfo,
]

/** OpenSSL 1.0.1n and 1.0.2b, before anything in `opensslChanges`. Level 0: these releases have no security levels. */
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
  stages: ['extensions', 'name-constraints', 'identity', 'signatures-and-time'],
  loneTargetTime: false,
  knownExtensions,
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'fail',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'email', 'uri', 'directory'],
  },
  notAfter: 'exclusive',
  maxDepth: 100,
  errors: 'first',
}

/** What each release of the library changed, oldest first. Levels are the library's defaults; distributions raise them. */
export const opensslChanges: readonly Change<GreedyVerifier>[] = [
  {
    since: '1.0.2',
    set: { pathLength: 'all-or-zero' },
    source: read('openssl 1.0.2s: crypto/x509/x509_vfy.c, check_chain_extensions'),
  },
  {
    since: '1.1.0',
    set: { first: 'store', alternatePaths: false, prefer: 'valid-else-last', extensions: 'all', level: 1, loneTargetTime: true },
    source: read(
      'openssl/openssl: crypto/x509/x509_vfy.c, build_chain (trusted-first by default) and check_chain_extensions; 0daccd4dc1, 0930251df8',
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
      stages: ['extensions', 'level', 'identity', 'signatures-and-time', 'name-constraints'],
      names: { ...base.names, commonNameAsDns: true, kinds: ['dns', 'ip', 'email', 'uri', 'directory'] },
    },
    source: read(
      'openssl/openssl: name constraints behind signatures 8545051c36; path length of anchors dc5831da59 (1.1.1a); key usage and key kind 0e7b1383e1 (1.1.1h); crypto/x509v3/v3_purp.c, x509_likely_issued',
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

/** The library at a release, with the switches that a program or a distribution sets. */
export function opensslLibrary(release: string, set: Partial<GreedyVerifier> = {}): GreedyVerifier {
  return { ...atRelease(base, opensslChanges, release), ...set }
}

/** X509_check_host without flags (crypto/x509/v3_utl.c): partial wildcards, and the common name where no dNSName is. */
export const opensslHostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: false,
}
