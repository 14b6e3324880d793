import { noIssuerCodes } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { sameFor, wrapTable } from './wrap.ts'

/** Releases of rustls that word things differently. */
export type RustlsRelease = '0.20' | '0.23'

/** rustls as its users print it, `Error::InvalidCertificate` (rustls/src/error.rs). */
export function rustlsTexts(release: RustlsRelease): MessageTable {
  return release === '0.20'
    ? wrapTable(webpkiErrors, 'invalid peer certificate contents: invalid peer certificate: {text}')
    : wrapTable(certificateErrors, 'invalid peer certificate: {text}')
}

/** Deno 2, whose error is named after the kind of I/O error. */
export function denoTexts(): MessageTable {
  return wrapTable(rustlsTexts('0.23'), 'InvalidData: {text}')
}

const other = (error: string): string => `Other(OtherError(${error}))`

/**
 * `CertificateError`'s Display and `pki_error` (rustls/src/webpki/mod.rs): errors of webpki without a variant of their
 * own there are `Other`.
 */
const certificateErrors: MessageTable = {
  'handshake-failed': other('{detail}'),
  ...sameFor('UnknownIssuer', noIssuerCodes),
  expired:
    'certificate expired: verification time {nowUnix} (UNIX), but certificate is not valid after {notAfterUnix} ({agoSeconds} seconds ago)',
  'not-yet-valid':
    'certificate not valid yet: verification time {nowUnix} (UNIX), but certificate is not valid before {notBeforeUnix} ({untilSeconds} seconds in future)',
  'certificate-unreadable': 'BadEncoding',
  'certificate-malformed': 'BadEncoding',
  'critical-extension-unknown': other('UnsupportedCriticalExtension'),
  'signature-invalid': 'BadSignature',
  ...sameFor('UnsupportedSignatureAlgorithmContext {{ signature_algorithm_id: {detail} }}', [
    'ca-digest-weak',
    'signature-unsupported',
  ]),
  ...sameFor('BadSignature', ['ca-key-weak', 'target-key-weak']),
  ...sameFor('certificate does not allow extended key usage for server authentication, allows {purposes}', [
    'purpose-target',
    'purpose-ca',
  ]),
  'ca-as-target': other('CaUsedAsEndEntity'),
  'not-a-ca': other('EndEntityUsedAsCa'),
  'key-usage-cert-sign': other('IssuerNotCertSigner'),
  'path-length-exceeded': other('PathLenConstraintViolated'),
  ...sameFor(other('NameConstraintViolation'), ['name-not-permitted', 'name-excluded']),
  'name-constraint-unsupported': other('NameConstraintViolation'),
  'version-too-old': other('UnsupportedCertVersion'),
  'path-too-long': other('MaximumPathDepthExceeded'),
  'search-budget-exceeded': other('MaximumSignatureChecksExceeded'),
  ...sameFor(
    '{?rustNames}certificate not valid for name "{host}"; certificate is only valid for {rustNames}{/rustNames}{!rustNames}certificate not valid for name "{host}"; certificate is not valid for any names (according to its subjectAltName extension){/rustNames}',
    ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names'],
  ),
}

/** 0.20: the Debug form of webpki 0.22's `Error`. */
const webpkiErrors: MessageTable = {
  ...sameFor('UnknownIssuer', [
    'handshake-failed',
    ...noIssuerCodes,
    // 0.22 told the last branch's error of its search, which for most faults of an issuer is this one.
    'not-a-ca',
    'path-length-exceeded',
    'name-not-permitted',
    'name-excluded',
    'signature-invalid',
    'ca-digest-weak',
    'ca-key-weak',
  ]),
  expired: 'CertExpired',
  'not-yet-valid': 'CertNotValidYet',
  'certificate-malformed': 'BadDER',
  'critical-extension-unknown': 'UnsupportedCriticalExtension',
  'signature-unsupported': 'UnsupportedSignatureAlgorithm',
  'purpose-target': 'RequiredEkuNotFound',
  'ca-as-target': 'CaUsedAsEndEntity',
  'version-too-old': 'UnsupportedCertVersion',
  'host-mismatch': 'CertNotValidForName',
  'host-in-common-name-only': 'CertNotValidForName',
  'host-no-names': 'CertNotValidForName',
}
