import type { FailureCode } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { mapTable, sameFor } from './wrap.ts'

const untrusted: readonly FailureCode[] = ['issuer-not-found', 'path-not-found', 'self-signed-target', 'self-signed-in-chain']
const unsigned: readonly FailureCode[] = [
  'signature-invalid',
  'signature-unsupported',
  'ca-digest-weak',
  'ca-key-weak',
  'target-key-weak',
]
const misused: readonly FailureCode[] = ['purpose-target', 'purpose-ca', 'key-usage-cert-sign']
const outOfTime: readonly FailureCode[] = ['expired', 'not-yet-valid']
const outOfPlace: readonly FailureCode[] = ['name-not-permitted', 'name-excluded', 'name-constraint-unsupported']
const otherName: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']

/**
 * FormatMessage for what CertVerifyCertificateChainPolicy gives with CERT_CHAIN_POLICY_SSL (Microsoft: COM error codes, security and
 * setup). A path that ends nowhere is told as an untrusted root: CERT_E_CHAINING is the base policy's word (Wine's crypt32/tests/chain.c
 * and rustls-platform-verifier's `ee_only`, both run on Windows). A weak digest or key is told as a bad signature (Microsoft:
 * CertGetCertificateChain, strong signature checking).
 */
export function cryptoapiTexts(): MessageTable {
  return {
    // The base policy's, for what the SSL policy has no word of its own. Nobody checked it.
    'handshake-failed': 'A certificate chain could not be built to a trusted root authority.',
    ...sameFor(
      'A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.',
      // That a root which the programme limits is told so is remembered.
      [...untrusted, 'distrusted'],
    ),
    'anchor-rejected': 'The certificate was explicitly marked as untrusted by the user.',
    ...sameFor('The signature of the certificate cannot be verified.', unsigned),
    ...sameFor('The certificate is not valid for the requested usage.', misused),
    ...sameFor(
      'A required certificate is not within its validity period when verifying against the current system clock or the timestamp in the signed file.',
      outOfTime,
    ),
    ...sameFor(
      'The certificate has an invalid name. The name is not included in the permitted list or is explicitly excluded.',
      outOfPlace,
    ),
    policy: 'The certificate has invalid policy.',
    ...sameFor("A certificate's basic constraint extension has not been observed.", ['not-a-ca', 'path-length-exceeded']),
    'critical-extension-unknown': "A certificate contains an unknown extension that is marked 'critical'.",
    ...sameFor("The certificate's CN name does not match the passed value.", otherName),
  }
}

/**
 * SECURITY_STATUS of SChannel in the words of libcurl (curl: lib/vtls/schannel.c, schannel_error; lib/strerror.c, Curl_sspi_strerror).
 * Which status a fault comes to was reported by users for an untrusted root, a date and a name; that all else is
 * SEC_E_CERT_UNKNOWN is remembered.
 */
function securityStatus(): MessageTable {
  const failed = (status: string): string => `(35) schannel: next InitializeSecurityContext failed: ${status}`
  return {
    'handshake-failed': failed('SEC_E_CERT_UNKNOWN (0x80090327) - An unknown error occurred while processing the certificate.'),
    ...sameFor(
      '(60) schannel: SEC_E_UNTRUSTED_ROOT (0x80090325) - The certificate chain was issued by an authority that is not trusted.',
      [...untrusted, 'distrusted', 'anchor-rejected'],
    ),
    ...sameFor(failed('SEC_E_CERT_EXPIRED (0x80090328) - The received certificate has expired.'), outOfTime),
    ...sameFor(
      '(60) schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322) - The target principal name is incorrect.',
      otherName,
    ),
  }
}

/** curl on SChannel. */
export const curlSchannelTexts = (): MessageTable => mapTable(securityStatus(), (text) => `curl: ${text}`)

/** git puts libcurl's sentence behind its own, without a number. */
export const gitSchannelTexts = (): MessageTable =>
  mapTable(securityStatus(), (text) => `fatal: unable to access 'https://{host}/': ${text.replace(/^\(\d+\) /, '')}`)
