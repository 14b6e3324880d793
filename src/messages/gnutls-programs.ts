import { noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { ifKnown } from './own-words.ts'
import { mapTable, sameFor } from './wrap.ts'

/**
 * Why GnuTLS ended the handshake, in the library's words: `gnutls_strerror`. Seen with the programs below on 3.7.9. A
 * certificate that is not decoded is told alike whatever is wrong with it.
 */
export const gnutlsErrors = {
  'handshake-version': 'A packet with illegal or unsupported version was received.',
  'handshake-alert': 'A TLS fatal alert has been received.',
  'chain-empty': 'No certificate was found.',
  'key-usage-target': 'Key usage violation in certificate has been detected.',
  ...sameFor('Error in the certificate.', ['certificate-unreadable', 'certificate-malformed']),
} as const satisfies MessageTable

const quoted = '‘{host}’'
const untrusted = `ERROR: The certificate of ${quoted} is not trusted.`
const wgetLine = (text: string): Template => `${untrusted}\nERROR: The certificate of ${quoted} ${text}`

/** wget with GnuTLS, src/gnutls.c: `ssl_check_certificate` has a line for each bit that it knows; constraints have none. */
export function wgetGnutlsTexts(): MessageTable {
  return {
    'handshake-failed': untrusted,
    'key-usage-empty': untrusted,
    'signature-unsupported': untrusted,
    ...sameFor(wgetLine("doesn't have a known issuer."), ['issuer-not-found', 'path-not-found']),
    ...sameFor(wgetLine('was signed using an insecure algorithm.'), ['ca-digest-weak', 'ca-key-weak', 'target-key-weak']),
    'not-yet-valid': wgetLine('is not yet activated.'),
    expired: wgetLine('has expired.'),
    'host-mismatch': `The certificate's owner does not match hostname ${quoted}`,
    ...mapTable(gnutlsErrors, (text) => `GnuTLS: ${text}\nUnable to establish SSL connection.`),
    'handshake-alert': ifKnown(
      'gnutlsAlert',
      `GnuTLS: ${gnutlsErrors['handshake-alert']}\nGnuTLS: received alert [{alertNumber}]: {gnutlsAlert}\nUnable to establish SSL connection.`,
      'handshake-alert',
    ),
  }
}

/** Releases of libcurl that word things differently: `8.10` from 8.10.0 on (curl/curl 623b877504; 8.9 has its `hostname` already). */
export type LibcurlRelease = '7.88' | '8.10'

const files: Template = 'CAfile: {?path}{path}{/path}{!path}none{/path} CRLfile: none'

/**
 * lib/vtls/gtls.c: one sentence for every status, or for the weightiest bit that has words; for the handshake the alert's name, or the
 * error's where it has none.
 */
function gtlsTexts(release: LibcurlRelease, prefix: Template, handshakePrefix: Template): MessageTable {
  const isOld = release === '7.88'
  const failed = `${handshakePrefix}${isOld ? 'gnutls_handshake() failed' : 'GnuTLS, handshake failed'}: `
  const because = (cause: Template): Template => `${prefix}server verification failed: ${cause}. (${files})`
  const untrustedChain = isOld
    ? `${prefix}server certificate verification failed. ${files}`
    : because('certificate error, no details available')
  return {
    ...(!isOld && {
      expired: because('certificate has expired'),
      ...sameFor(because('certificate signer not trusted'), noIssuerCodes),
      ...sameFor(because('certificate uses insecure algorithm'), ['ca-digest-weak', 'ca-key-weak', 'target-key-weak']),
    }),
    'handshake-failed': untrustedChain,
    'key-usage-empty': untrustedChain,
    'signature-unsupported': untrustedChain,
    'host-mismatch': `${prefix}SSL: certificate subject name ({cn}) does not match target ${isOld ? 'host name' : 'hostname'} '{host}'`,
    ...mapTable(gnutlsErrors, (text) => failed + text),
    'handshake-alert': `${failed}{?gnutlsAlert}{gnutlsAlert}{/gnutlsAlert}{!gnutlsAlert}${gnutlsErrors['handshake-alert']}{/gnutlsAlert}`,
  }
}

/** curl with GnuTLS. Seen on libcurl 7.88.1 with GnuTLS 3.7.9. */
export const curlGnutlsTexts = (release: LibcurlRelease): MessageTable => gtlsTexts(release, 'curl: (60) ', 'curl: (35) ')

/** git with libcurl and GnuTLS. Seen on git 2.39 with libcurl 7.88.1, and on 2.47 with 8.14.1. */
export function gitGnutlsTexts(release: LibcurlRelease): MessageTable {
  const git = "fatal: unable to access 'https://{host}{port}/': "
  return gtlsTexts(release, git, git)
}
