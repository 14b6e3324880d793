import { beside, family, type KnownText } from './known-text.ts'

/** JSSE (of OpenJDK 17, lib/modules), google/conscrypt (TrustManagerImpl.java), apache/httpcomponents-client, netty, square/okhttp. */
export const javaKnown: readonly KnownText[] = family({ runtime: 'java', known: 'observed' }, [
  [
    /(?:PKIX path building failed(?!:? (?:java\.security\.InvalidAlg|sun\.security\.validator\.Val))|unable to find valid certification path to requested target)/,
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
  ],
  [/validity check failed(?! *[\s\S]{0,4000}Not(?:After|Before):)/, 'expired-unspecified not-yet-valid'],
  [/(?:CertificateExpiredException(?:: NotAfter)?|\bNotAfter: \w{3} \w{3} \d)/, 'expired-unspecified'],
  [/(?:CertificateNotYetValidException(?:: NotBefore)?|\bNotBefore: \w{3} \w{3} \d)/, 'not-yet-valid clock'],
  [
    /(?:CertPathValidatorException|SignatureException): (?:signature check failed|Signature does not match\.?)|CertPathValidatorException: Signature length not correct/,
    'bad-signature same-name-authority',
  ],
  // What any use of an RSA key says.
  [beside('SignatureException: Signature length not correct'), 'bad-signature same-name-authority'],
  ['pathLenConstraint violated', 'path-length'],
  [/basic constraints check failed: this is not a CA certificate/, 'not-a-ca'],
  [/CA key usage check failed: keyCertSign bit is not set|does not have keyCertSign bit set/, 'not-a-ca'],
  [/TrustAnchor with subject "[^"\n]{0,300}" is not a CA certificate/, 'not-a-ca', { known: 'source' }],
  ['name constraints check failed', 'name-constraint'],
  [
    /Extended key usage does not permit use for TLS (?:server|client) authentication|does not permit use for SSL server/,
    'purpose',
  ],
  ['KeyUsage does not allow digital signatures', 'purpose', { known: 'source' }],
  [/KeyUsage does not allow key (?:encipherment|agreement)/, 'purpose', { known: 'source' }],
  ['incorrect KeyUsage extension bits', 'purpose', { known: 'source' }],
  ['unrecognized critical extension(s)', 'strict-profile', { known: 'source' }],
  ['certificate policies check failed', 'strict-profile', { known: 'source' }],
  [/No subject alternative DNS name matching \S+ found/, 'wrong-host'],
  [/No name matching \S+ found/, 'wrong-host no-san', { known: 'observed' }],
  [/No subject alternative names matching IP address \S+ found/, 'wrong-host no-san'],
  ['No subject alternative names present', 'no-san wrong-host'],
  [/Algorithm constraints check failed on (?:keysize(?: limits)?|[^\n]{0,80} key with size)/, 'weak-key', { known: 'source' }],
  [
    /Algorithm constraints check failed on (?:the )?(?:signature algorithm|disabled algorithm|(?:SHA1|MD5|MD2)\b)/,
    'weak-digest',
    { known: 'source' },
  ],
  [/TLS Server certificate issued after [^\n]{0,80} and anchored by a distrusted legacy/, 'distrusted', { known: 'observed' }],
  ['the trustAnchors parameter must be non-empty', 'store-missing', { known: 'source' }],
  [/Certificate has been revoked, reason:|CertificateRevokedException/, 'revoked', { known: 'source' }],
  [/Unable to determine revocation status|Could not determine revocation status/, 'revocation-unavailable', { known: 'source' }],
  [
    /keystore password was incorrect|Keystore was tampered with, or password was incorrect/,
    'store-unreadable',
    { known: 'source' },
  ],
  [
    /problem accessing trust store|Invalid keystore format|DerInputStream\.getLength\(\): lengthTag=\d+, too big/,
    'store-unreadable',
    { known: 'source' },
  ],
  [
    'Path does not chain with any of the trust anchors',
    'unknown-issuer missing-intermediate untrusted-root-sent self-signed-target',
    { known: 'source' },
  ],
  [/General (?:OpenSslEngine|SSLEngine) problem/, 'unspecified', { known: 'source' }],
  [
    'Trust anchor for certification path not found.',
    'unknown-issuer missing-intermediate untrusted-root-sent',
    { runtime: 'android', known: 'observed' },
  ],
  [
    /(?:Unacceptable certificate: |CertPathValidatorException: Unacceptable)/,
    'unknown-issuer',
    { runtime: 'android', known: 'source', names: false },
  ],
  [/Chain validation failed$/, 'expired-unspecified not-yet-valid clock', { runtime: 'android', known: 'source' }],
  // square/okhttp 5, CertificatePinner.kt.
  ['Certificate pinning failure!', 'pin', { known: 'source' }],
  // Of a pin-set in the network security configuration, as pasted in datatheorem/TrustKit-Android#41. Accounts have PINs of their own: the
  // exception belongs to it.
  [/(?:Certificate|SSLHandshake)Exception: Pin verification failed/, 'pin', { runtime: 'android', known: 'documented' }],
  [/Hostname \S+ not verified(?:$|:| \()/, 'wrong-host', { known: 'source' }],
  [/HTTPS hostname wrong: +should be/, 'wrong-host', { known: 'source' }],
  [
    /Certificate for <[^>\n]{1,255}> doesn't match (?:any of the subject alternative names|common name of the certificate subject)/,
    'wrong-host',
    { known: 'source' },
  ],
  [
    /The server selected protocol version \S+ is not accepted by client preferences|No appropriate protocol \(protocol is disabled|Unrecognized SSL message, plaintext connection|Unsupported or unrecognized SSL message|no cipher suites in common/,
    'protocol',
    { known: 'source' },
  ],
  ['Empty server certificate chain', 'handshake-unspecified'],
  ['Failed to parse server certificates', 'strict-profile'],
  [
    /SSLProtocolException: The (?:certificate chain length|size of the handshake message) \(\d+\) exceeds the maximum allowed/,
    'strict-profile',
  ],
  ['Remote host terminated the handshake', 'handshake-unspecified', { known: 'source' }],
  ['Remote host closed connection during handshake', 'handshake-unspecified', { known: 'source' }],
  [/SSLPeerUnverifiedException: peer not authenticated/, 'unspecified', { known: 'source' }],
  // sun.security.validator.ValidatorException, T_NO_TRUST_ANCHOR: of the simple validator.
  [
    /ValidatorException: No trusted certificate found/,
    'unknown-issuer missing-intermediate untrusted-root-sent',
    { known: 'source' },
  ],
  [/sun\.security\.validator\.ValidatorException: End user tried to act as a CA/, 'not-a-ca', { known: 'source' }],
  [/subject\/issuer name chaining check failed/, 'unknown-issuer missing-intermediate', { known: 'source' }],
])
