import { family, type KnownText, type Row } from './known-text.ts'

/** A number as programs print it: in hexadecimal, or as the signed or unsigned decimal. */
const code = (hex: string, name: string): RegExp => {
  const value = Number.parseInt(hex, 16)
  // Eight digits without a letter could be anything.
  const bare = /[A-F]/.test(hex) ? `|${hex}` : ''
  return new RegExp(`(?<!\\w)(?:0x${hex}${bare}|${value}|${value - 2 ** 32}|${name})(?!\\w)`)
}

// learn.microsoft.com: certificate and trust return values, Schannel error codes, CERT_TRUST_STATUS. `source`: mingw-w64's winerror.h, wincrypt.h,
// winhttp.h and wininet.h.
const windows: readonly Row[] = [
  [code('800B0109', 'CERT_E_UNTRUSTEDROOT'), 'unknown-issuer untrusted-root-sent self-signed-target'],
  [code('800B010A', 'CERT_E_CHAINING'), 'missing-intermediate unknown-issuer'],
  [code('800B0101', 'CERT_E_EXPIRED'), 'expired-unspecified not-yet-valid clock'],
  [code('800B0102', 'CERT_E_VALIDITYPERIODNESTING'), 'strict-profile', { known: 'source' }],
  [code('800B0103', 'CERT_E_ROLE'), 'not-a-ca', { known: 'source' }],
  [code('800B0104', 'CERT_E_PATHLENCONST'), 'path-length'],
  [code('800B0105', 'CERT_E_CRITICAL'), 'strict-profile'],
  [code('800B0106', 'CERT_E_PURPOSE'), 'purpose', { known: 'source' }],
  [code('800B0107', 'CERT_E_ISSUERCHAINING'), 'unknown-issuer missing-intermediate'],
  [code('800B0108', 'CERT_E_MALFORMED'), 'strict-profile'],
  [code('800B010B', 'TRUST_E_FAIL'), 'unspecified', { known: 'source' }],
  [code('800B010C', 'CERT_E_REVOKED'), 'revoked', { known: 'source' }],
  [code('800B010D', 'CERT_E_UNTRUSTEDTESTROOT'), 'unknown-issuer'],
  [code('800B010E', 'CERT_E_REVOCATION_FAILURE'), 'revocation-unavailable', { known: 'source' }],
  [code('800B010F', 'CERT_E_CN_NO_MATCH'), 'wrong-host', { known: 'source' }],
  [code('800B0110', 'CERT_E_WRONG_USAGE'), 'purpose'],
  [code('800B0111', 'TRUST_E_EXPLICIT_DISTRUST'), 'distrusted', { known: 'source' }],
  [code('800B0112', 'CERT_E_UNTRUSTEDCA'), 'distrusted'],
  [code('800B0113', 'CERT_E_INVALID_POLICY'), 'strict-profile'],
  [code('800B0114', 'CERT_E_INVALID_NAME'), 'name-constraint'],
  [code('80096004', 'TRUST_E_CERT_SIGNATURE'), 'bad-signature same-name-authority'],
  [code('80096019', 'TRUST_E_BASIC_CONSTRAINTS'), 'not-a-ca path-length'],
  [code('8009601E', 'TRUST_E_FINANCIAL_CRITERIA'), 'strict-profile', { known: 'source' }],
  [code('80092010', 'CRYPT_E_REVOKED'), 'revoked'],
  [code('80092012', 'CRYPT_E_NO_REVOCATION_CHECK'), 'revocation-unavailable'],
  [code('80092013', 'CRYPT_E_REVOCATION_OFFLINE'), 'revocation-unavailable'],
  [code('80090325', 'SEC_E_UNTRUSTED_ROOT'), 'unknown-issuer untrusted-root-sent self-signed-target'],
  [code('80090328', 'SEC_E_CERT_EXPIRED'), 'expired-unspecified not-yet-valid clock'],
  [code('80090322', 'SEC_E_WRONG_PRINCIPAL'), 'wrong-host'],
  [code('80090327', 'SEC_E_CERT_UNKNOWN'), 'unspecified'],
  [code('80090349', 'SEC_E_CERT_WRONG_USAGE'), 'purpose'],
  [code('80090324', 'SEC_E_TIME_SKEW'), 'clock'],
  [code('80090326', 'SEC_E_ILLEGAL_MESSAGE'), 'handshake-unspecified', { known: 'source' }],
  [code('80090331', 'SEC_E_ALGORITHM_MISMATCH'), 'protocol', { known: 'source' }],
  [code('80090320', 'SEC_E_INCOMPLETE_CREDENTIALS'), 'client-cert-required', { known: 'source' }],
  [code('8009030E', 'SEC_E_NO_CREDENTIALS'), 'client-cert-required', { known: 'source', names: false }],
  [code('80090308', 'SEC_E_INVALID_TOKEN'), 'protocol handshake-unspecified', { known: 'source', names: false }],
  [/ERROR_WINHTTP_SECURE_FAILURE|(?:WinHTTP|WinHttp\w*|error|code)[ :=(]{1,3}12175(?!\w)/, 'unspecified', { known: 'source' }],
  [
    /SEC_CERT_DATE_INVALID|(?:WinHTTP|WinINet|error|code)[ :=(]{1,3}12037(?!\w)/,
    'expired-unspecified not-yet-valid clock',
    { known: 'source' },
  ],
  [/SEC_CERT_CN_INVALID|(?:WinHTTP|WinINet|error|code)[ :=(]{1,3}12038(?!\w)/, 'wrong-host', { known: 'source' }],
  [
    /ERROR_(?:INTERNET|WINHTTP_SECURE)_INVALID_CA|(?:WinHTTP|WinINet|error|code)[ :=(]{1,3}12045(?!\w)/,
    'unknown-issuer missing-intermediate',
    { known: 'source' },
  ],
  [
    /SEC_CERT_REVOKED|ERROR_WINHTTP_SECURE_CERT_REVOKED|(?:WinHTTP|WinINet|error|code)[ :=(]{1,3}12170(?!\w)/,
    'revoked',
    { known: 'source' },
  ],
  [
    /SEC_CERT_REV_FAILED|ERROR_WINHTTP_SECURE_CERT_REV_FAILED|(?:WinHTTP|WinINet|error|code)[ :=(]{1,3}12057(?!\w)/,
    'revocation-unavailable',
    { known: 'source' },
  ],
  [
    /ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED|ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED|(?:WinHTTP|WinINet|error|code)[ :=(]{1,3}12044(?!\w)/,
    'client-cert-required',
    { known: 'source' },
  ],
  // winerror.h: WinHTTP's and WinINet's numbers as HRESULT.
  [code('80072F05', 'WININET_E_SEC_CERT_DATE_INVALID'), 'expired-unspecified not-yet-valid clock', { known: 'source' }],
  [code('80072F06', 'WININET_E_SEC_CERT_CN_INVALID'), 'wrong-host', { known: 'source' }],
  [code('80072F0C', 'WININET_E_CLIENT_AUTH_CERT_NEEDED'), 'client-cert-required', { known: 'source' }],
  [code('80072F0D', 'WININET_E_INVALID_CA'), 'unknown-issuer missing-intermediate', { known: 'source' }],
  [code('80072F19', 'WININET_E_SEC_CERT_REV_FAILED'), 'revocation-unavailable', { known: 'source' }],
  [code('80072F7D', 'WININET_E_SECURITY_CHANNEL_ERROR'), 'handshake-unspecified', { known: 'source' }],
  [code('80072F8A', 'WININET_E_SEC_CERT_REVOKED'), 'revoked', { known: 'source' }],
  [code('80072F8F', 'WININET_E_DECODING_FAILED'), 'unspecified', { known: 'source' }],
  // Edge before 2020, as pasted into public issues: projectkudu/slingshot#82, acme.sh#1371.
  ['DLG_FLAGS_INVALID_CA', 'unknown-issuer missing-intermediate'],
  ['DLG_FLAGS_SEC_CERT_CN_INVALID', 'wrong-host'],
  ['DLG_FLAGS_SEC_CERT_DATE_INVALID', 'expired-unspecified not-yet-valid clock'],
  ['CERT_TRUST_IS_NOT_TIME_VALID', 'expired-unspecified not-yet-valid clock'],
  ['CERT_TRUST_IS_REVOKED', 'revoked'],
  ['CERT_TRUST_IS_NOT_SIGNATURE_VALID', 'bad-signature same-name-authority'],
  ['CERT_TRUST_IS_NOT_VALID_FOR_USAGE', 'purpose'],
  ['CERT_TRUST_IS_UNTRUSTED_ROOT', 'unknown-issuer untrusted-root-sent self-signed-target'],
  ['CERT_TRUST_REVOCATION_STATUS_UNKNOWN', 'revocation-unavailable'],
  ['CERT_TRUST_IS_OFFLINE_REVOCATION', 'revocation-unavailable'],
  ['CERT_TRUST_IS_CYCLIC', 'unknown-issuer', { names: false }],
  ['CERT_TRUST_IS_PARTIAL_CHAIN', 'missing-intermediate unknown-issuer'],
  ['CERT_TRUST_IS_EXPLICIT_DISTRUST', 'distrusted'],
  ['CERT_TRUST_HAS_WEAK_SIGNATURE', 'weak-digest', { known: 'source' }],
  // FormatMessage of these codes, English.
  [
    /A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [
    /A certificate chain could not be built to a trusted root authority|An internal certificate chaining error has occurred/,
    'missing-intermediate unknown-issuer',
    { known: 'documented' },
  ],
  [
    /A required certificate is not within its validity period/,
    'expired-unspecified not-yet-valid clock',
    { known: 'documented' },
  ],
  [/The certificate's CN name does not match the passed value/, 'wrong-host', { known: 'documented' }],
  [/The certificate is not valid for the requested usage/, 'purpose', { known: 'documented' }],
  [/The revocation function was unable to check revocation/, 'revocation-unavailable', { known: 'documented' }],
  [/A certificate was explicitly revoked by its issuer|The certificate is revoked\./, 'revoked', { known: 'documented' }],
  [
    /The signature of the certificate (?:cannot|can not) be verified/,
    'bad-signature same-name-authority',
    { known: 'documented' },
  ],
  [/The received certificate has expired/, 'expired-unspecified not-yet-valid clock', { known: 'documented' }],
  [/An unknown error occurred while processing the certificate/, 'unspecified', { known: 'documented' }],
  [/The certificate was explicitly marked as untrusted by the user/, 'distrusted', { known: 'documented' }],
  // System log, source Schannel: the list of its events in Windows (manifest), as published.
  [
    /certificate received from the remote server (?:was issued by an untrusted certificate authority|was not issued by)/i,
    'unknown-issuer untrusted-root-sent',
    { known: 'documented', version: 'event 36882' },
  ],
  [
    /certificate received from the remote server has (?:either )?expired/i,
    'expired-unspecified not-yet-valid clock',
    { known: 'documented', version: 'event 36881' },
  ],
  [
    /certificate received from the remote server does not contain the expected name/i,
    'wrong-host',
    { known: 'documented', version: 'event 36884' },
  ],
  [/certificate received from the remote server has been revoked/i, 'revoked', { known: 'documented', version: 'event 36883' }],
  [
    /certificate received from the remote server has not validated correctly/i,
    'unspecified',
    { known: 'documented', version: 'event 36876' },
  ],
]

const number = (value: number, name: string): RegExp =>
  new RegExp(
    `(?:(?:OSStatus|SSL|Sec[A-Z]\\w{0,30}|SecureTransport|CFNetwork|kCFStream\\w{0,30}|TLS|handshake)[^\\n]{0,40}(?<![\\w-])${value}|[[(]3:${value}[)\\]]|(?<!\\w)${name})(?!\\w)`,
  )

// apple-oss-distributions/Security: base/SecBase.h, SecureTransport.h, SecFrameworkStrings.h; NSURLError.h in copies of the SDK.
const apple: readonly Row[] = [
  [
    /NSURLErrorDomain[^\n]{0,60}-1202|NSURLErrorServerCertificateUntrusted|The certificate for this server is invalid/,
    'unknown-issuer wrong-host',
    { names: false },
  ],
  [/NSURLErrorDomain[^\n]{0,60}-1201|NSURLErrorServerCertificateHasBadDate/, 'expired-unspecified not-yet-valid clock'],
  [/NSURLErrorDomain[^\n]{0,60}-1203|NSURLErrorServerCertificateHasUnknownRoot/, 'unknown-issuer untrusted-root-sent'],
  [/NSURLErrorDomain[^\n]{0,60}-1204|NSURLErrorServerCertificateNotYetValid/, 'not-yet-valid clock'],
  [/NSURLErrorDomain[^\n]{0,60}-1205|NSURLErrorClientCertificateRejected/, 'client-cert-rejected', { who: 'peer' }],
  [/NSURLErrorDomain[^\n]{0,60}-1206|NSURLErrorClientCertificateRequired/, 'client-cert-required', { who: 'peer' }],
  [
    /NSURLErrorDomain[^\n]{0,60}-1200|NSURLErrorSecureConnectionFailed|An SSL error has occurred and a secure connection to the server cannot be made/,
    'handshake-unspecified unspecified',
  ],
  [number(-67843, 'errSecNotTrusted'), 'unknown-issuer untrusted-root-sent self-signed-target'],
  [number(-67818, 'errSecCertificateExpired'), 'expired-unspecified'],
  [number(-67819, 'errSecCertificateNotValidYet'), 'not-yet-valid clock'],
  [number(-67820, 'errSecCertificateRevoked'), 'revoked'],
  [number(-67602, 'errSecHostNameMismatch'), 'wrong-host'],
  [number(-67609, 'errSecInvalidExtendedKeyUsage'), 'purpose'],
  [number(-67635, 'errSecIncompleteCertRevocationCheck'), 'revocation-unavailable'],
  [number(-25318, 'errSecCreateChainFailed'), 'missing-intermediate unknown-issuer'],
  [/errSecCertificateValidityPeriodTooLong|errSecCertificateIsCA|errSecCertificateDuplicateExtension/, 'strict-profile'],
  [number(-9807, 'errSSLXCertChainInvalid'), 'unknown-issuer missing-intermediate expired-unspecified', { names: false }],
  [number(-9808, 'errSSLBadCert'), 'strict-profile unspecified', { names: false }],
  [number(-9812, 'errSSLUnknownRootCert'), 'unknown-issuer untrusted-root-sent'],
  [number(-9813, 'errSSLNoRootCert'), 'unknown-issuer missing-intermediate'],
  [number(-9814, 'errSSLCertExpired'), 'expired-unspecified'],
  [number(-9815, 'errSSLCertNotYetValid'), 'not-yet-valid clock'],
  [number(-9843, 'errSSLHostNameMismatch'), 'wrong-host'],
  [number(-9829, 'errSSLPeerCertUnknown'), 'client-cert-rejected', { who: 'peer' }],
  [number(-9825, 'errSSLPeerBadCert'), 'client-cert-rejected', { who: 'peer' }],
  [number(-9828, 'errSSLPeerCertExpired'), 'client-cert-rejected expired-unspecified', { who: 'peer' }],
  [number(-9831, 'errSSLPeerUnknownCA'), 'client-cert-rejected unknown-issuer', { who: 'peer' }],
  [number(-9824, 'errSSLPeerHandshakeFail'), 'handshake-unspecified', { who: 'peer' }],
  [number(-9836, 'errSSLPeerProtocolVersion'), 'protocol', { who: 'peer' }],
  // `security verify-cert` (Security 61901.0.87.0.1, SecurityTool/macOS/verify_cert.c, OSX/libsecurity_keychain/lib/SecTrust.cpp): of several the first in that order.
  [/(?:Cert Verify Result: )?CSSMERR_TP_CERT_REVOKED/, 'revoked'],
  [/(?:Cert Verify Result: )?CSSMERR_APPLETP_TRUST_SETTING_DENY/, 'distrusted'],
  [/(?:Cert Verify Result: )?CSSMERR_TP_CERT_EXPIRED/, 'expired-unspecified not-yet-valid clock'],
  [
    /(?:Cert Verify Result: )?CSSMERR_TP_NOT_TRUSTED/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
  ],
  [/Cert Verify Result: Host name mismatch/, 'wrong-host'],
  [/kSecTrustResultRecoverableTrustFailure|kSecTrustResultFatalTrustFailure/, 'unspecified'],
  [/kSecTrustResultDeny/, 'distrusted'],
  [/(?<!x509: )"[^"\n]{1,200}" certificate is not trusted/, 'unknown-issuer untrusted-root-sent self-signed-target'],
  [/(?<!x509: )"[^"\n]{1,200}" certificate is expired/, 'expired-unspecified'],
  [/(?<!x509: )"[^"\n]{1,200}" certificate name does not match input/, 'wrong-host'],
  [
    /Safari can't (?:verify the identity of the website|establish a secure connection to the server)|This Connection Is Not Private/,
    'unspecified',
    { runtime: 'safari', known: 'documented' },
  ],
  [/Apple SecTrust|SecTrustEvaluateWithError/, 'unspecified'],
  // Alamofire 5, AFError.swift; TrustKit's log, as pasted in datatheorem/TrustKit#146.
  [
    /(?:Certificate|Public key) pinning failed for|TrustKit: (?:Error: SSL Pin not found|Pin validation failed) for/,
    'pin',
    { runtime: 'apple' },
  ],
  [/(?:CFNetwork SSLHandshake failed \(-98(?:0[1-6]|1[01]|[3-9]))/, 'handshake-unspecified', { known: 'documented' }],
]

/** Operating systems, by their numbers and names. */
export const platformsKnown: readonly KnownText[] = [
  ...family({ runtime: 'windows', known: 'documented' }, windows),
  ...family({ runtime: 'apple', known: 'source' }, apple),
]
