import { alertWords } from '../alerts.ts'
import { alertsKnown } from './alerts.ts'
import { alone, beside, family, type KnownText, type Row } from './known-text.ts'
import { verifyResults } from './verify-results.ts'

const noIssuer = 'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target'

// What is left where a line was cut: words that nothing but a failed verification is told by.
const tails: readonly Row[] = [
  [/signed by (?:an )?unknown authority|x509: unknown authority/, `${noIssuer} store-missing`, { runtime: 'go' }],
  [/doesn't contain any IP SANs/, 'wrong-host no-san', { runtime: 'go' }],
  [/certificate relies on legacy Common Name/, 'no-san', { runtime: 'go' }],
  [/certificate is not standards compliant/, 'strict-profile', { runtime: 'apple' }],
  [/unable to verify (?:the )?first certificate|unable to verify leaf signature/, 'missing-intermediate unknown-issuer'],
  [/(?:get|find) (?:the )?(?:local )?issuer cert(?:ificate)?(?!\w)/, 'unknown-issuer missing-intermediate store-missing'],
  [/self[- ]signed cert(?:ificate)?s? in (?:the )?(?:certificate |cert )?chain/, 'untrusted-root-sent'],
  [/unsafe legacy renegotiation(?: disabled)?/, 'protocol'],
  [/valid certification path(?: to (?:the )?requested target)?|SunCertPathBuilderException/, noIssuer, { runtime: 'java' }],
  [/PKIX path(?: validation)?(?: failed)?(?! building)/, 'unspecified', { runtime: 'java' }],
  [/CertPathValidatorException/, 'unspecified', { runtime: 'java' }],
  [/trust anchor for certification path/, noIssuer, { runtime: 'android' }],
  [/trustAnchors parameter must be/, 'store-missing', { runtime: 'java' }],
  [/no subject alternative (?:DNS )?names? matching/, 'wrong-host', { runtime: 'java' }],
  [/SSLPeerUnverifiedException|SSLHandshakeException/, 'unspecified handshake-unspecified', { runtime: 'java' }],
  [/match certificate's altnames|is not in the cert's (?:altnames|list)/, 'wrong-host', { runtime: 'node' }],
  [/certificate is not valid for '|hostname '[^'\n]{0,255}' doesn't match/, 'wrong-host', { runtime: 'python' }],
  [/invalid path:? ?[^\n]{0,300}(?:cacert|ca-bundle|ca-certificates|certifi)/, 'store-missing', { runtime: 'python' }],
  [/match target host ?name|no alternative certificate subject name/, 'wrong-host', { runtime: 'curl' }],
  [/SSL certificate problem/, 'unspecified', { runtime: 'curl' }],
  [/CAfile: \S+ CRLfile:/, 'unspecified', { runtime: 'git' }],
  [/(?:have|got) a known issuer(?!\w)/, noIssuer, { runtime: 'wget' }],
  [/(?<![\w.])UnknownIssuer(?!\w)/, noIssuer, { runtime: 'rustls' }],
  [/(?<![\w.])(?:Cert)?NotValidForName(?!\w)/, 'wrong-host', { runtime: 'rustls' }],
  [/remote certificate (?:is|was) (?:invalid|rejected)/, 'unspecified', { runtime: 'dotnet' }],
  [/(?<!\w)PartialChain(?!\w)/, 'missing-intermediate unknown-issuer', { runtime: 'dotnet' }],
  [/(?<!\w)UntrustedRoot(?!\w)/, 'unknown-issuer untrusted-root-sent self-signed-target', { runtime: 'dotnet' }],
  [/(?<!\w)NotTimeValid(?!\w)/, 'expired-unspecified not-yet-valid', { runtime: 'dotnet' }],
  [/(?<!\w)(?:RevocationStatusUnknown|OfflineRevocation)(?!\w)/, 'revocation-unavailable', { runtime: 'dotnet' }],
  [/by an authority that is not trusted/, 'unknown-issuer untrusted-root-sent self-signed-target', { runtime: 'windows' }],
  [
    /in a root certificate (?:which|that) (?:is not|isn't) trusted/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { runtime: 'windows' },
  ],
  [/unable to check revocation|revocation server was offline/, 'revocation-unavailable', { runtime: 'windows' }],
  [/ERROR 2026 \(HY000\)/, 'unspecified', { runtime: 'mysql' }],
  [/SSL_ERROR_SYSCALL|SSL_do_handshake\(\) failed/, 'handshake-unspecified'],
  [/Your connection (?:is not|isn't) (?:private|secure)|Potential Security Risk Ahead/, 'unspecified'],
]

// Words of every day, known as the whole input alone, or in one that speaks of TLS.
const bare: readonly Row[] = [
  [beside('wrong version number'), 'protocol'],
  [beside('unsupported protocol'), 'protocol'],
  [beside('unexpected eof while reading'), 'handshake-unspecified'],
  [beside('handshake fail(?:ed|ure)'), 'handshake-unspecified'],
  [alone('wrong version number'), 'protocol'],
  [alone('unexpected eof while reading'), 'handshake-unspecified'],
  [alone('(?:server |peer )?certificate verif(?:y|ication) (?:failed|failure|error)'), 'unspecified'],
  [alone('failed to verify (?:the )?certificate(?:: x509)?'), 'unspecified'],
  [alone('certificate (?:is )?not trusted|certificate validation (?:failed|failure)'), 'unspecified'],
  [alone('(?:ssl|tls) certificate error|(?:invalid|bad) ssl certificate'), 'unspecified'],
  [alone('certificate expired'), 'expired-unspecified'],
]

// Numbers and names that stand for a text.
const codes: readonly Row[] = [
  [/(?<!\w)(?:SSL: )?WRONG_VERSION_NUMBER(?!\w)/, 'protocol'],
  // crypto/err: eight bits of the library, and in the last twelve the reason. 20 is SSL's until 1.1.1; 3.0 has 23 bits for the reason.
  [/error:(?:14\w{3}|0A000)086(?!\w)/, 'unspecified', { runtime: 'openssl' }],
  [/error:(?:14\w{3}|0A000)10B(?!\w)/, 'protocol', { runtime: 'openssl' }],
  // curl's exit codes: include/curl/curl.h.
  ...(
    [
      [35, 'handshake-unspecified'],
      [51, 'unspecified'],
      [60, 'unspecified'],
      [77, 'store-missing store-unreadable'],
      [91, 'revocation-unavailable'],
    ] as const
  ).map(
    ([number, causes]): Row => [
      new RegExp(
        `curl(?:-errors\\.html)?[: (]{1,3}(?:(?:for|with|returned|failed|exited|exit|error|status|code)[: ]{1,2}){1,5}${number}(?![\\d.%])|${alone(`curl:? ?\\(?${number}\\)?`).source}`,
      ),
      causes,
      { runtime: 'curl' },
    ],
  ),
  [/net_error -20[27](?!\d)/, `${noIssuer} distrusted`, { runtime: 'chrome' }],
  [/net_error -201(?!\d)/, 'expired-unspecified not-yet-valid clock', { runtime: 'chrome' }],
  [/net_error -200(?!\d)/, 'wrong-host no-san', { runtime: 'chrome' }],
  // Security's SecBase.h and SecureTransport.h.
  [alone('-67843'), 'unknown-issuer untrusted-root-sent self-signed-target', { runtime: 'apple' }],
  [alone('-67818'), 'expired-unspecified', { runtime: 'apple' }],
  [alone('-9807'), 'unknown-issuer missing-intermediate expired-unspecified', { runtime: 'apple' }],
  [alone('-98(?:12|13)'), 'unknown-issuer missing-intermediate', { runtime: 'apple' }],
  [alone('-9814'), 'expired-unspecified', { runtime: 'apple' }],
  [alone('-9843'), 'wrong-host', { runtime: 'apple' }],
  [/(?:SSL|TLS|OSStatus|error\(3:|\[3:)[^\n]{0,40}-980[1-6](?!\d)/, 'handshake-unspecified', { runtime: 'apple' }],
]

/** The same alerts where Go's `remote error:` is cut off, or its `tls:`, which came later. */
const cutAlerts: readonly KnownText[] = alertWords.flatMap(({ go }, i) => {
  const known = alertsKnown[i]
  if (go === undefined || known === undefined) return []
  const isOfCertificates = /certificate|handshake|protocol version/.test(go)
  return [
    {
      ...known,
      runtime: 'go',
      pattern: new RegExp(`(?<!\\w)(?:tls: ${isOfCertificates ? '|remote error: ' : ''})${go}(?!\\w)`, 'i'),
    },
  ]
})

/**
 * Pieces of known texts that are still unmistakable, for inputs in which no whole one stands: what people type into a search box. A piece that names no
 * cause says so, and one that could be of anything is not here.
 */
export const pieceTexts: readonly KnownText[] = [
  ...verifyResults,
  ...cutAlerts,
  ...family({ runtime: null, known: 'source' }, [...codes, ...tails, ...bare]),
]
