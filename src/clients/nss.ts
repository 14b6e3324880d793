import { tstclntTexts, vfychainTexts } from '../messages/nss.ts'
import type { ClientProfile, Refusal } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { ClimbVerifier, FilteredVerifier } from '../model/verifier.ts'
import { extensionIds as id, rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** CERT_VerifyCertName (lib/certdb/certdb.c): the common name where the subjectAltName holds no name of the kind that is asked for. */
const hostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: false,
}

const classic: ClimbVerifier = {
  strategy: 'climb',
  errors: 'log',
  // PENDING_SLOP, a day (lib/certdb/certdb.c).
  slop: 86_400,
  maxPath: 20,
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa'],
    refusedDigests: ['md2', 'md4', 'md5'],
    // NSS_RSA_MIN_KEY_SIZE is 1023, compared with whole octets.
    minRsaBits: 1016,
    maxRsaBits: 16_384,
    minEcBits: 256,
    curves: ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'],
  },
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: true,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  // SUPPORTED_CERT_EXTENSION (lib/util/secoid.c): policies and CRL distribution points are not among them.
  knownExtensions: [
    id.subjectKeyIdentifier,
    id.keyUsage,
    id.subjectAltName,
    id.basicConstraints,
    id.nameConstraints,
    id.authorityKeyIdentifier,
    id.extKeyUsage,
    id.authorityInfoAccess,
    id.netscapeCertType,
    // Netscape's addresses and its comment.
    ...[2, 3, 4, 7, 8, 12, 13].map((last) => `2.16.840.1.113730.1.${last}` as const),
    id.ocspNoCheck,
  ],
  notAfter: 'inclusive',
}

const libpkix: FilteredVerifier = {
  strategy: 'filtered',
  slop: classic.slop,
  algorithms: classic.algorithms,
  names: classic.names,
  knownExtensions: [...rfc5280Extensions, id.netscapeCertType],
  notAfter: 'inclusive',
}

/**
 * What CERT_NewTempCertificate and a database do not take in: seen on 3.87.1. Dates are decoded when they are looked at, but they must
 * have an octet (DecodeItem, lib/util/quickder.c).
 */
const notTaken: readonly Refusal[] = [
  'indefinite-length',
  'trailing-data',
  'data-after-certificate',
  { code: 'field-malformed', ownFields: true },
  { code: 'time-malformed', emptyDate: true },
]

const shared = {
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: notTaken,
  skips: notTaken,
  known: 'observed',
} as const

const source = read(
  'nss-dev/nss NSS_3_87_1_RTM: lib/certhigh/certvfy.c, lib/certdb/certdb.c, lib/pki/certificate.c, lib/pki/pkibase.c',
)

/** NSS's own verification, as its tools use it. */
export const nss = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'nss-tstclnt-3.87',
    title: 'NSS 3.87 (tstclnt)',
    verifier: { ...classic, errors: 'first' },
    identity: { when: 'after', dialect: hostDialect },
    texts: once(tstclntTexts),
    sources: [observed('tstclnt of NSS 3.87.1 on Debian 12, 28 cases'), source],
  },
  {
    ...shared,
    id: 'nss-vfychain-3.87',
    title: 'NSS 3.87 (vfychain)',
    verifier: classic,
    identity: { when: 'never', dialect: hostDialect },
    texts: once(vfychainTexts),
    sources: [observed('vfychain of NSS 3.87.1 on Debian 12, 28 cases and 34,000 random chains'), source],
  },
  {
    ...shared,
    id: 'nss-vfychain-3.87-libpkix',
    title: 'NSS 3.87 (vfychain -pp, libpkix)',
    verifier: libpkix,
    identity: { when: 'never', dialect: hostDialect },
    // A target without any name is told by no error of a certificate: the log is empty.
    texts: once(() => ({ ...vfychainTexts(), 'host-no-names': 'Chain is bad!' })),
    sources: [
      observed('vfychain -pp of NSS 3.87.1 on Debian 12, 28 cases and 8,500 random chains'),
      read(
        'nss-dev/nss NSS_3_87_1_RTM: lib/libpkix/pkix/{top/pkix_build,top/pkix_validate,certsel/pkix_certselector,util/pkix_tools}.c',
      ),
    ],
  },
]
