import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { sameFor } from './wrap.ts'

const names: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']
const selfSigned: readonly FailureCode[] = ['self-signed-target', 'self-signed-in-chain']

/** X509ChainStatusFlags in the order of their values, in which Enum.ToString prints them, and what OpenSslX509ChainProcessor maps to each. */
const flags: readonly (readonly [flag: string, codes: readonly FailureCode[]])[] = [
  ['NotTimeValid', ['not-yet-valid', 'expired', 'not-before-unreadable', 'not-after-unreadable']],
  ['NotSignatureValid', ['signature-invalid', 'issuer-key-unreadable', 'signature-unsupported']],
  ['NotValidForUsage', ['purpose-target', 'purpose-ca', 'key-usage-target']],
  ['UntrustedRoot', selfSigned],
  ['InvalidExtension', ['extension-invalid']],
  ['InvalidBasicConstraints', ['not-a-ca', 'path-length-exceeded', 'key-usage-cert-sign']],
  ['HasNotPermittedNameConstraint', ['name-not-permitted']],
  ['HasExcludedNameConstraint', ['name-excluded']],
  ['PartialChain', noIssuerCodes.filter((code) => !selfSigned.includes(code))],
  ['ExplicitDistrust', ['anchor-rejected', 'distrusted']],
  ['HasNotSupportedCriticalExtension', ['critical-extension-unknown']],
]

/** Values for the templates out of all failures of one path. */
export function dotnetParams(codes: readonly FailureCode[]): Readonly<Record<'dotnetFlags' | 'dotnetBeside', string>> {
  const set = flags.filter(([, own]) => own.some((code) => codes.includes(code)))
  return { dotnetFlags: set.map(([flag]) => flag).join(', '), dotnetBeside: set.length === 0 ? '' : 'yes' }
}

const chain: Template = 'The remote certificate is invalid because of errors in the certificate chain: {dotnetFlags}'
const procedure = 'The remote certificate is invalid according to the validation procedure: '
const name: Template = `${procedure}RemoteCertificateNameMismatch{?dotnetBeside}, RemoteCertificateChainErrors{/dotnetBeside}`

/** SslException over OpenSslCryptographicException, as `Connect.cs` of the oracle joins them. */
const handshake = (entry: Template): Template =>
  `Authentication failed, see inner exception. ---> SSL Handshake failed with OpenSSL error - SSL_ERROR_SSL. ---> error:${entry}`
const undecoded = handshake('0A08000D:SSL routines::ASN1 lib')

/**
 * AuthenticationException of SslStream on OpenSSL 3 (dotnet/runtime: System.Net.Security, Strings.resx and SslStream.IO.cs): a name that does not fit
 * hides what the path fails for. An error that .NET has no flag for, and an extension that it cannot read, end in another exception.
 */
export function dotnetTexts(): MessageTable {
  return {
    'handshake-failed': `${procedure}RemoteCertificateChainErrors`,
    ...sameFor(
      chain,
      flags.flatMap(([, codes]) => codes),
    ),
    ...sameFor(name, names),
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
