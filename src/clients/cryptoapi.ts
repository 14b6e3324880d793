import type { ClientProfile, Source } from '../model/client.ts'
import type { MessageTable } from '../model/message.ts'
import type { HostDialect } from '../model/policy.ts'
import type { ScoredVerifier } from '../model/verifier.ts'
import { extensionIds as id, rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { documented, read, remembered } from './sources.ts'

/** CERT_CHAIN_POLICY_SSL: the common name where no dNSName stands. Not checked on a real system. */
const hostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: false,
  labelsAfterWildcard: 1,
  ipInNames: false,
  stripTrailingDot: false,
}

/**
 * CertGetCertificateChain with CERT_CHAIN_POLICY_SSL. The order of the qualities is Wine's; the real one adds the
 * purposes, key identifiers and the strength of digests, and puts a trusted root before the time.
 */
const verifier: ScoredVerifier = {
  strategy: 'scored',
  qualities: ['signatures', 'complete', 'trusted', 'valid-now', 'basic-constraints', 'purpose'],
  fetcher: 'Windows',
  rootsOnDemand: true,
  aia: true,
  budget: { depth: 16, steps: 2_000 },
  algorithms: {
    schemes: ['rsa-pkcs1', 'rsa-pss', 'ecdsa'],
    refusedDigests: ['md2', 'md4', 'md5'],
    minRsaBits: 1024,
    maxRsaBits: 16_384,
    minEcBits: 0,
    curves: null,
  },
  purpose: { anyIsEnough: true, gatedIsEnough: false, issuers: 'all' },
  names: {
    names: 'all',
    anchor: true,
    commonNameAsDns: false,
    unsupported: 'fail',
    wildcardMatchesExcluded: false,
    kinds: ['dns', 'ip', 'email', 'uri', 'directory'],
  },
  knownExtensions: [
    ...rfc5280Extensions,
    id.authorityKeyIdentifier,
    id.subjectKeyIdentifier,
    id.cRLDistributionPoints,
    id.authorityInfoAccess,
  ],
  notAfter: 'inclusive',
  rank: [
    'signature-invalid',
    'self-signed-target',
    'self-signed-in-chain',
    'issuer-not-found',
    'path-not-found',
    'not-yet-valid',
    'expired',
    'not-a-ca',
    'path-length-exceeded',
    'key-usage-cert-sign',
    'name-not-permitted',
    'name-excluded',
    'critical-extension-unknown',
    'purpose-target',
    'purpose-ca',
  ],
}

const untrustedRoot =
  'A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.'
const outOfTime =
  'A required certificate is not within its validity period when verifying against the current system clock or the timestamp in the signed file.'

/** FormatMessage for the statuses of CERT_CHAIN_POLICY_SSL. */
const texts: MessageTable = {
  'handshake-failed': 'A certificate chain could not be built to a trusted root authority.',
  'issuer-not-found': 'A certificate chain could not be built to a trusted root authority.',
  'path-not-found': 'A certificate chain could not be built to a trusted root authority.',
  'self-signed-target': untrustedRoot,
  'self-signed-in-chain': untrustedRoot,
  distrusted: untrustedRoot,
  'anchor-rejected': untrustedRoot,
  expired: outOfTime,
  'not-yet-valid': outOfTime,
  'host-mismatch': "The certificate's CN name does not match the passed value.",
}

/** What Windows' own check of the server gives to programs on SChannel: Curl_sspi_strerror of curl, lib/vtls/schannel.c. */
function securityStatus(frame: string): MessageTable {
  const failed = (status: string): string => `${frame}(35) schannel: next InitializeSecurityContext failed: ${status}`
  const untrusted = `${frame}(60) schannel: SEC_E_UNTRUSTED_ROOT (0x80090325) - The certificate chain was issued by an authority that is not trusted.`
  const expired = failed('SEC_E_CERT_EXPIRED (0x80090328) - The received certificate has expired.')
  return {
    'handshake-failed': failed('SEC_E_CERT_UNKNOWN (0x80090327) - An unknown error occurred while processing the certificate.'),
    'issuer-not-found': untrusted,
    'path-not-found': untrusted,
    'self-signed-target': untrusted,
    'self-signed-in-chain': untrusted,
    distrusted: untrusted,
    'anchor-rejected': untrusted,
    expired,
    'not-yet-valid': expired,
    'host-mismatch': `${frame}(60) schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322) - The target principal name is incorrect.`,
  }
}

