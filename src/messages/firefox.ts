import { type FailureCode, failureCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { type NssError, nssErrors, nssIssuerExpired } from './nss-errors.ts'

/** Firefox: the sentence of the error and its code, as its error page has them (nsserrors.properties). */
export function firefoxTexts(): MessageTable {
  return {
    'handshake-failed': 'Secure Connection Failed',
    ...table(({ symbol, sentence }) => `${sentence}\nError code: ${symbol}`),
  }
}

/** The last line alone, which is what people quote. */
export function firefoxCodeTexts(): MessageTable {
  return { 'handshake-failed': 'Secure Connection Failed', ...table(({ symbol }) => `Error code: ${symbol}`) }
}

type FirefoxError = Pick<NssError, 'symbol' | 'sentence'>

const error = (symbol: string, sentence: string): FirefoxError => ({ symbol, sentence })
const pkix = (name: string, sentence: string): FirefoxError => error(`MOZILLA_PKIX_ERROR_${name}`, sentence)

const weakKey = pkix(
  'INADEQUATE_KEY_SIZE',
  'The server presented a certificate with a key size that is too small to establish a secure connection.',
)
const curve = error('SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE', 'Unsupported elliptic curve.')
const keyUsage = error('SEC_ERROR_INADEQUATE_KEY_USAGE', 'Certificate key usage inadequate for attempted operation.')

/** Where mozilla::pkix has an error of its own, or another one than NSS (lib/mozpkix/include/pkix/Result.h). */
const own: Readonly<Partial<Record<FailureCode, FirefoxError>>> = {
  'self-signed-target': pkix('SELF_SIGNED_CERT', 'The certificate is not trusted because it is self-signed.'),
  'ca-as-target': pkix(
    'CA_CERT_USED_AS_END_ENTITY',
    'The server uses a certificate with a basic constraints extension identifying it as a certificate authority. For a properly-issued certificate, this should not be the case.',
  ),
  'target-key-weak': weakKey,
  'ca-key-weak': weakKey,
  'key-usage-target': keyUsage,
  'key-usage-cert-sign': keyUsage,
  'signature-unsupported': error(
    'SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED',
    'The certificate was signed using a signature algorithm that is disabled because it is not secure.',
  ),
  'issuer-key-unreadable': error('SEC_ERROR_UNSUPPORTED_KEYALG', 'Unsupported or unknown key algorithm.'),
  'ec-explicit-parameters': curve,
  'strict-algorithm-mismatch': pkix(
    'SIGNATURE_ALGORITHM_MISMATCH',
    'The signature algorithm in the signature field of the certificate does not match the algorithm in its signatureAlgorithm field.',
  ),
  'strict-issuer-empty': pkix('EMPTY_ISSUER_NAME', 'The server presented a certificate with an empty issuer distinguished name.'),
  'staple-missing': pkix('REQUIRED_TLS_FEATURE_MISSING', 'A required TLS feature is missing.'),
  'not-yet-valid': pkix('NOT_YET_VALID_CERTIFICATE', 'The server presented a certificate that is not yet valid.'),
}

const laterIssuer = pkix(
  'NOT_YET_VALID_ISSUER_CERTIFICATE',
  'A certificate that is not yet valid was used to issue the server’s certificate.',
)
const versionOne = pkix(
  'V1_CERT_USED_AS_CA',
  'An X.509 version 1 certificate that is not a trust anchor was used to issue the server’s certificate. X.509 version 1 certificates are deprecated and should not be used to sign other certificates.',
)

/** What the slot `detail` turns an error into: dates of an issuer, an issuer of version 1. */
const withDetail: Readonly<Partial<Record<FailureCode, FirefoxError>>> = {
  expired: nssIssuerExpired,
  'not-yet-valid': laterIssuer,
  'not-a-ca': versionOne,
}

/** The properties have a typographic apostrophe where NSS has a straight one. */
function table(word: (error: FirefoxError) => Template): MessageTable {
  const out: Partial<Record<FailureCode, Template>> = {}
  const worded = (of: FirefoxError): Template => word({ ...of, sentence: of.sentence.replaceAll("'", '’') })
  for (const code of failureCodes) {
    const usual = own[code] ?? nssErrors[code]
    const special = withDetail[code]
    if (usual === undefined) continue
    out[code] = special === undefined ? worded(usual) : `{?detail}${worded(special)}{/detail}{!detail}${worded(usual)}{/detail}`
  }
  // NSSCertDBTrustDomain::IsChainValid: ERROR_ISSUER_NO_LONGER_TRUSTED, CertVerifier::VerifyCertificateTransparencyPolicy; the sentences above the codes were not seen.
  const unlogged = 'MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY'
  const distrusted = 'MOZILLA_PKIX_ERROR_ISSUER_NO_LONGER_TRUSTED'
  out.distrusted = `Error code: {?unlogged}${unlogged}{/unlogged}{!unlogged}${distrusted}{/unlogged}`
  return out
}
