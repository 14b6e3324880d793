import { type FailureCode, noIssuerCodes } from '../model/failure.ts'

/** One error of NSS: its symbol, its number, and its sentence (lib/util/SECerrs.h and lib/ssl/SSLerrs.h at 3.87). */
export interface NssError {
  readonly symbol: string
  readonly number: number
  readonly sentence: string
}

const error = (symbol: string, number: number, sentence: string): NssError => ({ symbol, number, sentence })

const expired = error('SEC_ERROR_EXPIRED_CERTIFICATE', -8181, "Peer's Certificate has expired.")
const unknownIssuer = error('SEC_ERROR_UNKNOWN_ISSUER', -8179, "Peer's Certificate issuer is not recognized.")
const untrustedIssuer = error(
  'SEC_ERROR_UNTRUSTED_ISSUER',
  -8172,
  "Peer's certificate issuer has been marked as not trusted by the user.",
)
const keyUsage = error('SEC_ERROR_INADEQUATE_KEY_USAGE', -8102, 'Certificate key usage inadequate for attempted operation.')
const disabled = error(
  'SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED',
  -8016,
  'The certificate was signed using a signature algorithm that is disabled because it is not secure.',
)
const nameSpace = error(
  'SEC_ERROR_CERT_NOT_IN_NAME_SPACE',
  -8080,
  'The Certifying Authority for this certificate is not permitted to issue a certificate with this name.',
)
const domain = error(
  'SSL_ERROR_BAD_CERT_DOMAIN',
  -12276,
  "Unable to communicate securely with peer: requested domain name does not match the server's certificate.",
)
const authority = error('SEC_ERROR_CA_CERT_INVALID', -8156, 'Issuer certificate is invalid.')
const type = error('SEC_ERROR_INADEQUATE_CERT_TYPE', -8101, 'Certificate type not approved for application.')
const encoding = error('SEC_ERROR_BAD_DER', -8183, 'security library: improperly formatted DER-encoded message.')

const unreadTime = error('SEC_ERROR_INVALID_TIME', -8184, 'Improperly formatted time string.')

/** What NSS says where two certificates of one issuer have one serial number. */
export const nssReusedSerial: NssError = error(
  'SEC_ERROR_REUSED_ISSUER_AND_SERIAL',
  -8054,
  'You are attempting to import a cert with the same issuer/serial as an existing cert, but that is not the same cert.',
)

/** What NSS says of the dates of an issuer, whichever end of them it is. */
export const nssIssuerExpired: NssError = error(
  'SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE',
  -8162,
  "The certificate issuer's certificate has expired. Check your system date and time.",
)

/** The error for each failure of a target or of a path; dates of an issuer are `nssIssuerExpired`. */
export const nssErrors: Readonly<Partial<Record<FailureCode, NssError>>> = {
  ...Object.fromEntries(noIssuerCodes.map((code) => [code, unknownIssuer])),
  'self-signed-target': untrustedIssuer,
  'self-signed-in-chain': untrustedIssuer,
  expired,
  'not-yet-valid': expired,
  'not-before-unreadable': unreadTime,
  'not-after-unreadable': unreadTime,
  'signature-invalid': error('SEC_ERROR_BAD_SIGNATURE', -8182, "Peer's certificate has an invalid signature."),
  'signature-unsupported': error('SEC_ERROR_UNRECOGNIZED_OID', -8049, 'Unrecognized Object Identifier.'),
  'ca-digest-weak': disabled,
  'ca-key-weak': disabled,
  'strict-algorithm-mismatch': error(
    'SEC_ERROR_ALGORITHM_MISMATCH',
    -8010,
    'The signature algorithm in the signature field of the certificate does not match the algorithm in its signatureAlgorithm field.',
  ),
  'critical-extension-unknown': error(
    'SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION',
    -8151,
    'Certificate contains unknown critical extension.',
  ),
  'not-a-ca': authority,
  'path-length-exceeded': error('SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID', -8155, 'Certificate path length constraint is invalid.'),
  'key-usage-cert-sign': keyUsage,
  'key-usage-target': keyUsage,
  'purpose-target': type,
  'purpose-ca': type,
  'name-not-permitted': nameSpace,
  'name-excluded': nameSpace,
  'name-constraint-unsupported': nameSpace,
  'extension-invalid': encoding,
  'issuer-key-unreadable': encoding,
  'certificate-malformed': encoding,
  'certificate-unreadable': encoding,
  'host-mismatch': domain,
  'ip-mismatch': domain,
  'host-no-names': domain,
  'host-in-common-name-only': domain,
}
