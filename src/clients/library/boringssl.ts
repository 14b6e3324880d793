import type { Refusal } from '../../model/client.ts'
import type { HostDialect } from '../../model/policy.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import { opensslHostDialect, opensslLibrary } from './openssl.ts'

/**
 * BoringSSL's crypto/x509 (google/boringssl at a0689af29, crypto/x509/{x509_vfy,v3_purp}.cc), which Chrome does not use. It was
 * forked from OpenSSL 1.0.2 and differs by: the store first at each step and no second thoughts; no security levels; name
 * constraints behind signatures and without IP addresses; whatever extension cannot be read is an error of its own.
 */
export const boringsslLibrary = (set: Partial<GreedyVerifier> = {}): GreedyVerifier => ({
  ...opensslLibrary('1.0.2u'),
  first: 'store',
  alternatePaths: false,
  endOfBuilding: 'plain',
  pathLength: 'all',
  invalid: ['extension-malformed', 'any-path-length-without-ca'],
  knownExtensions: opensslLibrary('1.0.1u').knownExtensions,
  unreadableKeys: ['ed448', 'x25519', 'x448', 'ec-explicit'],
  authorities: 'basic',
  invalidTarget: 'ends',
  stages: ['extensions', 'identity', 'signatures-and-time', 'name-constraints', 'policies'],
  ...set,
})

/** X509_check_host of BoringSSL (crypto/x509/v3_utl.cc): no partial wildcards, and the common name only without any subjectAltName. */
export const boringsslHostDialect: HostDialect = { ...opensslHostDialect, commonName: 'without-san', partialWildcards: false }

/** Seen on Bun 1.4.5 and gRPC 1.84: its reader wants DER, and RFC 5280 §4.1 for versions, extensions and dates. */
export const boringsslRefusals: readonly Refusal[] = [
  'data-after-certificate',
  { code: 'trailing-data', ownFields: true },
  { code: 'integer-not-minimal', ownFields: true },
  'version-unknown',
  'extensions-before-v3',
  'time-malformed',
  'time-without-seconds',
  'time-with-offset',
  'time-with-fraction',
]
