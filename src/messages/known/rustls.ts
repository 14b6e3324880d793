import { family, type KnownText } from './known-text.ts'

/** rustls and webpki under Deno, uv, reqwest, cargo. */
export const rustlsKnown: readonly KnownText[] = family({ runtime: 'rustls', known: 'source' }, [
  [
    /invalid peer certificate(?: contents)?:(?: invalid peer certificate:)? UnknownIssuer/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
  ],
  [
    /(?<![\w.])(?:InvalidCertificate|InvalidCertificateData|BadSignature)?\(?UnknownIssuer\)/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
  ],
  [
    /invalid peer certificate: Other\(OtherError\(CaUsedAsEndEntity\)\)|(?<!\w)CaUsedAsEndEntity(?!\w)/,
    'purpose self-signed-target',
  ],
  [
    /invalid peer certificate(?: contents)?:(?: invalid peer certificate:)? (?:certificate expired|Expired|CertExpired)(?!Ctx)|certificate expired: verification time|InvalidCertificate\(Expired/,
    'expired-unspecified',
  ],
  [
    /invalid peer certificate(?: contents)?:(?: invalid peer certificate:)? (?:certificate not valid yet|NotValidYet|CertNotValidYet)|certificate not valid yet: |InvalidCertificate\(NotValidYet/,
    'not-yet-valid clock',
  ],
  [
    /invalid peer certificate(?: contents)?:(?: invalid peer certificate:)? (?:certificate not valid for name|NotValidForName|CertNotValidForName)|certificate not valid for name "|InvalidCertificate\(NotValidForName/,
    'wrong-host',
  ],
  [/(?<!\w)UnsupportedCertVersion(?!\w)/, 'not-a-ca strict-profile'],
  [/(?<!\w)UnsupportedCriticalExtension(?!\w)/, 'strict-profile'],
  [/(?<!\w)NameConstraintViolation(?!\w)/, 'name-constraint'],
  [/(?<!\w)PathLenConstraintViolated(?!\w)/, 'path-length'],
  [
    /(?<!\w)RequiredEkuNotFound(?:Context)?(?!\w)|certificate does not allow extended key usage for (?:server|client) authentication/,
    'purpose',
  ],
  [/(?<!\w)InvalidPurpose(?:Context)?(?!\w)/, 'purpose'],
  [/(?<!\w)CertRevoked(?!\w)|invalid peer certificate: Revoked|InvalidCertificate\(Revoked/, 'revoked'],
  [/(?<!\w)UnknownRevocationStatus(?!\w)|invalid peer certificate: ExpiredRevocationList/, 'revocation-unavailable'],
  [
    /(?<!\w)InvalidSignatureForPublicKey(?!\w)|invalid peer certificate: BadSignature|InvalidCertificate\(BadSignature/,
    'bad-signature same-name-authority',
  ],
  [/(?<!\w)IssuerNotCertSigner(?!\w)/, 'not-a-ca'],
  [/(?<!\w)EndEntityUsedAsCa(?!\w)/, 'not-a-ca'],
  [
    /(?:webpki|OtherError\(|invalid peer certificate: )[^\n]{0,60}BadDer(?:Time)?(?!\w)|invalid peer certificate: BadEncoding|invalid peer certificate encoding/,
    'strict-profile',
  ],
  [
    /(?:OtherError\(|webpki::?|webpki error: )(?:ExtensionValueInvalid|MalformedExtensions|MalformedDnsIdentifier|MaximumPathDepthExceeded|MaximumSignatureChecksExceeded|MaximumPathBuildCallsExceeded|TrailingData\w*)/,
    'strict-profile',
  ],
  [/UnsupportedSignatureAlgorithm(?:Context|ForPublicKey\w*)?(?!\w)/, 'weak-digest bad-signature', { names: false }],
  [/invalid peer certificate: (?:UnhandledCriticalExtension)/, 'strict-profile', { known: 'source' }],
  [/invalid peer certificate: ApplicationVerificationFailure/, 'unspecified', { known: 'source' }],
  [/invalid peer certificate: /, 'unspecified'],
  [
    /no (?:valid )?native root CA certificates found/,
    'store-missing',
    // rustls/hyper-rustls, src/config.rs.
    { known: 'source' },
  ],
  [/peer sent no certificates|NoCertificatesPresented/, 'handshake-unspecified', { known: 'source' }],
  [/presented server name type wasn't supported/, 'wrong-host', { known: 'source' }],
  [
    /peer is incompatible: [^\n]{1,80}|received corrupt message of type InvalidContentType|InvalidMessage\(InvalidContentType\)/,
    'protocol',
    { known: 'source' },
  ],
  [/invalid peer certificate signature(?: type)?$/, 'bad-signature weak-digest', { known: 'source' }],
])
