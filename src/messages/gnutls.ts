import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { gnutlsErrors } from './gnutls-programs.ts'
import { ifKnown } from './own-words.ts'
import { mapTable, sameFor } from './wrap.ts'

/**
 * One bit of `gnutls_certificate_status_t` and its sentence, in the order in which
 * `gnutls_certificate_verification_status_print` (lib/cert-cred.c) puts them.
 */
interface StatusBit {
  readonly text: Template
  readonly codes: readonly FailureCode[]
}

const bits: readonly StatusBit[] = [
  {
    text: 'The certificate issuer is unknown.',
    codes: noIssuerCodes,
  },
  { text: 'The certificate issuer is not a CA.', codes: ['not-a-ca', 'version-too-old'] },
  {
    text: 'The certificate chain uses insecure algorithm.',
    codes: ['ca-digest-weak', 'ca-key-weak', 'target-key-weak', 'ec-explicit-parameters'],
  },
  {
    text: "The certificate chain violates the signer's constraints.",
    codes: [
      'key-usage-cert-sign',
      'extension-invalid',
      'path-length-exceeded',
      'name-not-permitted',
      'name-excluded',
      'name-constraint-unsupported',
      'signature-key-kind',
    ],
  },
  {
    text: 'The certificate chain does not match the intended purpose.',
    codes: ['purpose-target', 'purpose-ca'],
  },
  { text: 'The certificate chain uses not yet valid certificate.', codes: ['not-yet-valid'] },
  { text: 'The certificate chain uses expired certificate.', codes: ['expired'] },
  { text: 'The signature in the certificate is invalid.', codes: ['signature-invalid', 'issuer-key-unreadable'] },
  {
    text: 'The name in the certificate does not match the expected.',
    codes: ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names'],
  },
  {
    text: 'The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing.',
    codes: ['staple-missing'],
  },
  { text: 'The certificate contains an unknown critical extension.', codes: ['critical-extension-unknown'] },
]

const untrusted = 'The certificate is NOT trusted.'

/**
 * The status for several failures at once, in the library's order, each bit once. The library ends each sentence with a
 * space, the last one too; gnutls-cli prints it, terminals and logs lose it, so it is left out here.
 */
export function gnutlsStatus(codes: readonly FailureCode[]): string {
  const set = bits.filter((bit) => bit.codes.some((code) => codes.includes(code)))
  return ['- Status:', untrusted, ...set.map((bit) => bit.text)].join(' ')
}

/** What a status says behind the sentence of the first code: the other sentences in the library's order, each behind a space. */
export function gnutlsFurther(codes: readonly FailureCode[]): string {
  const set = bits.filter((bit) => bit.codes.some((code) => codes.includes(code)))
  return set
    .slice(1)
    .map((bit) => ` ${bit.text}`)
    .join('')
}

/** The codes that a status can stand for; `null` when the text is none. Unknown sentences in it are passed over. */
export function gnutlsCodes(status: string): readonly FailureCode[] | null {
  const rest = status.replace(/^\*\*\* PKI verification of server certificate failed\.\.\.\s*/, '').replace(/^- Status:\s*/, '')
  if (!rest.startsWith(untrusted)) return null
  return bits.filter((bit) => rest.includes(bit.text)).flatMap((bit) => bit.codes)
}

const statusTexts: MessageTable = {
  'handshake-failed': untrusted,
  // Neither a signature that is not computed nor a keyUsage that cannot be decoded has a bit of its own.
  'signature-unsupported': untrusted,
  'key-usage-empty': untrusted,
  ...Object.assign({}, ...bits.map((bit) => sameFor(`${untrusted} ${bit.text}{further}`, bit.codes))),
}

/** gnutls-cli; `further` has the sentences of what else failed. What ends the handshake is told by the line of its end, without a status. */
export function gnutlsTexts(): MessageTable {
  const fatal = '*** Fatal error:'
  return {
    ...mapTable(statusTexts, (text) => `- Status: ${text}`),
    ...mapTable(gnutlsErrors, (text) => `${fatal} ${text}`),
    'handshake-alert': ifKnown(
      'gnutlsAlert',
      `${fatal} ${gnutlsErrors['handshake-alert']}\n*** Received alert [{alertNumber}]: {gnutlsAlert}`,
      'handshake-alert',
    ),
  }
}
