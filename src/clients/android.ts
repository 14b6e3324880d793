import type { ClientProfile, Source } from '../model/client.ts'
import type { MessageTable } from '../model/message.ts'
import type { AlgorithmPolicy, HostDialect } from '../model/policy.ts'
import type { AnchorsFirstVerifier, DepthFirstVerifier } from '../model/verifier.ts'
import { rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { documented, read, remembered } from './sources.ts'

/** OkHostnameVerifier of OkHttp, which HttpsURLConnection has on Android: no common name. Not checked on a device. */
const hostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: false,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
}

/** ChainStrengthAnalyzer: MIN_RSA_MODULUS_LEN_BITS, MIN_EC_FIELD_SIZE_BITS, SIGNATURE_ALGORITHM_OID_BLACKLIST. */
const strength: AlgorithmPolicy = {
  schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa', 'dsa'],
  refusedDigests: ['md2', 'md4', 'md5'],
  minRsaBits: 1024,
  maxRsaBits: 16_384,
  minEcBits: 160,
  curves: null,
}

/** The validator named PKIX: Bouncy Castle's, which follows RFC 5280 §6.1 step by step; the anchor is a name and a key. */
const validator: DepthFirstVerifier = {
  strategy: 'depth-first',
  keyIdentifier: 'ignored',
  onPath: [
    [
      'algorithms',
      'signature',
      'validity',
      'name-constraints',
      'policies',
      'basic-constraints',
      'path-length',
      'key-usage',
      'critical-extensions',
      'purpose',
    ],
  ],
  onAnchor: [],
  loop: 'certificate',
  budget: { depth: 20, signatures: 10_000, steps: 2_000 },
  purpose: { anyIsEnough: true, gatedIsEnough: true, issuers: 'none' },
  algorithms: strength,
  names: {
    names: 'all',
    anchor: false,
    commonNameAsDns: false,
    unsupported: 'ignore',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  notAfter: 'inclusive',
  knownExtensions: rfc5280Extensions,
}

const verifier: AnchorsFirstVerifier = {
  strategy: 'anchors-first',
  strength,
  validator,
  keeper: 'Android',
  names: validator.names,
  steps: 2_000,
  notAfter: 'inclusive',
}

const handshake = 'javax.net.ssl.SSLHandshakeException: '
const noAnchor = `${handshake}java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.`
const unacceptable = `${handshake}Unacceptable certificate: {dn}`

/** TrustManagerImpl wraps whatever the validator says into one sentence; the cause stands below it in the trace. */
const texts: MessageTable = {
  'handshake-failed': `${handshake}Chain validation failed`,
  'issuer-not-found': noAnchor,
  'path-not-found': noAnchor,
  'self-signed-target': noAnchor,
  'self-signed-in-chain': noAnchor,
  'target-key-weak': unacceptable,
  'ca-key-weak': unacceptable,
  'ca-digest-weak': unacceptable,
  'host-mismatch': 'javax.net.ssl.SSLPeerUnverifiedException: Hostname {host} not verified',
}

const conscrypt: readonly Source[] = [
  read('google/conscrypt common/src/main/java/org/conscrypt/{TrustManagerImpl,ChainStrengthAnalyzer}.java (2024)'),
  remembered('the validator is Bouncy Castle’s and follows RFC 5280 §6.1; the host name rules and their sentence are OkHttp’s'),
]

const releases = (): readonly {
  readonly release: string
  readonly versions: readonly string[]
  readonly sources: readonly Source[]
}[] => [
  {
    release: '7',
    versions: ['1.0', '1.1', '1.2'],
    sources: [...conscrypt, documented('Android 7 ships the same search: the differences between the releases were not read')],
  },
  {
    release: '10',
    versions: ['1.0', '1.1', '1.2', '1.3'],
    sources: [...conscrypt, documented('Android 10: TLS 1.3 by default')],
  },
]

/** Apps on Android with the system's trust manager (Conscrypt) and HttpsURLConnection or OkHttp. No device was run. */
export const android = (): readonly ClientProfile[] =>
  releases().map(
    ({ release, versions, sources }): ClientProfile => ({
      id: `android-${release}`,
      title: `Android ${release} (Conscrypt)`,
      hello: release === '7' ? 'tls1.2' : 'tls1.3',
      versions,
      refuses: [],
      verifier,
      identity: { when: 'after', dialect: hostDialect },
      texts: once(() => texts),
      known: release === '7' ? 'documented' : 'source',
      sources,
    }),
  )
