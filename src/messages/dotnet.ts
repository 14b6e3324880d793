import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { sameFor } from './wrap.ts'

const names: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']
const selfSigned: readonly FailureCode[] = ['self-signed-target', 'self-signed-in-chain']

const weak: readonly FailureCode[] = ['ca-digest-weak', 'ca-key-weak', 'target-key-weak']

/**
 * X509ChainStatusFlags in the order of their values, in which Enum.ToString prints them, and what sets each: OpenSslX509ChainProcessor maps to
 * it, or the bit of CERT_TRUST_STATUS that has its value (ChainPal.Windows.GetChainStatusInformation.cs). A weak digest or key sets two bits
 * (Microsoft: CertGetCertificateChain, strong signature checking).
 */
const flags: readonly (readonly [flag: string, codes: readonly FailureCode[]])[] = [
  ['NotTimeValid', ['not-yet-valid', 'expired', 'not-before-unreadable', 'not-after-unreadable']],
  ['NotSignatureValid', ['signature-invalid', 'issuer-key-unreadable', 'signature-unsupported', ...weak]],
  ['NotValidForUsage', ['purpose-target', 'purpose-ca', 'key-usage-target']],
  ['UntrustedRoot', selfSigned],
  ['InvalidExtension', ['extension-invalid']],
  ['InvalidBasicConstraints', ['not-a-ca', 'path-length-exceeded', 'key-usage-cert-sign']],
  ['HasNotSupportedNameConstraint', ['name-constraint-unsupported']],
  ['HasNotPermittedNameConstraint', ['name-not-permitted']],
  ['HasExcludedNameConstraint', ['name-excluded']],
  ['PartialChain', noIssuerCodes.filter((code) => !selfSigned.includes(code))],
  ['HasWeakSignature', weak],
  ['NoIssuanceChainPolicy', ['policy']],
  ['ExplicitDistrust', ['anchor-rejected', 'distrusted']],
  ['HasNotSupportedCriticalExtension', ['critical-extension-unknown']],
]

/** Values for the templates out of all failures of one path. */
export function dotnetParams(
  codes: readonly FailureCode[],
): Readonly<Record<'dotnetFlags' | 'dotnetWindowsFlags' | 'dotnetBeside', string>> {
  const printed = (all: readonly FailureCode[]): string =>
    flags.flatMap(([flag, own]) => (own.some((code) => all.includes(code)) ? [flag] : [])).join(', ')
  // Windows sets CERT_TRUST_IS_NOT_VALID_FOR_USAGE for an issuer without keyCertSign (Wine: crypt32/tests/chain.c, chain18).
  const onWindows = codes.map((code) => (code === 'key-usage-cert-sign' ? 'purpose-ca' : code))
  const dotnetFlags = printed(codes)
  return { dotnetFlags, dotnetWindowsFlags: printed(onWindows), dotnetBeside: dotnetFlags === '' ? '' : 'yes' }
}

const chain = 'The remote certificate is invalid because of errors in the certificate chain: '
const procedure = 'The remote certificate is invalid according to the validation procedure: '
const name: Template = `${procedure}RemoteCertificateNameMismatch{?dotnetBeside}, RemoteCertificateChainErrors{/dotnetBeside}`

/** AuthenticationException of SslStream (dotnet/runtime: System.Net.Security, Strings.resx and SslStream.IO.cs): a name that does not fit hides what the path fails for. */
const sslStream = (flagSlot: string): MessageTable => ({
  'handshake-failed': `${procedure}RemoteCertificateChainErrors`,
  ...sameFor(
    `${chain}{${flagSlot}}`,
    flags.flatMap(([, codes]) => codes),
  ),
  ...sameFor(name, names),
})

/**
 * SslStream of .NET 5 and later on Windows without a callback of the program's own, which would be told to have rejected it.
 * .NET Framework ends its sentence behind `procedure`.
 */
export const dotnetWindowsTexts = (): MessageTable => sslStream('dotnetWindowsFlags')

/** SslException over OpenSslCryptographicException, as `Connect.cs` of the oracle joins them. */
const handshake = (entry: Template): Template =>
  `Authentication failed, see inner exception. ---> SSL Handshake failed with OpenSSL error - SSL_ERROR_SSL. ---> error:${entry}`
const undecoded = handshake('0A08000D:SSL routines::ASN1 lib')

/** SslStream on OpenSSL 3. An error that .NET has no flag for, and an extension that it cannot read, end in another exception. */
export function dotnetTexts(): MessageTable {
  return {
    ...sslStream('dotnetFlags'),
    ...sameFor('Error occurred during a cryptographic operation.', [
      'path-too-long',
      'ec-explicit-parameters',
      'name-constraint-unsupported',
    ]),
    'certificate-unreadable': undecoded,
    'certificate-malformed': `{?longEntry}${handshake('0A000087:SSL routines::cert length mismatch')}{/longEntry}{!longEntry}${undecoded}{/longEntry}`,
    policy: 'ASN1 corrupted data. ---> The encoded length exceeds the number of bytes remaining in the input buffer.',
  }
}