/** git puts libcurl's sentence behind its own, without a number. */
const gitTexts = (): MessageTable =>
  Object.fromEntries(
    Object.entries(securityStatus('')).map(([code, text]) => [
      code,
      `fatal: unable to access 'https://{host}/': ${text.replace(/^\(\d+\) /, '')}`,
    ]),
  )

/** X509ChainStatusFlags in SslStream's exception (.NET 5 and later). */
function dotnetTexts(): MessageTable {
  const chain = (flag: string): string => `The remote certificate is invalid because of errors in the certificate chain: ${flag}`
  return {
    'handshake-failed': 'The remote certificate was rejected by the provided RemoteCertificateValidationCallback.',
    'issuer-not-found': chain('PartialChain'),
    'path-not-found': chain('PartialChain'),
    'self-signed-target': chain('UntrustedRoot'),
    'self-signed-in-chain': chain('UntrustedRoot'),
    distrusted: chain('ExplicitDistrust'),
    'anchor-rejected': chain('ExplicitDistrust'),
    expired: chain('NotTimeValid'),
    'not-yet-valid': chain('NotTimeValid'),
    'signature-invalid': chain('NotSignatureValid'),
    'not-a-ca': chain('InvalidBasicConstraints'),
    'path-length-exceeded': chain('InvalidBasicConstraints'),
    'key-usage-cert-sign': chain('NotValidForUsage'),
    'purpose-target': chain('NotValidForUsage'),
    'name-not-permitted': chain('InvalidNameConstraints'),
    'critical-extension-unknown': chain('HasNotSupportedCriticalExtension'),
    'ca-digest-weak': chain('HasWeakSignature'),
    'host-mismatch': 'The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch',
  }
}

const engine: readonly Source[] = [
  read('Wine dlls/crypt32/chain.c: qualities of a chain and the order of statuses'),
  documented('Microsoft: CERT_CHAIN_POLICY_STATUS, and automatic root updates'),
  remembered('the weight of trust against time, and the host name rules'),
]

const shared = { hello: 'tls1.3', versions: ['1.2', '1.3'], refuses: [], verifier } as const

/** Programs that leave verification to Windows. No real system was run. */
export const cryptoapi = (): readonly ClientProfile[] => [
  {
    ...shared,
    id: 'schannel',
    title: 'Windows SChannel',
    identity: { when: 'after', dialect: hostDialect },
    texts: () => texts,
    known: 'memory',
    sources: [...engine, remembered('the texts')],
  },
  {
    ...shared,
    id: 'dotnet-windows',
    title: '.NET on Windows (SslStream, HttpClient)',
    identity: { when: 'after', dialect: hostDialect },
    texts: once(dotnetTexts),
    known: 'documented',
    sources: [...engine, documented('.NET: X509ChainStatusFlags, SslPolicyErrors; revocation is not asked for by default')],
  },
  {
    ...shared,
    id: 'curl-8-schannel',
    title: 'curl 8 (SChannel)',
    identity: { when: 'after', dialect: hostDialect },
    revocation: 'hard-fail',
    texts: once(() => securityStatus('curl: ')),
    known: 'documented',
    sources: [
      ...engine,
      read('curl/curl lib/vtls/schannel_verify.c (00b014b247): CERT_CHAIN_REVOCATION_CHECK_CHAIN unless no_revoke is set'),
      documented('curl --ssl-no-revoke and --ssl-revoke-best-effort; reports of its texts by users'),
    ],
  },
  {
    ...shared,
    id: 'git-2-schannel',
    title: 'Git for Windows 2 (SChannel)',
    identity: { when: 'after', dialect: hostDialect },
    revocation: 'hard-fail',
    texts: once(gitTexts),
    known: 'documented',
    sources: [...engine, documented('git-config: http.schannelCheckRevoke, true by default; libcurl verifies')],
  },
]
