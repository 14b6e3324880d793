import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { sameFor } from './wrap.ts'

const outer = 'System.Security.Authentication.AuthenticationException: Authentication failed, see inner exception.'

/** SslPolicyErrors with the one X509ChainStatusFlags that MonoBtlsProvider makes of the verifier's error, and the exception. */
const chain = (flag: string): Template => `RemoteCertificateChainErrors ${flag}:${flag} | ${outer}`

/** A name that does not fit is told as an untrusted root besides, for then the chain is not looked at (MonoBtlsProvider.ValidateCertificate). */
const name: Template = `RemoteCertificateNameMismatch UntrustedRoot:UntrustedRoot | ${outer}`

const names: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']
const constraints: readonly FailureCode[] = ['name-not-permitted', 'name-excluded', 'name-constraint-unsupported']

/** SslStream of Mono with its BoringSSL: what a validation callback is given, and the exception. Seen on 6.8. */
export function monoTexts(): MessageTable {
  return {
    'handshake-failed': chain('UntrustedRoot'),
    ...sameFor(chain('PartialChain'), noIssuerCodes),
    ...sameFor(chain('NotTimeValid'), ['expired', 'not-yet-valid']),
    ...sameFor(chain('NotValidForUsage'), ['purpose-target', 'purpose-ca', 'key-usage-target']),
    ...sameFor(chain('InvalidBasicConstraints'), ['path-length-exceeded', 'not-a-ca']),
    ...sameFor(name, names),
    // An error for which it has no flag: the callback throws, and nothing else is told.
    ...sameFor(outer, constraints),
  }
}
