import { mbedtlsTexts } from '../messages/mbedtls.ts'
import type { Change, ClientProfile, Source } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { ForwardOnlyVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { atRelease } from './release.ts'
import { observed, read } from './sources.ts'

/** x509_crt_check_cn and x509_check_wildcard: a wildcard is the whole first label, and nothing is asked of what follows. */
const hostDialect: HostDialect = {
  commonName: 'without-san-extension',
  partialWildcards: false,
  labelsAfterWildcard: 1,
  ipInNames: true,
  stripTrailingDot: false,
}

/** mbedTLS 2.28 with mbedtls_x509_crt_profile_default and the shipped configuration. */
const base: ForwardOnlyVerifier = {
  strategy: 'forward-only',
  maxIntermediates: 8,
  knownDigests: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
  // mbedtls_oid_get_x509_ext_type, library/oid.c: nameConstraints is not in it.
  knownExtensions: [
    id.basicConstraints,
    id.keyUsage,
    id.extKeyUsage,
    id.subjectAltName,
    id.netscapeCertType,
    id.certificatePolicies,
  ],
  refusesInExtensions: 'empty-key-usage',
  names: {
    names: 'target',
    anchor: false,
    commonNameAsDns: false,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: [],
  },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    refusedDigests: ['md5', 'sha1'],
    minRsaBits: 2048,
    maxRsaBits: 8192,
    minEcBits: 0,
    curves: null,
  },
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'none' },
  notAfter: 'inclusive',
  // x509_crt_verify_strings, library/x509_crt.c.
  rank: [
    'expired',
    'host-mismatch',
    'ip-mismatch',
    'host-in-common-name-only',
    'host-no-names',
    'issuer-not-found',
    'self-signed-target',
    'self-signed-in-chain',
    'signature-invalid',
    'not-yet-valid',
    'key-usage-target',
    'purpose-target',
    'ca-digest-weak',
    'signature-unsupported',
    'ca-key-weak',
    'target-key-weak',
  ],
}

const changes: readonly Change<ForwardOnlyVerifier>[] = [
  {
    since: '3.0',
    set: {
      knownExtensions: [...base.knownExtensions, id.subjectKeyIdentifier, id.authorityKeyIdentifier],
      refusesInExtensions: 'odd-address',
      algorithms: { ...base.algorithms, refusedDigests: ['md5', 'sha1', 'sha224'], minEcBits: 256 },
    },
    source: read('Mbed-TLS/mbedtls: library/x509_crt.c and oid.c at 3.6.6. Not looked up which release of 3 brought which'),
  },
]

interface Release {
  readonly release: string
  readonly title: string
  readonly hello: ClientProfile['hello']
  readonly versions: readonly string[]
  readonly dialect: HostDialect
  readonly sources: readonly Source[]
}

const releases = (): readonly Release[] => [
  {
    release: '2.28',
    title: 'mbedTLS 2.28',
    hello: 'tls1.2',
    versions: ['1.0', '1.1', '1.2'],
    dialect: { ...hostDialect, ignoresAddresses: true },
    sources: [
      observed('mbedTLS 2.28.3 on Debian 12, 28 cases and 10,000 random chains'),
      read('Mbed-TLS/mbedtls: library/{x509_crt,ssl_tls,ssl_msg,oid}.c at 2.28.3'),
    ],
  },
  {
    release: '3.6',
    title: 'mbedTLS 3.6',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    dialect: hostDialect,
    sources: [
      observed('mbedTLS 3.6.6 of Debian 13, 28 cases and 10,000 random chains, without a handshake'),
      read('Mbed-TLS/mbedtls: library/{x509_crt,ssl_tls,oid}.c at 3.6.6'),
    ],
  },
]

/** A program on mbedTLS that asks for the name and demands verification (MBEDTLS_SSL_VERIFY_REQUIRED). */
export const mbedtls = (): readonly ClientProfile[] =>
  releases().map(
    ({ release, title, hello, versions, dialect, sources }): ClientProfile => ({
      id: `mbedtls-${release}`,
      title,
      hello,
      versions,
      // The verifier decodes by itself: its numbers say what it met.
      refuses: [],
      // MBEDTLS_SSL_IN_CONTENT_LEN with the header of four: ssl_msg.c, mbedtls_ssl_prepare_handshake_record.
      takes: { certificates: Infinity, octets: 16_380 },
      lacksKeys: ['ed25519', 'ed448'],
      verifier: atRelease(base, changes, release),
      identity: { when: 'beside', dialect },
      texts: once(mbedtlsTexts),
      known: 'observed',
      sources,
    }),
  )
