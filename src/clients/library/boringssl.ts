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
