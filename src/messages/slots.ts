import { constraintPatterns } from './openssl-constraint.ts'
import { opensslDecodingPattern } from './openssl-decoding.ts'

/** What a slot may hold. */
export interface SlotRule {
  /** For the reader and the writer of tables. */
  readonly what: string
  /** A regular expression without groups that capture; matches the empty text too, for a missing value renders as nothing. */
  readonly pattern: string
  /** Rendered from the clock, and from this slot's value where one is named; never taken from the parameters. */
  readonly clock?: true
  readonly from?: 'notAfterUnix' | 'notBeforeUnix'
}

// Go prints the current time with the zone's offset, and a date with its own; everything else here is UTC.
const instant = '(?:-?\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:Z|[+-]\\d\\d:\\d\\d)|always|never)?'
const zonedInstant = '(?:\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d)?'
const line = '[^\\r\\n]*?'
const word = '[^\\s\'"]*'
const number = '(?:-?\\d+|-?Infinity)?'

const rules = {
  // identity
  host: { what: 'the name or address that was asked for', pattern: word },
  ip: { what: 'the address that was asked for', pattern: word },
  port: { what: 'a colon and the port that was asked for; empty: 443, or none', pattern: '(?::\\d{1,5})?' },
  isDnsNamed: { what: 'asked about only: there when the certificate has a dNSName, be it empty', pattern: '' },
  names: { what: 'dNSNames of the certificate, separated by comma and space', pattern: line },
  ips: { what: 'iPAddresses of the certificate, separated by comma and space', pattern: line },
  inCommonName: { what: 'asked about only: there when the host was looked for in the common name at last', pattern: '' },
  sans: { what: 'subjectAltName as OpenSSL and Node print it: `DNS:a, IP Address:1.2.3.4`', pattern: line },
  pythonNames: { what: "the names as Python 3.6 prints them: `'a'` or `either of 'a', 'b'`", pattern: line },
  pythonNames27: { what: 'the same of Python 2.7', pattern: line },
  rustNames: { what: 'subjectAltName as rustls prints it: `DnsName("a") or IpAddress(1.2.3.4)`', pattern: line },
  // the certificate that the sentence is about
  cn: { what: 'its last common name', pattern: line },
  dn: { what: 'its subject, most specific part first: `CN=Root, O=Lab`', pattern: line },
  issuer: { what: 'its issuer in the same form', pattern: line },
  targetIssuer: {
    what: 'the issuer of the target as OpenSSL prints it: `CN=Root,O=Lab`; empty: not told by the failure',
    pattern: line,
  },
  at: { what: 'its index in the path, the target being 0', pattern: '\\d*' },
  notBefore: { what: 'RFC 3339', pattern: instant },
  notAfter: { what: 'RFC 3339', pattern: instant },
  goNotBefore: { what: 'with the offset with which it is written, as Go prints it; empty: it is in UTC', pattern: zonedInstant },
  goNotAfter: { what: 'the same', pattern: zonedInstant },
  notBeforeUnix: { what: 'seconds since the epoch', pattern: number },
  notAfterUnix: { what: 'seconds since the epoch', pattern: number },
  // the clock
  now: { what: 'the clock, RFC 3339', pattern: instant, clock: true },
  nowUnix: { what: 'the clock in seconds since the epoch', pattern: number, clock: true },
  agoSeconds: { what: 'seconds from notAfter to the clock', pattern: number, clock: true, from: 'notAfterUnix' },
  untilSeconds: { what: 'seconds from the clock to notBefore', pattern: number, clock: true, from: 'notBeforeUnix' },
  // set by the verifier that failed
  anchor: { what: 'asked about only: there when the certificate is the trust anchor', pattern: '' },
  building: { what: 'asked about only: there when the path was built, and not validated as it was sent', pattern: '' },
  hint: { what: 'the error of a candidate that was given up', pattern: line },
  candidate: { what: 'the name of that candidate', pattern: line },
  kind: { what: 'the kind of a name: `DNS name`, `IP address`', pattern: '[^\\r\\n"]*?' },
  name: { what: 'a name that a constraint concerns', pattern: line },
  constraint: { what: 'the constraint', pattern: line },
  issuerCn: { what: 'the last common name of its issuer', pattern: line },
  goAlgorithm: { what: 'its signature algorithm in Go', pattern: '[A-Za-z0-9-]*' },
  goVerification: {
    what: 'the error of Go for a wrong signature of its algorithm, or for one of another kind than the key',
    pattern:
      '(?:crypto/rsa: verification error|x509: (?:ECDSA|Ed25519) verification failure|x509: signature algorithm specifies an \\S+ public key, but have public key of type \\S+)?',
  },
  opensslVerification: {
    what: 'the first entry that OpenSSL 3 queues for a wrong signature of its algorithm',
    pattern: '(?:error:0200008A:rsa routines::invalid padding|error:06880006:asn1 encoding routines::EVP lib)?',
  },
  isolated: { what: 'asked about only: there when OpenSSL could not read extensions of a certificate on the way', pattern: '' },
  rsaSignature: { what: 'asked about only: there when its signature is RSA', pattern: '' },
  javaAlgorithm: { what: 'its signature algorithm in Java', pattern: '[A-Za-z0-9]*' },
  sha1: { what: 'asked about only: there when its signature uses SHA-1', pattern: '' },
  further: { what: 'further sentences of a GnuTLS status, each behind a space', pattern: '(?: The [^.\\r\\n]*\\.)*' },
  purposes: { what: 'purposes that the certificate allows, as the client words them', pattern: line },
  nssLog: { what: 'the log of a verification by NSS, line by line', pattern: '(?:[^\\r\\n]*\\n)*?[^\\r\\n]*?' },
  mbedtlsFlags: { what: 'the bits of a result of mbedTLS in hexadecimal', pattern: '[0-9a-f]*' },
  mbedtlsFurther: { what: 'further lines of a result of mbedTLS, each behind a space', pattern: '(?: [^;\\r\\n]*;)*' },
  dotnetFlags: {
    what: 'X509ChainStatusFlags of all failures as .NET prints them, parted by comma and space',
    pattern: '[A-Za-z, ]*',
  },
  dotnetWindowsFlags: { what: 'the same on Windows', pattern: '[A-Za-z, ]*' },
  dotnetBeside: { what: 'asked about only: there when a path of .NET fails beside its name', pattern: '' },
  wolfsslDecoding: {
    what: 'number and text of the error of wolfSSL for a certificate that it cannot decode',
    pattern:
      '(?:-140 ASN parsing error, invalid input|-144 ASN object id error, invalid id|-141 ASN version error, invalid number|-152 ASN signature error, mismatched oid|-198 Name Constraint error|-125 out of memory error)?',
  },
  botanExtension: {
    what: 'the status of Botan for extensions that should not be there',
    pattern:
      '(?:Encountered extension in certificate with version that does not allow it|Duplicate certificate extension encountered)?',
  },
  unlogged: { what: 'asked about only: there when what is missing is a signed certificate timestamp', pattern: '' },
  byPolicy: { what: 'how many paths were dropped for their policies', pattern: '\\d*' },
  byPurpose: { what: 'how many paths were dropped for their purposes', pattern: '\\d*' },
  // the handshake, and the decoding of what was sent
  alert: { what: "IANA's name of the alert that the server sent", pattern: line },
  alertNumber: { what: 'its number', pattern: '\\d*' },
  alertReason: { what: "the last three digits of OpenSSL's error for it", pattern: '[0-9A-F]*' },
  opensslAlert10: { what: 'its reason in OpenSSL 1.0.2', pattern: '[a-z0-9/() ]*' },
  opensslAlert11: { what: 'its reason in OpenSSL 1.1.1', pattern: '[a-z0-9/() ]*' },
  opensslAlert30: { what: 'its reason in OpenSSL 3.0 and 3.1', pattern: '[a-z0-9/() ]*' },
  opensslAlert32: { what: 'its reason in OpenSSL 3.2 and later', pattern: '[a-z0-9/() ]*' },
  curlAlert: { what: 'asked about only: there when curl has no sentence of its own for the alert', pattern: '' },
  pythonAlert: { what: 'its symbol in CPython with OpenSSL 3', pattern: '[A-Z0-9_: ]*' },
  pythonAlert11: { what: 'its symbol in CPython with OpenSSL 1.1.1', pattern: '[A-Z0-9_: ]*' },
  goAlert: { what: 'the alert in Go', pattern: '[A-Za-z0-9() ]*' },
  gnutlsAlert: { what: 'the alert in GnuTLS', pattern: '[A-Za-z0-9./() ]*' },
  javaAlert: { what: "Java's sentence for it", pattern: '[A-Za-z_: ]*' },
  javaException: { what: "the class of Java's exception for it", pattern: '[A-Za-z]*' },
  rustAlert: { what: 'the alert in rustls', pattern: '[A-Za-z0-9]*' },
  version: { what: 'the version of TLS that the server chose: `1.0`', pattern: '[\\d.]*' },
  goVersion: { what: 'the same in hexadecimal: `301`', pattern: '[0-9a-f]*' },
  javaVersion: { what: 'the same in Java: `TLS10`', pattern: '[A-Za-z0-9]*' },
  anomaly: { what: 'what the decoder found, as the model calls it', pattern: '[a-z-]*' },
  offset: { what: 'the octet of the certificate at which it was found', pattern: '\\d*' },
  size: { what: 'how many certificates or octets the server sent, as far as the client counts', pattern: '\\d*' },
  limit: { what: 'how many of them the client takes', pattern: '\\d*' },
  opensslConstraint: {
    what: 'why OpenSSL cannot check a name constraint, where that is not its kind',
    pattern: constraintPatterns.text,
  },
  opensslConstraintNumber: { what: 'the number of that', pattern: constraintPatterns.number },
  truncated: { what: 'asked about only: there when what was sent is shorter than it says', pattern: '' },
  opensslDecoding10: {
    what: 'the first entry that OpenSSL 1.0.2 queues for the anomaly, behind `error:`',
    pattern: opensslDecodingPattern('opensslDecoding10'),
  },
  opensslDecoding11: {
    what: 'the same of OpenSSL 1.1.1',
    pattern: opensslDecodingPattern('opensslDecoding11'),
  },
  opensslDecoding30: {
    what: 'the same of OpenSSL 3',
    pattern: opensslDecodingPattern('opensslDecoding30'),
  },
  opensslDecoding30Bare: {
    what: 'the same without the function',
    pattern: opensslDecodingPattern('opensslDecoding30Bare'),
  },
  unfinished: { what: 'asked about only: there when the version was offered and its signature is refused', pattern: '' },
  longEntry: { what: 'asked about only: there when what was sent is longer than the certificate in it', pattern: '' },
  longLeafEntry: { what: "asked about only: there when that is the target's", pattern: '' },
  goReading: { what: "Go's error for the anomaly", pattern: line },
  rustReading: { what: "webpki's error for the anomaly, where rustls has none", pattern: '[A-Za-z]*' },
  rustConstraint: {
    what: "webpki's error for a name or a constraint that cannot be compared",
    pattern: '(?:InvalidNetworkMaskConstraint|MalformedDnsIdentifier|MalformedNameConstraint)?',
  },
  rustBudget: {
    what: "webpki's error for a budget other than that of signatures",
    pattern: '(?:MaximumPathBuildCallsExceeded|MaximumNameConstraintComparisonsExceeded)?',
  },
  rustInverted: { what: 'asked about only: there when the validity ends before it begins', pattern: '' },
  rustEmpty: { what: 'asked about only: there when extendedKeyUsage is empty', pattern: '' },
  rustStore: { what: 'asked about only: there when it is about a certificate of the store', pattern: '' },
  rustKey: { what: 'asked about only: there when no signature can be computed with the key', pattern: '' },
  rustAlgorithm: { what: 'octets of the signature algorithm in decimal: `6, 9, 42`', pattern: '[\\d, ]*' },
  detail: { what: "what the client adds: a reason, the decoder's word", pattern: line },
  // the installation, which no verdict rests on
  line: { what: "a line number of the client's source, differs with each release", pattern: '\\d*' },
  code: { what: 'a number or symbol', pattern: '[^\\s()]*' },
  library: { what: 'the version of a library', pattern: '[\\w.]*' },
  path: { what: 'a file', pattern: line },
  peer: { what: 'the address and port of the server', pattern: '[^\\s]*' },
  text: { what: 'a whole sentence, put in when tables are composed', pattern: line },
} as const satisfies Record<string, SlotRule>

export type Slot = keyof typeof rules

/** Every slot that a template may name. */
export const slots: Readonly<Record<Slot, SlotRule>> = rules

export const isSlot = (name: string): name is Slot => Object.hasOwn(rules, name)
