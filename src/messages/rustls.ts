import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { ifKnown } from './own-words.ts'
import { mapTable, sameFor, wrapTable } from './wrap.ts'

/** Releases of rustls that word things differently. */
export type RustlsRelease = '0.20' | '0.23'

/** A validity that ends before it begins has a word of its own: webpki's InvalidCertValidity, which rustls 0.23 calls Expired. */
function inverted(text: string, word: string): string {
  return `{?rustInverted}${word}{/rustInverted}{!rustInverted}${text}{/rustInverted}`
}

/** rustls as its users print it, `Error::InvalidCertificate` (rustls/src/error.rs). */
export function rustlsTexts(release: RustlsRelease): MessageTable {
  return {
    ...(release === '0.20'
      ? {
          ...wrapTable(hidden(webpkiErrors), 'invalid peer certificate contents: invalid peer certificate: {text}'),
          // Errors with a variant of their own in `Error` (`pki_error`, src/verify.rs at 0.20.8).
          ...sameFor('invalid peer certificate encoding', ['certificate-unreadable', 'certificate-malformed']),
          'signature-unsupported': 'invalid peer certificate signature type',
          'target-key-weak': 'invalid peer certificate signature',
          'ip-mismatch': "presented server name type wasn't supported",
        }
      : wrapTable(certificateErrors, 'invalid peer certificate: {text}')),
    // Display of `Error`, rustls/src/error.rs at 0.20.9 and 0.23.9. Seen on Deno 2.9.6; 0.20 was not run.
    'handshake-version': `peer is incompatible: ${release === '0.20' ? 'server does not support TLS v1.2/v1.3' : 'ServerDoesNotSupportTls12Or13'}`,
    'handshake-alert': ifKnown('rustAlert', 'received fatal alert: {rustAlert}', 'handshake-alert'),
    'chain-empty': 'peer sent no certificates',
  }
}

/**
 * Deno 2, whose error is named after the kind of I/O error. `plain`: up to 2.4.1, with a rustls that names errors without what they are
 * about; `named`: up to 2.7, where that is so of signatures that it cannot compute.
 */
export function denoTexts(words: 'plain' | 'named' | 'in-context'): MessageTable {
  const own = words === 'plain' ? withoutContext : words === 'named' ? withNamedAlgorithm : {}
  const all = { ...rustlsTexts('0.23'), ...wrapTable(own, 'invalid peer certificate: {text}') }
  return mapTable(all, (text, code) => (ofStore.includes(code) ? `${kindOfStore}: ${text}` : `InvalidData: ${text}`))
}

/** What may be told of a certificate of caCerts, whose error is a plain one (denoland/deno v2.9.5: ext/tls/lib.rs, TlsError::Rustls). */
const ofStore: readonly FailureCode[] = ['certificate-unreadable', 'certificate-malformed', 'critical-extension-unknown']
const kindOfStore = '{?rustStore}Error{/rustStore}{!rustStore}InvalidData{/rustStore}'

/** Seen on Deno 2.4.2 to 2.7.13. */
const withNamedAlgorithm: MessageTable = {
  ...sameFor('UnsupportedSignatureAlgorithm', ['ca-digest-weak', 'signature-unsupported']),
  'target-key-weak': '{?rustKey}UnsupportedSignatureAlgorithm{/rustKey}{!rustKey}BadSignature{/rustKey}',
}

