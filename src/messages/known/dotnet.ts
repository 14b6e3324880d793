import { family, type KnownText } from './known-text.ts'

/**
 * System.Net.Security and what runs on it; Mono; NuGet; SqlClient. Read in dotnet/runtime: Strings.resx of System.Net.Security and System.Net.Http,
 * X509ChainStatusFlags.cs. `documented`: of the .NET Framework, as Microsoft's documentation and people quote it.
 */
export const dotnetKnown: readonly KnownText[] = family({ runtime: 'dotnet', known: 'observed' }, [
  [/errors in the certificate chain: [\w, ]{0,200}PartialChain/, 'missing-intermediate unknown-issuer'],
  [/errors in the certificate chain: [\w, ]{0,200}UntrustedRoot/, 'unknown-issuer untrusted-root-sent self-signed-target'],
  [/errors in the certificate chain: [\w, ]{0,200}NotTimeValid/, 'expired-unspecified not-yet-valid', { known: 'source' }],
  [
    /errors in the certificate chain: (?!.{0,200}\bRevoked\b)[\w, ]{0,200}(?:RevocationStatusUnknown|OfflineRevocation)/,
    'revocation-unavailable',
    { known: 'observed' },
  ],
  [/errors in the certificate chain: [\w, ]{0,200}\bRevoked\b/, 'revoked', { known: 'source' }],
  [/errors in the certificate chain: [\w, ]{0,200}ExplicitDistrust/, 'distrusted', { known: 'source' }],
  [/errors in the certificate chain: [\w, ]{0,200}NotSignatureValid/, 'bad-signature', { known: 'source' }],
  [
    /errors in the certificate chain: [\w, ]{0,200}(?:InvalidNameConstraints|HasExcludedNameConstraint|HasNotPermittedNameConstraint|HasNotSupportedNameConstraint|HasNotDefinedNameConstraint)/,
    'name-constraint',
    { known: 'source' },
  ],
  [
    /errors in the certificate chain: [\w, ]{0,200}(?:HasNotSupportedCriticalExtension|InvalidExtension|InvalidPolicyConstraints|NoIssuanceChainPolicy)/,
    'strict-profile',
    { known: 'source' },
  ],
  [/errors in the certificate chain: [\w, ]{0,200}NotValidForUsage/, 'purpose', { known: 'source' }],
  [/errors in the certificate chain: [\w, ]{0,200}InvalidBasicConstraints/, 'not-a-ca path-length', { known: 'source' }],
  [/errors in the certificate chain: [\w, ]{0,200}HasWeakSignature/, 'weak-digest', { known: 'source' }],
  [/errors in the certificate chain: [\w, ]{0,200}(?:Cyclic|NotTimeNested|CtlNot\w+)/, 'strict-profile', { known: 'source' }],
  ['RemoteCertificateNameMismatch', 'wrong-host'],
  ['RemoteCertificateNotAvailable', 'handshake-unspecified', { known: 'source' }],
  [
    /RemoteCertificateChainErrors(?! \w+:|[\s\S]{0,600}(?:PartialChain|UntrustedRoot|NotTimeValid|Revo))/,
    'unspecified',
    { known: 'source' },
  ],
  [/RemoteCertificateChainErrors [^\n|]{0,200}PartialChain/, 'missing-intermediate unknown-issuer', { known: 'observed' }],
  [
    /RemoteCertificateChainErrors [^\n|]{0,200}UntrustedRoot/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'observed' },
  ],
  [/RemoteCertificateChainErrors [^\n|]{0,200}NotTimeValid/, 'expired-unspecified not-yet-valid', { known: 'observed' }],
  [/RemoteCertificateChainErrors [^\n|]{0,200}NotValidForUsage/, 'purpose', { known: 'observed' }],
  [/RemoteCertificateChainErrors [^\n|]{0,200}InvalidBasicConstraints/, 'not-a-ca path-length', { known: 'observed' }],
  [/The remote certificate is invalid according to the validation procedure(?!: Remote)/, 'unspecified', { known: 'observed' }],
  [
    /The remote certificate was rejected by (?:the provided )?RemoteCertificateValidationCallback/,
    'pin unspecified',
    { known: 'source', names: false },
  ],
  [/Could not establish trust relationship for the SSL\/TLS secure channel/, 'unspecified', { known: 'documented' }],
  [
    /The underlying connection was closed: Could not establish (?:secure channel|trust relationship)/,
    'unspecified',
    { known: 'documented' },
  ],
  // Of a server that ends the connection at the hello: one that wants TLS 1.2 of a .NET Framework that offers 1.0 (public pages).
  [
    /The underlying connection was closed: An unexpected error occurred on a send/,
    'protocol handshake-unspecified',
    { known: 'documented', names: false },
  ],
  [/Could not create SSL\/TLS secure channel/, 'protocol handshake-unspecified', { known: 'memory', names: false }],
  // What PowerShell prints of WebClient and HttpClient, and of a web command where the inner exception has no word on it.
  [/The SSL connection could not be established/, 'unspecified handshake-unspecified'],
  [/Authentication failed, see inner exception(?<=Invoke-(?:WebRequest|RestMethod) ?:[\s\S]{0,800})/, 'handshake-unspecified'],
  ['Received an unexpected EOF or 0 bytes from the transport stream', 'handshake-unspecified'],
  // An alert behind a finished handshake of TLS 1.3: seen of a server that demands a certificate.
  [
    'The decryption operation failed, see inner exception',
    'client-cert-required handshake-unspecified',
    { names: false, who: 'peer' },
  ],
  [/Cannot determine the frame size or a corrupted frame was received/, 'protocol', { known: 'source' }],
  [
    /Authentication failed because the remote party (?:sent a TLS alert|has closed the transport stream)(?!: ')/,
    'handshake-unspecified',
    { known: 'source' },
  ],
  [/The Disallowed store is not supported on this platform, but already has data/, 'store-unreadable'],
  [/\bNU3028\b/, 'unknown-issuer', { known: 'observed' }],
  [/\bNU3018\b/, 'unknown-issuer', { known: 'observed', names: false }],
  [/\bNU3037\b/, 'expired-unspecified', { known: 'observed' }],
  [
    /The certificate chain was issued by an authority that is not trusted/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented', version: 'SqlClient or Schannel' },
  ],
  [/The target principal name is incorrect/, 'wrong-host', { known: 'documented' }],
])
