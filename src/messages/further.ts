import { failureCodes, type FailureCode } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { curlOpensslTexts } from './curl.ts'
import { javaTexts } from './java.ts'
import { nodeHint, nodeSymbols } from './node.ts'
import { opensslFurtherTexts, opensslNumbers, opensslTexts } from './openssl.ts'
import { pythonTexts } from './python.ts'
import { entriesOf } from './wrap.ts'

/** A sentence that is recognised and never rendered: parts of a program's output, and programs without a profile of their own. */
export interface FurtherText {
  readonly family: string
  readonly template: Template
  readonly codes: readonly FailureCode[]
}

/** Codes of a certificate that was judged: what a text that names no cause can stand for. */
export const causes: readonly FailureCode[] = failureCodes.filter(
  (code) => !code.startsWith('handshake-') && code !== 'chain-empty',
)

const unknownIssuer: readonly FailureCode[] = [
  'issuer-not-found',
  'issuer-of-anchor-not-found',
  'target-unverified',
  'self-signed-target',
  'self-signed-in-chain',
  'path-not-found',
]
const identity: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']

/** All of them. */
export function furtherTexts(): readonly FurtherText[] {
  return [...openssl(), ...node(), ...inner(), ...others]
}

function openssl(): readonly FurtherText[] {
  const rows: FurtherText[] = []
  const add = (codes: readonly FailureCode[], number: string, text: Template): void => {
    rows.push(
      { family: 'openssl-s_client', template: `verify error:num=${number}:${text}`, codes },
      { family: 'openssl-s_client', template: `Verify return code: ${number} (${text})`, codes },
    )
  }
  for (const generation of ['1', '3', '3.6'] as const) {
    const numbers = opensslNumbers(generation)
    for (const [code, text] of entriesOf(opensslTexts(generation))) add([code], numbers[code] ?? '', text)
  }
  for (const [code, number, text] of opensslFurtherTexts) {
    rows.push({ family: 'openssl', template: text, codes: [code] })
    rows.push({ family: 'openssl-verify', template: `error ${number} at {at} depth lookup: ${text}`, codes: [code] })
    rows.push({
      family: 'python',
      template: `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${text} (_ssl.c:{line})`,
      codes: [code],
    })
    rows.push({ family: 'curl-openssl', template: `curl: (60) SSL certificate problem: ${text}`, codes: [code] })
    add([code], String(number), text)
  }
  // The error queue alone: PHP, Perl, libpq, Redis and others print nothing else.
  for (const template of [
    'error:{code}:SSL routines:{detail}:certificate verify failed',
    'error:{code}:SSL routines::certificate verify failed',
    'certificate verify failed',
    'SSL error: certificate verify failed',
  ]) {
    rows.push({ family: 'openssl-queue', template, codes: causes })
  }
  return rows
}

function node(): readonly FurtherText[] {
  const rows: FurtherText[] = []
  for (const [code, symbol] of entriesOf(nodeSymbols)) rows.push({ family: 'node', template: symbol, codes: [code] })
  for (const [code, text] of entriesOf(opensslTexts('3'))) rows.push({ family: 'node', template: text + nodeHint, codes: [code] })
  rows.push({ family: 'node', template: 'CERT_UNTRUSTED', codes: ['issuer-not-found'] })
  rows.push({ family: 'node', template: 'ERR_TLS_CERT_ALTNAME_INVALID', codes: identity })
  for (const altnames of ['doesn\'t match certificate\'s altnames: "{text}"', "does not match certificate's altnames: {text}"]) {
    rows.push({ family: 'node', template: `Hostname/IP ${altnames}`, codes: identity })
  }
  return rows
}

/** What stands inside the programs' own frames: libcurl's error buffer, the message of Java's exception. */
function inner(): readonly FurtherText[] {
  const strip = (family: string, frame: RegExp, tables: readonly MessageTable[]): readonly FurtherText[] =>
    tables.flatMap((table) =>
      entriesOf(table).flatMap(([code, template]) => {
        const bare = template.replaceAll(frame, '')
        return bare === template ? [] : [row(family, bare, code)]
      }),
    )
  const releases = ['7', '8.10', '8.17'] as const
  return [
    ...strip(
      'libcurl',
      /curl: \(\d+\) /g,
      releases.flatMap((release) => [curlOpensslTexts(release, '1'), curlOpensslTexts(release, '3')]),
    ),
    ...strip('java', /javax\.net\.ssl\.SSLHandshakeException: /g, [javaTexts('17')]),
    ...strip('java', /javax\.net\.ssl\.SSLHandshakeException: PKIX path \w+ failed: (?:[\w.]+Exception: )/g, [javaTexts('17')]),
    ...strip('python', /\[SSL: CERTIFICATE_VERIFY_FAILED\] certificate verify failed: | \(_ssl\.c:\{line\}\)/g, [
      pythonTexts({ line: null, generation: '3' }),
    ]),
  ]
}

