import type { FailureCode } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { ifKnown } from './own-words.ts'
import { mapTable, sameFor } from './wrap.ts'

/** Releases that word things differently: the alert's name in parentheses came after 17. 8 and 11 read as 17. */
export type JavaRelease = '17' | '21'

/** JSSE: `SSLHandshakeException` over sun.security.validator, provider.certpath and util.HostnameChecker. */
export function javaTexts(release: JavaRelease): MessageTable {
  return {
    ...sentences(release),
    // No alert's name in any release: what is no exception of the handshake is passed on as it is (TransportContext.fatal). Seen on 17.
    'chain-too-large':
      'javax.net.ssl.SSLProtocolException: The size of the handshake message ({size}) exceeds the maximum allowed size ({limit})',
    'chain-too-long':
      'javax.net.ssl.SSLProtocolException: The certificate chain length ({size}) exceeds the maximum allowed length ({limit})',
    // PKIXBuilderParameters refuses an empty set, and TransportContext.fatal wraps whatever is no exception of the handshake.
    'no-anchors':
      'javax.net.ssl.SSLException: Unexpected error: java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty',
    // sun.security.ssl.Alert.createSSLException: the class is the alert's. Seen on 17; 21 as that file at JDK 24.
    'handshake-alert': ifKnown(
      'javaAlert',
      `javax.net.ssl.{javaException}: ${release === '17' ? '' : '({alert}) '}{javaAlert}`,
      'handshake-alert',
    ),
  }
}

function sentences(release: JavaRelease): MessageTable {
  return mapTable(texts, (text, code) => {
    // sun.security.ssl.CertificateMessage.getCertificateAlert: the alert that is sent for the exception's reason.
    const alert =
      code === 'expired'
        ? 'certificate_expired'
        : code === 'handshake-version'
          ? 'protocol_version'
          : isBadCertificate.has(code)
            ? 'bad_certificate'
            : 'certificate_unknown'
    return `javax.net.ssl.SSLHandshakeException: ${release === '17' ? '' : `(${alert}) `}${text}`
  })
}

// NOT_YET_VALID and INVALID_SIGNATURE of CertPathValidatorException.BasicReason: seen on 21.0.12.
const isBadCertificate: ReadonlySet<string> = new Set<FailureCode>([
  'certificate-malformed',
  'chain-empty',
  'not-yet-valid',
  'signature-invalid',
])

const building =
  'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target'
const validation = 'PKIX path validation failed: '
const path = `${validation}java.security.cert.CertPathValidatorException: `
// PKIXValidator.verifyTrustAnchor; the parameter `anchor` says that the failing certificate is one.
const anchor = `${validation}sun.security.validator.ValidatorException: TrustAnchor with subject "{dn}"`
const constraints = `${path}Algorithm constraints check failed on`

// Every text: sun/security/validator/{PKIXValidator,EndEntityChecker}.java, provider/certpath/*Checker.java and
// util/HostnameChecker.java of JDK 25; the recordings of 8, 11, 17 and 21 agree where they have the case.
const texts: MessageTable = {
  'handshake-failed': building,
  // The list is of what the client was set to offer.
  'handshake-version':
    'The server selected protocol version {javaVersion} is not accepted by client preferences [{?detail}{detail}{/detail}{!detail}…{/detail}]',
  'certificate-malformed': 'Failed to parse server certificates',
  'chain-empty': 'Empty server certificate chain',
  ...sameFor(building, [
    'path-not-found',
    'issuer-not-found',
    'issuer-of-anchor-not-found',
    'target-unverified',
    'self-signed-target',
    'self-signed-in-chain',
    'path-too-long',
  ]),
  // The two ends of the validity are told apart only by the cause below: CertificateExpiredException or …NotYetValid….
  ...sameFor(`${path}validity check failed`, ['expired', 'not-yet-valid']),
  ...sameFor(`${path}signature check failed`, ['signature-invalid', 'signature-unsupported']),
  'name-chaining': `${path}subject/issuer name chaining check failed`,
  'critical-extension-unknown': `${path}unrecognized critical extension(s)`,
  'path-length-exceeded': `${path}basic constraints check failed: pathLenConstraint violated - this cert must be the last cert in the certification path`,
  'not-a-ca': `{?anchor}${anchor} is not a CA certificate{/anchor}{!anchor}${path}basic constraints check failed: this is not a CA certificate{/anchor}`,
  'version-too-old': `${path}basic constraints check failed: this is not a CA certificate`,
  'anchor-rejected': `${anchor} is not a CA certificate`,
  'key-usage-cert-sign': `{?anchor}${anchor} does not have keyCertSign bit set in KeyUsage extension{/anchor}{!anchor}${path}CA key usage check failed: keyCertSign bit is not set{/anchor}`,
  ...sameFor(`${path}name constraints check failed`, ['name-not-permitted', 'name-excluded', 'name-constraint-unsupported']),
  'ca-digest-weak': `${constraints} signature algorithm: {javaAlgorithm}`,
  ...sameFor(`${constraints} {detail} key with size of {code}bits`, ['ca-key-weak', 'target-key-weak']),
  policy: `${path}certificate policies check failed`,
  ...sameFor(
    '{?detail}{detail} does not permit use for SSL server{/detail}{!detail}Extended key usage does not permit use for TLS server authentication{/detail}',
    ['purpose-target', 'purpose-ca'],
  ),
  // AlgorithmChecker, before the checker that asks for keyCertSign.
  'key-usage-empty': `${path}incorrect KeyUsage extension bits`,
  'key-usage-target': 'KeyUsage does not allow digital signatures',
  distrusted: 'TLS Server certificate issued after {detail} and anchored by a distrusted legacy {name} root CA: {dn}',
  'host-mismatch':
    '{?inCommonName}No name matching {host} found{/inCommonName}{!inCommonName}No subject alternative DNS name matching {host} found.{/inCommonName}',
  'host-in-common-name-only': 'No subject alternative DNS name matching {host} found.',
  'host-no-names': 'No name matching {host} found',
  'ip-mismatch':
    '{?sans}No subject alternative names matching IP address {host} found{/sans}{!sans}No subject alternative names present{/sans}',
}
