import type { FailureCode } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'

/** The reference profile's own sentences: the section that asks, and what it asks for. */
export function rfc5280Texts(): MessageTable {
  return Object.fromEntries(rows.map(([code, section, sentence]) => [code, `${section}: ${sentence}`]))
}

const it = 'certificate {at} ({dn})'

const rows: readonly (readonly [FailureCode, string, Template])[] = [
  ['handshake-failed', 'RFC 5280 §6.1', 'the certification path is not valid'],
  ['handshake-version', 'RFC 8446 §4.2.1', 'the server chose a version that was not offered{?version}: TLS {version}{/version}'],
  ['handshake-alert', 'RFC 8446 §6', 'the server ended the handshake with an alert: {alert}'],
  ['store-unusable', 'RFC 5280 §6.1.1 (d)', 'the trust anchors that are named cannot be read'],
  ['chain-empty', 'RFC 8446 §4.4.2', 'the server sent no certificate'],
  [
    'certificate-unreadable',
    'RFC 5280 §4.1',
    '{?at}certificate {at}{/at}{!at}a certificate that was sent{/at} cannot be decoded',
  ],
  [
    'certificate-malformed',
    'RFC 5280 §4.1',
    `{?at}certificate {at}{/at}{!at}a certificate that was sent{/at} ({dn}) is not encoded as the standard asks{?anomaly}: {anomaly}{/anomaly}{?offset} at octet {offset}{/offset}`,
  ],
  ['path-not-found', 'RFC 5280 §6.1', 'no path leads from the target certificate to a trust anchor'],
  ['issuer-not-found', 'RFC 5280 §6.1', `the issuer of ${it} is neither sent nor trusted: {issuer}`],
  [
    'issuer-of-anchor-not-found',
    'RFC 5280 §6.1.1 (d)',
    `${it} is in the store but is no trust anchor, and its issuer is not found: {issuer}`,
  ],
  ['target-unverified', 'RFC 5280 §6.1.3 (a)(1)', 'the target certificate stands alone and its signature cannot be checked'],
  ['self-signed-target', 'RFC 5280 §6.1.1 (d)', 'the target certificate is self-signed and no trust anchor'],
  ['self-signed-in-chain', 'RFC 5280 §6.1.1 (d)', `the path ends at ${it}, which is self-signed and no trust anchor`],
  ['no-anchors', 'RFC 5280 §6.1.1 (d)', 'there is no trust anchor'],
  ['path-too-long', 'RFC 5280 §6.1', 'the path is longer than the limit of the search'],
  ['search-budget-exceeded', 'RFC 4158 §2.4.2', 'the search for a path was given up at its limit'],
  ['anchor-rejected', 'RFC 5280 §6.1.1 (d)', `the store holds ${it} as not trusted`],
  ['signature-invalid', 'RFC 5280 §6.1.3 (a)(1)', `the signature of ${it} was not made by the key of its issuer`],
  ['signature-unsupported', 'RFC 5280 §6.1.3 (a)(1)', `the signature of ${it} uses an algorithm that is not supported`],
  ['signature-key-kind', 'RFC 5280 §6.1.3 (a)(1)', `the signature of ${it} is not one that the key of its issuer can make`],
  ['issuer-key-unreadable', 'RFC 5280 §6.1.4 (d)', `the key of ${it} cannot be decoded`],
  ['not-yet-valid', 'RFC 5280 §6.1.3 (a)(2)', `${it} is not valid before {notBefore}; the time is {now}`],
  ['expired', 'RFC 5280 §6.1.3 (a)(2)', `${it} was valid until {notAfter}; the time is {now}`],
  ['not-before-unreadable', 'RFC 5280 §4.1.2.5', `the date from which ${it} is valid is not in a form that is allowed`],
  ['not-after-unreadable', 'RFC 5280 §4.1.2.5', `the date until which ${it} is valid is not in a form that is allowed`],
  ['name-chaining', 'RFC 5280 §6.1.3 (a)(4)', `the issuer of ${it} is not the subject of the next certificate`],
  ['critical-extension-unknown', 'RFC 5280 §6.1.4 (o)', `${it} has a critical extension that is not processed`],
  ['extension-invalid', 'RFC 5280 §4.2', `an extension of ${it} cannot be decoded`],
  ['not-a-ca', 'RFC 5280 §6.1.4 (k)', `${it} is not a certification authority`],
  ['ca-as-target', 'RFC 5280 §4.2.1.9', 'the target certificate is a certification authority'],
  ['path-length-exceeded', 'RFC 5280 §6.1.4 (l)', `more certificates follow ${it} than its path length allows`],
  ['key-usage-cert-sign', 'RFC 5280 §6.1.4 (n)', `the key usage of ${it} does not allow signing certificates`],
  ['key-usage-target', 'RFC 5280 §4.2.1.3', 'the key usage of the target certificate does not allow a TLS server'],
  ['key-usage-empty', 'RFC 5280 §4.2.1.3', `the key usage of ${it} has no bit set`],
  ['purpose-target', 'RFC 5280 §4.2.1.12', 'the target certificate is not for TLS servers'],
  ['purpose-ca', 'RFC 5280 §4.2.1.12', `${it} does not allow certificates for TLS servers`],
  [
    'name-not-permitted',
    'RFC 5280 §6.1.3 (b)',
    `a name of ${it} is outside the names that an issuer permits{?name}: {name}{/name}`,
  ],
  ['name-excluded', 'RFC 5280 §6.1.3 (c)', `a name of ${it} is among the names that an issuer excludes{?name}: {name}{/name}`],
  ['name-constraint-unsupported', 'RFC 5280 §4.2.1.10', `a name constraint of ${it} cannot be processed`],
  [
    'policy',
    'RFC 5280 §6.1.3 (f)',
    `no policy is valid for the path at ${it}{?detail}, which maps {detail} (§6.1.4 (a)){/detail}`,
  ],
  [
    'version-too-old',
    'RFC 5280 §6.1.4 (k)',
    `${it} is of a version before 3 and cannot be shown to be a certification authority`,
  ],
  ['ec-explicit-parameters', 'RFC 5480 §2.1.1', `the key of ${it} names no curve`],
  ['target-key-weak', 'RFC 5280 §6.1.3 (a)(1)', 'the key of the target certificate is too short'],
  ['ca-key-weak', 'RFC 5280 §6.1.4 (d)', `the key of ${it} is too short`],
  ['ca-digest-weak', 'RFC 5280 §6.1.3 (a)(1)', `the signature of ${it} uses a digest that is refused`],
  [
    'host-mismatch',
    'RFC 9525 §6',
    '{?names}the target certificate is for {names}, not for {host}{/names}{!names}the target certificate names no host, so not {host}{/names}',
  ],
  [
    'ip-mismatch',
    'RFC 9525 §6.5',
    '{?ips}the target certificate is for the addresses {ips}, not for {host}{/ips}{!ips}the target certificate names no address, so not {host}{/ips}',
  ],
  ['host-in-common-name-only', 'RFC 9525 §6.3', '{host} stands in the common name alone, which is not asked'],
  ['host-no-names', 'RFC 9525 §6', 'the target certificate names no host, so not {host}'],
  ['staple-missing', 'RFC 7633 §4.2.3.1', `${it} demands a stapled OCSP response, and the server sent none`],
  ['distrusted', 'programme', `${it} is distrusted by the root programme of this client`],
  ['validity-too-long', 'programme', 'the target certificate is valid for longer than this client accepts'],
]
