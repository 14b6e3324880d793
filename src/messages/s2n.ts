import { failureCodes } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { sameFor } from './wrap.ts'

/**
 * s2n_strerror for what s2n_x509_validator_verify_cert_chain and its checks end with (aws/s2n-tls: error/s2n_errno.c and
 * tls/s2n_x509_validator.c): every failure of the library beneath that has no error of its own is one.
 */
export function s2nTexts(): MessageTable {
  const untrusted = 'Certificate is untrusted'
  const ofHandshake = failureCodes.slice(0, failureCodes.indexOf('certificate-malformed') + 1)
  return {
    ...sameFor(
      untrusted,
      failureCodes.filter((code) => !ofHandshake.includes(code)),
    ),
    'handshake-failed': untrusted,
    'chain-too-long': 'The maximum certificate chain depth has been exceeded',
    'path-too-long': 'The maximum certificate chain depth has been exceeded',
    'certificate-malformed': 'Certificate is invalid',
    expired: 'Certificate has expired',
    'not-yet-valid': 'Certificate is not yet valid',
    'critical-extension-unknown': 'Unhandled critical certificate extension',
    ...sameFor('Certificate intent is invalid for the current context.', [
      'purpose-target',
      'purpose-ca',
      'key-usage-target',
      'not-a-ca',
    ]),
    ...sameFor('Certificate is not valid for the supplied hostname', [
      'host-mismatch',
      'ip-mismatch',
      'host-no-names',
      'host-in-common-name-only',
    ]),
  }
}
