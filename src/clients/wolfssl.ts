import { wolfsslTexts } from '../messages/wolfssl.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { KnownSignersVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** MatchDomainName and CheckForAltNames, src/internal.c: addresses are compared as text, wildcards stand anywhere in a label. */
const hostDialect: HostDialect = {
  commonName: 'without-san',
  partialWildcards: true,
  labelsAfterWildcard: 1,
  ipInNames: true,
  stripTrailingDot: false,
}

/** wolfSSL 5.5 as distributions build it (--enable-distro: OpenSSL layer, alternative chains). */
const verifier: KnownSignersVerifier = {
  strategy: 'known-signers',
  maxSent: 9,
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'ed25519', 'ed448'],
    refusedDigests: [],
    minRsaBits: 1024,
    maxRsaBits: 4096,
    minEcBits: 160,
    curves: null,
  },
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'none' },
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: true,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'email', 'directory'],
  },
  // DecodeExtensionType, wolfcrypt/src/asn.c. The key identifiers must not be critical there.
  knownExtensions: [
    id.basicConstraints,
    id.cRLDistributionPoints,
    id.authorityInfoAccess,
    id.subjectAltName,
    id.certificatePolicies,
    id.keyUsage,
    id.extKeyUsage,
    id.nameConstraints,
    id.netscapeCertType,
    id.ocspNoCheck,
    id.policyConstraints,
    id.inhibitAnyPolicy,
    '1.3.6.1.5.5.7.1.11',
  ],
  notAfter: 'inclusive',
}

/** A program on wolfSSL that asks for the name (wolfSSL_check_domain_name) and for verification. */
export const wolfssl = (): readonly ClientProfile[] => [
  {
    id: 'wolfssl-5.5',
    title: 'wolfSSL 5.5',
    hello: 'tls1.3',
    versions: ['1.1', '1.2', '1.3'],
    // The verifier decodes by itself: its numbers say what it met.
    refuses: [],
    negativePathLength: 'no-limit',
    // MAX_HANDSHAKE_SZ, src/internal.c.
    takes: { certificates: Infinity, octets: 18_459 },
    verifier,
    identity: { when: 'beside', dialect: hostDialect },
    texts: once(wolfsslTexts),
    known: 'observed',
    sources: [
      observed('wolfSSL 5.5.4 on Debian 12, 28 cases and 10,000 random chains, in a handshake with itself'),
      read('wolfSSL/wolfssl: src/internal.c, ProcessPeerCerts; wolfcrypt/src/asn.c, ParseCertRelative; 5.5.4'),
    ],
  },
]
