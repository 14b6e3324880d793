import { failureCodes, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { sameFor } from './wrap.ts'

/** Chrome's error names (net/base/net_error_list.h), as MapPathBuilderErrorsToCertStatus and MapCertStatusToNetError pick them. */
export function chromeTexts(): MessageTable {
  return {
    'handshake-failed': 'net::ERR_SSL_PROTOCOL_ERROR',
    'handshake-version': 'net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    ...sameFor(
      'net::ERR_CERT_INVALID',
      failureCodes.filter((code) => !code.startsWith('handshake') && !code.startsWith('chain-')),
    ),
    ...sameFor('net::ERR_CERT_AUTHORITY_INVALID', [
      ...noIssuerCodes,
      'anchor-rejected',
      'signature-invalid',
      'search-budget-exceeded',
    ]),
    // TransportSecurityState::CheckCTRequirements (net/http/transport_security_state.cc) is asked once the chain was accepted.
    distrusted:
      '{?unlogged}net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED{/unlogged}{!unlogged}net::ERR_CERT_AUTHORITY_INVALID{/unlogged}',
    ...sameFor('net::ERR_CERT_DATE_INVALID', ['expired', 'not-yet-valid']),
    ...sameFor('net::ERR_CERT_WEAK_KEY', ['ca-key-weak', 'target-key-weak']),
    ...sameFor('net::ERR_CERT_COMMON_NAME_INVALID', [
      'host-mismatch',
      'ip-mismatch',
      'host-in-common-name-only',
      'host-no-names',
    ]),
    'validity-too-long': 'net::ERR_CERT_VALIDITY_TOO_LONG',
  }
}

/** What the library itself notes of a path (BoringSSL, pki/common_cert_errors.cc). */
export function bsslPkiTexts(): MessageTable {
  return {
    'handshake-failed': 'Internal error',
    ...sameFor('No matching issuer found', noIssuerCodes),
    'name-chaining': 'subject does not match issuer',
    'anchor-rejected': 'Distrusted by trust store',
    'search-budget-exceeded': 'Iteration limit exceeded',
    expired: 'Time is after notAfter',
    'not-yet-valid': 'Time is before notBefore',
    'signature-invalid': 'VerifySignedData failed',
    ...sameFor('Unacceptable signature algorithm', ['signature-unsupported', 'ca-digest-weak']),
    'strict-algorithm-mismatch': 'Certificate.signatureAlgorithm != TBSCertificate.signature',
    ...sameFor('Unacceptable public key', ['ca-key-weak', 'target-key-weak']),
    'issuer-key-unreadable': "Couldn't parse SubjectPublicKeyInfo",
    'critical-extension-unknown': 'Unconsumed critical extension',
    'key-usage-cert-sign': 'keyCertSign bit is not set',
    'path-length-exceeded': 'max_path_length reached',
    'not-a-ca': '{?detail}Does not have Basic Constraints{/detail}{!detail}Basic Constraints indicates not a CA{/detail}',
    ...sameFor('Not permitted by name constraints', ['name-not-permitted', 'name-excluded', 'name-constraint-unsupported']),
    ...sameFor('The extended key usage does not include server auth', ['purpose-target', 'purpose-ca']),
    policy: '{?detail}PolicyMappings must not map anyPolicy{/detail}{!detail}No valid policy{/detail}',
  }
}