/** `CertificateError` where no variant has a context: seen on Deno 2.4.0. */
const withoutContext: MessageTable = {
  expired: 'Expired',
  'not-yet-valid': inverted('NotValidYet', 'Expired'),
  ...sameFor('BadSignature', ['ca-digest-weak', 'signature-unsupported', 'target-key-weak']),
  ...sameFor('Other(OtherError(RequiredEkuNotFound))', ['purpose-target', 'purpose-ca']),
  ...sameFor('NotValidForName', ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']),
}

const other = (error: string): string => `Other(OtherError(${error}))`

/** What is not known stands as an ellipsis: which error it was, and which algorithms the build supports. */
const orEllipsis = '{?detail}{detail}{/detail}{!detail}…{/detail}'

/** Which algorithms there are, or, where there is one and the key is none for it, that of the key. */
const unsupportedAlgorithm = (signature: string): string =>
  `UnsupportedSignatureAlgorithm{?rustKey}ForPublicKeyContext{/rustKey}{!rustKey}Context{/rustKey} {{ signature_algorithm_id: [${signature}], {?rustKey}public_key_algorithm_id{/rustKey}{!rustKey}supported_algorithms{/rustKey}: [${orEllipsis}] }}`

/** The same of the signature of the handshake, whose algorithm is not known. */
const unsupportedInHandshake =
  'UnsupportedSignatureAlgorithmForPublicKeyContext {{ signature_algorithm_id: […], public_key_algorithm_id: [{detail}] }}'

/**
 * `CertificateError`'s Display and `pki_error` (rustls/src/webpki/mod.rs): errors of webpki without a variant of their
 * own there are `Other`.
 */
const certificateErrors: MessageTable = {
  'handshake-failed': other(orEllipsis),
  ...sameFor('UnknownIssuer', noIssuerCodes),
  expired: inverted(
    'certificate expired: verification time {nowUnix} (UNIX), but certificate is not valid after {notAfterUnix} ({agoSeconds} seconds ago)',
    'Expired',
  ),
  'not-yet-valid': inverted(
    'certificate not valid yet: verification time {nowUnix} (UNIX), but certificate is not valid before {notBeforeUnix} ({untilSeconds} seconds in future)',
    'Expired',
  ),
  'certificate-unreadable': 'BadEncoding',
  // Errors of the decoder that have no variant in rustls are named.
  'certificate-malformed': `{?rustReading}${other('{rustReading}')}{/rustReading}{!rustReading}BadEncoding{/rustReading}`,
  'extension-invalid': other('ExtensionValueInvalid'),
  'critical-extension-unknown': other('UnsupportedCriticalExtension'),
  'signature-invalid': 'BadSignature',
  ...sameFor(unsupportedAlgorithm('{rustAlgorithm}'), ['ca-digest-weak', 'signature-unsupported']),
  'ca-key-weak': 'BadSignature',
  // The signature is that of the handshake, whose algorithm is not told.
  'target-key-weak': `{?rustKey}${unsupportedInHandshake}{/rustKey}{!rustKey}BadSignature{/rustKey}`,
  ...sameFor(
    `{?rustEmpty}${other('EmptyEkuExtension')}{/rustEmpty}{!rustEmpty}certificate does not allow extended key usage for server authentication, allows {purposes}{/rustEmpty}`,
    ['purpose-target', 'purpose-ca'],
  ),
  'ca-as-target': other('CaUsedAsEndEntity'),
  'not-a-ca': other('EndEntityUsedAsCa'),
  'key-usage-cert-sign': other('IssuerNotCertSigner'),
  'path-length-exceeded': other('PathLenConstraintViolated'),
  ...sameFor(other('NameConstraintViolation'), ['name-not-permitted', 'name-excluded']),
  'name-constraint-unsupported': other(
    '{?rustConstraint}{rustConstraint}{/rustConstraint}{!rustConstraint}NameConstraintViolation{/rustConstraint}',
  ),
  'version-too-old': other('UnsupportedCertVersion'),
  'path-too-long': other('MaximumPathDepthExceeded'),
  'search-budget-exceeded': other(
    '{?rustBudget}{rustBudget}{/rustBudget}{!rustBudget}MaximumSignatureChecksExceeded{/rustBudget}',
  ),
  ...sameFor(
    '{?rustNames}certificate not valid for name "{host}"; certificate is only valid for {rustNames}{/rustNames}{!rustNames}certificate not valid for name "{host}"; certificate is not valid for any names (according to its subjectAltName extension){/rustNames}',
    ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names'],
  ),
}

/** What went wrong above the target has one word, whatever it was: it is marked by the slot `detail`. */
const hidden = (table: MessageTable): MessageTable =>
  mapTable(table, (template) =>
    template === 'UnknownIssuer' ? template : `{?detail}UnknownIssuer{/detail}{!detail}${template}{/detail}`,
  )

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
  'critical-extension-unknown': 'UnsupportedCriticalExtension',
  'purpose-target': 'RequiredEkuNotFound',
  'ca-as-target': 'CaUsedAsEndEntity',
  'version-too-old': 'UnsupportedCertVersion',
  'host-mismatch': 'CertNotValidForName',
  'host-in-common-name-only': 'CertNotValidForName',
  'host-no-names': 'CertNotValidForName',
}
