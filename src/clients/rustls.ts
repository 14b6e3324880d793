import { denoTexts, rustlsTexts } from '../messages/rustls.ts'
import type { ClientProfile, Source } from '../model/client.ts'
import type { Oid } from '../model/oid.ts'
import type { AlgorithmPolicy, HostDialect } from '../model/policy.ts'
import type { MostSpecificVerifier } from '../model/verifier.ts'
import { extensionIds as id } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** webpki: dNSName and iPAddress only; a wildcard is the whole first label and two labels follow it. */
const hostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
}

const [p256, p384, p521] = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'] as const

/** rustls-webpki 0.103.13, the release in Deno 2.9.6: src/verify_cert.rs, src/cert.rs, src/subject_name. */
const webpki: MostSpecificVerifier = {
  strategy: 'most-specific',
  errors: 'most-specific',
  anchors: { critical: 'ignored', unreadable: 'left-out' },
  constraints: 'closed',
  emptyPurposes: 'named',
  budget: { depth: 6, signatures: 100, steps: 200_000, comparisons: 250_000 },
  purpose: { anyIsEnough: false, gatedIsEnough: false, issuers: 'sent' },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'ed25519'],
    refusedDigests: ['md2', 'md4', 'md5', 'sha1', 'sha224'],
    minRsaBits: 2048,
    maxRsaBits: 8192,
    minEcBits: 256,
    // aws-lc-rs.
    curves: [p256, p384, p521],
  },
  names: {
    names: 'every',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'fail',
    wildcardMatchesExcluded: true,
    kinds: ['dns', 'ip'],
  },
  notAfter: 'inclusive',
  knownExtensions: [
    id.keyUsage,
    id.subjectAltName,
    id.basicConstraints,
    id.nameConstraints,
    id.extKeyUsage,
    id.cRLDistributionPoints,
  ],
}

/** Before 0.103.6, 0.103.11 and 0.103.12: Deno 2.3.6 has 0.102.5, Deno 2.7.13 has 0.103.3. */
const webpki103: MostSpecificVerifier = {
  ...webpki,
  anchors: { ...webpki.anchors, critical: 'refused' },
  constraints: 'open',
  emptyPurposes: 'malformed',
}

/** Pairs that aws-lc-rs computes since rustls 0.23.36 (rustls/rustls#2828), and ring never did. */
const lacksSha512: AlgorithmPolicy['uncomputed'] = { [p256]: ['sha512'], [p384]: ['sha512'] }

/** An earlier webpki with some curves, and pairs that it does not compute: what Deno was built with. */
const computing = (curves: readonly Oid[], uncomputed: AlgorithmPolicy['uncomputed']): MostSpecificVerifier => ({
  ...webpki103,
  algorithms: { ...webpki.algorithms, curves, ...(uncomputed && { uncomputed }) },
})

/**
 * webpki 0.22 (rustls 0.20): briansmith/webpki 0.22.0, src/verify_cert.rs. What goes wrong above the target is told as an unknown issuer;
 * signatures are not counted. ring computes no signature with P-521.
 */
const webpki22: MostSpecificVerifier = {
  ...webpki103,
  budget: { ...webpki.budget, signatures: 1_000_000 },
  algorithms: { ...webpki.algorithms, curves: [p256, p384], uncomputed: lacksSha512 },
  knownExtensions: webpki.knownExtensions.filter((oid) => oid !== id.cRLDistributionPoints),
  errors: 'target-alone',
}

const shared = {
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: [],
  decodesFirst: 'nothing',
  verifier: webpki,
  // Behind the path, and before the signature of the handshake.
  identity: { when: 'within', dialect: hostDialect },
  known: 'observed',
} as const

/** rustls with webpki, and Deno, which is built on it. */
export const rustls = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'rustls-0.20',
    title: 'rustls 0.20 (webpki 0.22)',
    verifier: webpki22,
    texts: once(() => rustlsTexts('0.20')),
    sources: [
      observed('rustls 0.20 with webpki 0.22 on Debian 12, 28 cases'),
      read(
        'rustls/webpki 0b7cbf2 (0.22.0): src/verify_cert.rs, src/cert.rs; rustls/rustls v/0.20.8: src/verify.rs, src/error.rs',
      ),
    ],
  },
  {
    ...shared,
    id: 'rustls-0.23',
    title: 'rustls 0.23 (webpki 0.103)',
    texts: once(() => rustlsTexts('0.23')),
    sources: [
      observed(
        'rustls 0.23.45 with rustls-webpki 0.103.15, 28 cases; before 0.23.36 it computed as Deno 2.4.2 (rustls/rustls#2828)',
      ),
      read('rustls/webpki: src/verify_cert.rs, src/error.rs'),
    ],
  },
  ...denos(),
]

const webpkiSource = read('rustls/webpki: src/verify_cert.rs, src/error.rs')
const pairs = (releases: string): Source =>
  observed(`Deno ${releases}: each of P-256, P-384 and P-521 with each of SHA-256, SHA-384 and SHA-512`)

/** What Deno computes and says changed within releases: between the ones that were run no other was published. */
const denos = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'deno-2',
    title: 'Deno 2.0 (rustls, webpki)',
    verifier: computing([p256, p384], lacksSha512),
    texts: once(() => denoTexts('plain')),
    sources: [observed('Deno 2.3.6, 420 cases; 2.0.0, 70 cases'), pairs('2.0.0, 2.2.0, 2.3.1, 2.3.4 and 2.3.6'), webpkiSource],
  },
  {
    ...shared,
    id: 'deno-2.3.7',
    title: 'Deno 2.3.7 (rustls, webpki)',
    verifier: computing([p256, p384, p521], { ...lacksSha512, [p521]: ['sha256', 'sha384'] }),
    texts: once(() => denoTexts('plain')),
    sources: [observed('Deno 2.4.0, 420 cases'), pairs('2.3.7, 2.4.0 and 2.4.1'), webpkiSource],
  },
  {
    ...shared,
    id: 'deno-2.4.2',
    title: 'Deno 2.4.2 (rustls, webpki)',
    verifier: computing([p256, p384, p521], lacksSha512),
    texts: once(() => denoTexts('named')),
    sources: [
      observed('Deno 2.7.13, 420 cases; 2.7.14 alone tells a signature that it cannot compute in more words'),
      pairs('2.4.2, 2.4.4, 2.5.0, 2.6.0, 2.7.1, 2.7.5, 2.7.10 and 2.7.12 to 2.7.14'),
      webpkiSource,
    ],
  },
  {
    ...shared,
    id: 'deno-2.8',
    title: 'Deno 2.8 (rustls, webpki)',
    texts: once(() => denoTexts('in-context')),
    sources: [observed('Deno 2.9.6, 420 cases'), pairs('2.8.0 and 2.9.0'), webpkiSource],
  },
  {
    ...shared,
    id: 'deno-2.8-cacerts',
    title: 'Deno 2.8 with authorities of one call, caCerts (rustls, webpki)',
    verifier: { ...webpki, anchors: { ...webpki.anchors, unreadable: 'none-is-used' } },
    texts: once(() => denoTexts('in-context')),
    sources: [
      observed('Deno 2.9.6, 50,000 random chains'),
      read(
        'denoland/deno v2.9.5: ext/tls/lib.rs, create_client_config; cli/lib/args.rs, get_root_cert_store, leaves such a certificate out',
      ),
      webpkiSource,
    ],
  },
]
