import { firefoxTexts } from '../messages/firefox.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { seconds } from '../model/time.ts'
import type { MergedVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { documented, observed, read } from './sources.ts'

/** CheckCertHostname (lib/mozpkix/lib/pkixnames.cpp): subjectAltName only, a wildcard as the whole first label, two labels behind it. */
const hostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
}

const verifier: MergedVerifier = {
  strategy: 'merged',
  // BackCert::Init and the DER reader (pkixcert.cpp, pkixder.cpp).
  skips: [
    'indefinite-length',
    'length-not-minimal',
    'boolean-not-canonical',
    'trailing-data',
    'data-after-certificate',
    'extension-duplicate',
    'time-malformed',
  ],
  // MAX_SUBCA_COUNT, and the calls of BuildForward.
  budget: { depth: 6, steps: 200_000 },
  targetMayBeAnchor: true,
  runtimeStores: ['mozilla', 'nss', 'firefox'],
  staple: 'enforced',
  purpose: { anyIsEnough: false, gatedIsEnough: false, issuers: 'all' },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    // NSSCertDBTrustDomain::CheckSignatureDigestAlgorithm.
    refusedDigests: ['md2', 'md4', 'md5', 'sha1', 'sha224'],
    // 2048 is tried first, then 1024 (security/certverifier/CertVerifier.cpp).
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 256,
    curves: ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'],
  },
  names: {
    names: 'every',
    anchor: true,
    commonNameAsDns: true,
    unsupported: 'fail',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'directory'],
  },
  // RememberExtension: what is remembered, and policies that are only looked over.
  knownExtensions: [
    id.keyUsage,
    id.subjectAltName,
    id.basicConstraints,
    id.nameConstraints,
    id.certificatePolicies,
    id.policyConstraints,
    id.extKeyUsage,
    id.inhibitAnyPolicy,
    id.authorityInfoAccess,
    id.ocspNoCheck,
    '1.3.6.1.5.5.7.1.24',
  ],
  notAfter: 'inclusive',
}

/** Firefox, with roots that were added to its own database. */
export const firefox = (): readonly ClientProfile[] => [
  {
    id: 'firefox-153',
    title: 'Firefox 153',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    refuses: [],
    verifier,
    identity: { when: 'after', dialect: hostDialect },
    // How many, and of which logs, is not looked at.
    timestampsFrom: seconds(0),
    texts: once(firefoxTexts),
    known: 'observed',
    sources: [
      observed('Firefox ESR 153 with a fresh profile, 28 cases'),
      read('nss-dev/nss 9d75dfde: lib/mozpkix/lib/pkixbuild.cpp, pkixcheck.cpp, pkixnames.cpp'),
      read('mozilla/gecko-dev 258754e5: security/certverifier/NSSCertDBTrustDomain.cpp'),
      documented('dev-security-policy, 2025-02-04: from Firefox 135 on certificate transparency is enforced on desktops'),
    ],
  },
]
