import { family, type KnownText } from './known-text.ts'

/** X509_V_ERR_… by number, without that beginning, parted by what they can have come from. include/openssl/x509_vfy.h of 3.0.19. */
const results: Readonly<Record<string, string>> = {
  'unknown-issuer': '2 UNABLE_TO_GET_ISSUER_CERT 55 PATH_LOOP 70 STORE_LOOKUP',
  'unknown-issuer missing-intermediate store-missing': '20 UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'unknown-issuer missing-intermediate':
    '27 CERT_UNTRUSTED 29 SUBJECT_ISSUER_MISMATCH 30 AKID_SKID_MISMATCH 31 AKID_ISSUER_SERIAL_MISMATCH',
  'missing-intermediate unknown-issuer': '21 UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'self-signed-target': '18 DEPTH_ZERO_SELF_SIGNED_CERT',
  'untrusted-root-sent': '19 SELF_SIGNED_CERT_IN_CHAIN',
  'bad-signature same-name-authority': '4 UNABLE_TO_DECRYPT_CERT_SIGNATURE 7 CERT_SIGNATURE_FAILURE',
  'weak-digest bad-signature': '76 UNSUPPORTED_SIGNATURE_ALGORITHM 77 SIGNATURE_ALGORITHM_MISMATCH',
  'not-yet-valid clock': '9 CERT_NOT_YET_VALID',
  'expired-unspecified': '10 CERT_HAS_EXPIRED',
  'revocation-unavailable':
    '3 UNABLE_TO_GET_CRL 5 UNABLE_TO_DECRYPT_CRL_SIGNATURE 8 CRL_SIGNATURE_FAILURE 11 CRL_NOT_YET_VALID 12 CRL_HAS_EXPIRED 33 UNABLE_TO_GET_CRL_ISSUER 73 OCSP_VERIFY_NEEDED 74 OCSP_VERIFY_FAILED 75 OCSP_CERT_UNKNOWN',
  revoked: '23 CERT_REVOKED',
  distrusted: '28 CERT_REJECTED',
  'path-length': '22 CERT_CHAIN_TOO_LONG 25 PATH_LENGTH_EXCEEDED',
  purpose: '26 INVALID_PURPOSE 37 INVALID_NON_CA 39 KEYUSAGE_NO_DIGITAL_SIGNATURE',
  // 24 is INVALID_CA until 1.1.1.
  'not-a-ca': '24 INVALID_CA 32 KEYUSAGE_NO_CERTSIGN 40 PROXY_CERTIFICATES_NOT_ALLOWED 79 INVALID_CA',
  'name-constraint':
    '47 PERMITTED_VIOLATION 48 EXCLUDED_VIOLATION 51 UNSUPPORTED_CONSTRAINT_TYPE 52 UNSUPPORTED_CONSTRAINT_SYNTAX 53 UNSUPPORTED_NAME_SYNTAX',
  'wrong-host': '62 HOSTNAME_MISMATCH 63 EMAIL_MISMATCH',
  'wrong-host no-san': '64 IP_ADDRESS_MISMATCH',
  pin: '65 DANE_NO_MATCH',
  'weak-key': '66 EE_KEY_TOO_SMALL 67 CA_KEY_TOO_SMALL',
  'weak-digest': '68 CA_MD_TOO_WEAK',
  ct: '71 NO_VALID_SCTS',
  'strict-profile':
    '6 UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY 13 ERROR_IN_CERT_NOT_BEFORE_FIELD 14 ERROR_IN_CERT_NOT_AFTER_FIELD 34 UNHANDLED_CRITICAL_EXTENSION 41 INVALID_EXTENSION 42 INVALID_POLICY_EXTENSION 43 NO_EXPLICIT_POLICY 78 SIGNATURE_ALGORITHM_INCONSISTENCY 80 PATHLEN_INVALID_FOR_NON_CA 85 MISSING_AUTHORITY_KEY_IDENTIFIER 86 MISSING_SUBJECT_KEY_IDENTIFIER 89 CA_BCONS_NOT_CRITICAL 92 CA_CERT_MISSING_KEY_USAGE 94 EC_KEY_EXPLICIT_PARAMS',
  unspecified: '1 UNSPECIFIED 50 APPLICATION_VERIFICATION',
}

/**
 * What OpenSSL found, by its number or its name in C, without the sentence. A number counts behind words of a verification alone, and where nothing
 * follows it that could be counted.
 */
export const verifyResults: readonly KnownText[] = Object.entries(results).flatMap(([causes, all]) => {
  const words = all.split(' ')
  const either = (from: number): string => `(?:${words.filter((_, i) => i % 2 === from).join('|')})`
  const frame =
    '(?:verify error:? ?(?:num=)?|verify return code:? ?|verify result:? ?|verif(?:y|ication) failed[:;,]? ?\\(?(?:error |code |num=)?|X509VerifyResult \\{ code: )'
  return family({ runtime: 'openssl', known: 'source' }, [
    [
      new RegExp(`(?<!\\w)X509_V_ERR_${either(1)}(?!\\w)|${frame}${either(0)}(?!\\d)(?=\\)?[:,;.]?(?: *$| X509_|, error| "))`),
      causes,
    ],
  ])
})