/** Those that name their cause in words of their own. */
const boringsslTexts = entriesOf(opensslTexts('1')).filter(([, text]) => !text.includes('{'))

const row = (family: string, template: Template, ...codes: readonly FailureCode[]): FurtherText => ({ family, template, codes })

// Programs without a table: what reference recordings and vendors' documents show.
const others: readonly FurtherText[] = [
  // A signature that OpenSSL refuses without an entry in its queue, as where the two algorithm fields differ.
  row(
    'curl-openssl',
    'curl: (60) SSL certificate problem: certificate signature failure',
    'signature-invalid',
    'strict-algorithm-mismatch',
  ),
  row('openssl-queue', '{detail}error:{code}:asn1 encoding routines:{text}', 'certificate-malformed', 'certificate-unreadable'),
  row('openssl-queue', '{detail}error:{code}:SSL routines:{text}cert length mismatch{name}', 'certificate-malformed'),
  row('openssl-queue', '{detail}error:{code}:SSL routines:{text}:length mismatch{name}', 'chain-empty'),
  row('openssl-queue', '{detail}error:{code}:SSL routines:{text}:unable to find public key parameters{name}', 'chain-empty'),
  row(
    'openssl-queue',
    '{detail}error:{code}:SSL routines:{text}:ASN1 lib{name}',
    'certificate-unreadable',
    'certificate-malformed',
  ),
  row('openssl-queue', '{detail}error:{code}:SSL routines:{text}:unsupported protocol{name}', 'handshake-version'),
  // CPython 3.7, whose table of symbols is older than OpenSSL 3.
  row('python', '[SSL: BAD_MAC_LENGTH] legacy sigalg disallowed or unsupported (_ssl.c:{line})', 'handshake-version'),
  row('python', '[SSL: CERT_LENGTH_MISMATCH] cert length mismatch (_ssl.c:{line})', 'certificate-malformed'),
  // Node's own words where the socket ends with the alert: tls.connect from 10 to 16, any client that hangs up.
  row(
    'node',
    'Error: Client network socket disconnected before secure TLS connection was established{detail}',
    'handshake-alert',
    'handshake-version',
    'handshake-failed',
  ),
  row(
    'java',
    'javax.net.ssl.SSLProtocolException: The certificate chain length ({at}) exceeds the maximum allowed length ({code})',
    'path-too-long',
  ),
  row('curl-gnutls', "SSL: certificate subject name ({cn}) does not match target host name '{host}'", ...identity),
  row('curl-gnutls', "SSL: certificate subject name ({cn}) does not match target hostname '{host}'", ...identity),
  row('curl-gnutls', 'server certificate verification failed. CAfile: {path} CRLfile: {detail}', ...causes),
  ...(
    [
      ['certificate has expired', ['expired']],
      ['certificate signer not trusted', unknownIssuer],
      ['certificate uses insecure algorithm', ['ca-digest-weak', 'ca-key-weak', 'target-key-weak']],
      ['certificate error, no details available', causes],
    ] as const
  ).map(([cause, codes]) =>
    row('curl-gnutls', `server verification failed: ${cause}. (CAfile: {path} CRLfile: {detail})`, ...codes),
  ),
  row('wget-gnutls', 'ERROR: The certificate of {detail} is not trusted.', ...causes),
  row('wget-gnutls', "{detail}ERROR: The certificate of {name} doesn't have a known issuer.{text}", ...unknownIssuer),
  row('wget-gnutls', '{detail}ERROR: The certificate of {name} has expired.{text}', 'expired'),
  row('wget-gnutls', '{detail}ERROR: The certificate of {name} is not yet activated.{text}', 'not-yet-valid'),
  row('wget-gnutls', '{detail}ERROR: The certificate of {name} was signed using an insecure algorithm.{text}', 'ca-digest-weak'),
  row('wget-gnutls', "{detail}The certificate's owner does not match hostname {name}", ...identity),
  // Lines of its own, whatever signs a build puts around names.
  row('wget-openssl', "Unable to locally verify the issuer's authority.", ...unknownIssuer),
  row('wget-openssl', 'Self-signed certificate encountered.', 'self-signed-target', 'self-signed-in-chain'),
  row('wget-openssl', 'Issued certificate not yet valid.', 'not-yet-valid'),
  row('wget-openssl', 'Issued certificate has expired.', 'expired'),
  row('wget-openssl', '{detail}no certificate subject alternative name matches{text}', ...identity),
  row('wget-openssl', "{detail}certificate common name {name} doesn't match requested host name {text}", ...identity),
  ...boringsslTexts.map(([code, text]) => row('grpc', `{detail}OPENSSL_internal:CERTIFICATE_VERIFY_FAILED: ${text}{name}`, code)),
  row('grpc', '{detail}Hostname Verification Check failed.{text}', ...identity),
  // As earlier releases word it, without a cause.
  row('grpc', '{detail}Ssl handshake failed: SSL_ERROR_SSL: error:1000007d:SSL routines:OPENSSL_internal:{text}', ...causes),
  // Earlier releases of Envoy name no cause either, and older ones put other signs around it.
  row('envoy', '{detail}268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED', ...causes),
  row('envoy', '{detail}268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end{text}', ...causes),
  row('envoy', '{detail}verify cert failed: verify SAN list{text}', ...identity),
  row('envoy', '{detail}verify cert failed: SAN matcher{text}', ...identity),
  ...boringsslTexts.map(([code, text]) =>
    row('envoy', `{detail}X509_verify_cert: certificate verification error at depth {at}: ${text}{name}`, code),
  ),
  row('mozilla', '{detail}SEC_ERROR_UNKNOWN_ISSUER{text}', ...unknownIssuer),
  row('mozilla', '{detail}MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT{text}', 'self-signed-target'),
  row('mozilla', '{detail}SEC_ERROR_EXPIRED_CERTIFICATE{text}', 'expired'),
  row('mozilla', '{detail}SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE{text}', 'expired'),
  row('mozilla', '{detail}SSL_ERROR_BAD_CERT_DOMAIN{text}', ...identity),
  row('mozilla', '{detail}SEC_ERROR_CERT_NOT_IN_NAME_SPACE{text}', 'name-not-permitted', 'name-excluded'),
  row('mozilla', '{detail}SEC_ERROR_INADEQUATE_CERT_TYPE{text}', 'purpose-target', 'purpose-ca'),
  row('mozilla', '{detail}SEC_ERROR_CA_CERT_INVALID{text}', 'not-a-ca'),
  row('mozilla', '{detail}SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID{text}', 'path-length-exceeded'),
  row('mozilla', '{detail}SEC_ERROR_BAD_SIGNATURE{text}', 'signature-invalid'),
  row('mozilla', '{detail}SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED{text}', 'ca-digest-weak'),
  row('chromium', '{detail}ERR_CERT_AUTHORITY_INVALID{text}', ...unknownIssuer, 'distrusted'),
  row('chromium', '{detail}ERR_CERTIFICATE_TRANSPARENCY_REQUIRED{text}', 'distrusted'),
  row('chromium', '{detail}ERR_CERT_DATE_INVALID{text}', 'expired', 'not-yet-valid'),
  row('chromium', '{detail}ERR_CERT_COMMON_NAME_INVALID{text}', ...identity),
  row('chromium', '{detail}ERR_CERT_WEAK_SIGNATURE_ALGORITHM{text}', 'ca-digest-weak'),
  row('chromium', '{detail}ERR_CERT_WEAK_KEY{text}', 'target-key-weak', 'ca-key-weak'),
  row('chromium', '{detail}ERR_CERT_VALIDITY_TOO_LONG{text}', 'validity-too-long'),
  row('chromium', '{detail}ERR_CERT_NAME_CONSTRAINT_VIOLATION{text}', 'name-not-permitted', 'name-excluded'),
  row('chromium', '{detail}ERR_CERT_INVALID{text}', ...causes),
  row('schannel', '{detail}SEC_E_UNTRUSTED_ROOT{text}', ...unknownIssuer),
  row('schannel', '{detail}SEC_E_CERT_EXPIRED{text}', 'expired', 'not-yet-valid'),
  row('schannel', '{detail}SEC_E_WRONG_PRINCIPAL{text}', ...identity),
  row('dotnet', '{detail}errors in the certificate chain: {text}PartialChain{name}', 'issuer-not-found', 'target-unverified'),
  row(
    'dotnet',
    '{detail}errors in the certificate chain: {text}UntrustedRoot{name}',
    'self-signed-in-chain',
    'self-signed-target',
  ),
  row('dotnet', '{detail}errors in the certificate chain: {text}NotTimeValid{name}', 'expired', 'not-yet-valid'),
  row('dotnet', '{detail}RemoteCertificateNameMismatch{text}', ...identity),
  row('dotnet', 'The remote certificate is invalid according to the validation procedure.', ...causes),
  row('android', '{detail}Trust anchor for certification path not found.', ...unknownIssuer),
  row('apple', '{detail}" certificate is not trusted{text}', ...unknownIssuer),
  // A long list of algorithms is often cut where it was logged.
  row(
    'rustls',
    'invalid peer certificate: UnsupportedSignatureAlgorithmContext {{{detail}',
    'ca-digest-weak',
    'signature-unsupported',
  ),
  row('rustls', "presented server name type wasn't supported", 'ip-mismatch'),
]
