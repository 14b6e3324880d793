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

/** lib/vtls/gtls.c of curl 7.88: one sentence for every status; the alert's name, or the error's where it has none. */
function gtlsTexts(prefix: Template, handshakePrefix: Template): MessageTable {
  const failed = `${handshakePrefix}gnutls_handshake() failed: `
  const untrustedChain = `${prefix}server certificate verification failed. CAfile: {?path}{path}{/path}{!path}none{/path} CRLfile: none`
  return {
    'handshake-failed': untrustedChain,
    'key-usage-empty': untrustedChain,
    'signature-unsupported': untrustedChain,
    'host-mismatch': `${prefix}SSL: certificate subject name ({cn}) does not match target host name '{host}'`,
    ...mapTable(gnutlsErrors, (text) => failed + text),
    'handshake-alert': `${failed}{?gnutlsAlert}{gnutlsAlert}{/gnutlsAlert}{!gnutlsAlert}${gnutlsErrors['handshake-alert']}{/gnutlsAlert}`,
  }
}

/** curl with GnuTLS. Seen on libcurl 7.88.1 with GnuTLS 3.7.9. */
export const curlGnutlsTexts = (): MessageTable => gtlsTexts('curl: (60) ', 'curl: (35) ')

/** git with libcurl and GnuTLS. Seen on git 2.39 with libcurl 7.88.1. */
export function gitGnutlsTexts(): MessageTable {
  const git = "fatal: unable to access 'https://{host}{port}/': "
  return gtlsTexts(git, git)
}
