import type { AnomalyCode } from '../../src/model/anomaly.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Agreement } from './replay.ts'

/** Where the engine knowingly does not say what a client said, as a predicate with its reason. One that explains nothing fails the run. */
export interface ReplayException {
  readonly reason: string
  /** Recordings that it is about. */
  readonly clients: RegExp
  readonly explains: (agreement: Agreement) => boolean
}

const sentHas =
  (...codes: readonly AnomalyCode[]) =>
  ({ scenario: { sent } }: Agreement): boolean =>
    sent.some(({ anomalies }) => anomalies.some(({ code }) => codes.includes(code)))

const targetOf = ({ scenario }: Agreement): Certificate | undefined => scenario.sent[0]
const commonNames = (certificate: Certificate | undefined): number =>
  certificate?.subject.rdns.flat().filter(({ type }) => type === '2.5.4.3').length ?? 0
const dnsNames = (certificate: Certificate | undefined): readonly string[] =>
  certificate?.subjectAltName?.names.flatMap((name) => (name.kind === 'dns' ? [name.value] : [])) ?? []

const undecodable = sentHas(
  'unreadable',
  'truncated',
  'trailing-data',
  'data-after-certificate',
  'integer-not-minimal',
  'boolean-not-canonical',
  'version-unknown',
  'time-malformed',
  'time-without-seconds',
  'time-with-offset',
  'time-with-fraction',
)

/** All that is open, grouped by what it is about. */
export const replayExceptions: readonly ReplayException[] = [
  {
    reason:
      'certificates of version 2 with extensions: extensions are passed over (Go), or the certificate is not decoded (BoringSSL, GnuTLS’ words)',
    clients: /^(go|bun|git|gnutls|grpc|wget)/,
    explains: sentHas('extensions-before-v3'),
  },
  {
    reason: 'an extension that cannot be decoded, one that stands twice, algorithms that differ: the client’s words for it',
    clients: /^(curl|git|gnutls|grpc|wget|bun|perl|php)/,
    explains: (a) =>
      a.kind === 'text' &&
      (sentHas(
        'extension-malformed',
        'extension-empty',
        'extension-duplicate',
        'algorithm-mismatch',
        'field-malformed',
        'bit-string-padding',
      )(a) ||
        a.scenario.store.anchors.some(({ certificate }) =>
          certificate.anomalies.some(({ code }) => code === 'extension-duplicate' || code === 'extension-empty'),
        )),
  },
  {
    reason: 'an empty dNSName is a name (Node, Java, GnuTLS’ words)',
    clients: /./,
    explains: (a) => a.kind === 'text' && dnsNames(targetOf(a)).includes(''),
  },
  {
    reason: 'an IPv4 address in the form of an IPv6 one: taken for it (Go, Java), or written another way (Node)',
    clients: /./,
    explains: (a) => targetOf(a)?.subjectAltName?.names.some((name) => name.kind === 'ip' && name.value.length === 16) === true,
  },
  {
    reason: 'several common names: the last is the one (curl, git’s words), or the first (Java)',
    clients: /^(curl|git|java)/,
    explains: (a) => commonNames(targetOf(a)) > 1,
  },
  {
    reason:
      'names that Java’s reader or matcher takes otherwise: odd wildcards, underscores, addresses of another length, an empty subject',
    clients: /^java/,
    explains: (a) =>
      dnsNames(targetOf(a)).some((name) => name.includes('*') || name.includes('_')) ||
      targetOf(a)?.subjectAltName?.names.some((name) => name.kind === 'ip' && name.value.length !== 4) === true ||
      targetOf(a)?.subject.rdns.length === 0,
  },
  {
    reason: 'Node 8 before names and purposes were reworked: no key usage of the target, other words where there is no host name',
    clients: /^node-8/,
    explains: (a) =>
      (a.theirs === 'A' && targetOf(a)?.keyUsage !== null) ||
      (a.theirs.includes('altnames') &&
        (dnsNames(targetOf(a)).length === 0 || dnsNames(targetOf(a)).some((name) => name.includes('\0')))) ||
      targetOf(a)?.subject.rdns.length === 0 ||
      targetOf(a)?.subjectAltName?.names.some(({ kind }) => kind === 'uri') === true,
  },
  {
    reason: 'a list longer than the library takes is an error and no status there: the program’s own words',
    clients: /^(git|gnutls|wget)/,
    explains: (a) => a.kind === 'text' && a.scenario.sent.length > 16,
  },
  {
    reason:
      'wget goes on after the status: it tells the target’s end (exclusive there), a host name that does not match, a signer that is no authority, and each further bit, all in lines of their own',
    clients: /^wget/,
    explains: (a) =>
      (a.theirs.match(/^ERROR: The certificate /gm)?.length ?? 0) > 2 ||
      /ERROR: cannot verify[^]*\nERROR: /.test(a.theirs) ||
      /The certificate has expired$|not yet been activated$|does not match hostname|was not a CA\./m.test(a.theirs),
  },
  {
    reason:
      'BoringSSL takes the first issuer that fits by name and identifier, what was sent before the store, whatever its dates',
    clients: /^bun/,
    explains: ({ kind, scenario }) => {
      const all = [...scenario.sent, ...scenario.store.anchors.map((anchor) => anchor.certificate)]
      const subjects = new Map<string, string>()
      return (
        kind === 'verdict' &&
        all.some(({ subject, sha256 }) => {
          const known = subjects.get(subject.raw)
          subjects.set(subject.raw, sha256)
          return known !== undefined && known !== sha256
        })
      )
    },
  },
  {
    reason:
      'BoringSSL takes a trusted target that is self-signed, and a root without basicConstraints; it tells an expired root before a bad signature',
    clients: /^bun/,
    explains: ({ scenario, theirs, ours }) =>
      (theirs === 'A' &&
        scenario.store.anchors.some(
          ({ certificate: c }) => c.sha256 === scenario.sent[0]?.sha256 || c.basicConstraints === null,
        )) ||
      (theirs.includes('CERT_HAS_EXPIRED') && ours.includes('CERT_SIGNATURE_FAILURE')),
  },
  {
    reason: 'wget with OpenSSL compares the first common name, and wants its length to be that of the last',
    clients: /^wget-.*-openssl/,
    explains: (a) => a.theirs.includes('contains a NUL character') && commonNames(targetOf(a)) > 1,
  },
  {
    reason: 'BoringSSL sorts a store by names, and certificates of one name come in another order out of that',
    clients: /^grpc/,
    explains: ({ kind, scenario: { store } }) => kind === 'verdict' && store.anchors.length > store.bySubject.size,
  },
  {
    reason: 'gRPC reads a name up to its NUL, and ends the connection where an iPAddress has not the length of one',
    clients: /^grpc/,
    explains: (a) => dnsNames(targetOf(a)).some((name) => name.includes('\0')) || a.theirs.includes('Peer extraction failed'),
  },
  {
    reason: 'BoringSSL’s queue says why a signature was not computed, where the library’s text does not',
    clients: /^grpc/,
    explains: (a) => a.kind === 'text' && /WRONG_PUBLIC_KEY_TYPE|SIGNATURE_ALGORITHM_MISMATCH/.test(a.theirs),
  },
  {
    reason:
      'words of Java 21 and 25 for an extension of the target that cannot be read, a keyUsage without a bit, a constraint of no name, a signature of another kind of key',
    clients: /^java-2[15]/,
    explains: (a) =>
      a.kind === 'text' &&
      (sentHas('extension-malformed')(a) ||
        a.theirs.includes('java.security.InvalidKeyExcept') ||
        a.scenario.sent.some(
          ({ keyUsage, nameConstraints: names }) =>
            keyUsage?.bits === 0 ||
            [...(names?.permitted ?? []), ...(names?.excluded ?? [])].some(
              ({ base }) => base.kind === 'dns' && base.value === '',
            ),
        )),
  },
  {
    reason: 'OpenSSL 3.5 queues another entry for an ECDSA signature that is cut or empty than for one that is wrong',
    clients: /^curl-8/,
    explains: (a) =>
      a.kind === 'text' &&
      a.scenario.sent.some(({ signatureScheme: { kind }, signatureValue: der }) => kind === 'ecdsa' && der[1] !== der.length - 2),
  },
  {
    reason:
      'the store was handed to one call of Deno (caCerts), which one bad certificate ends (deno-2.8-cacerts); the profile is of stores that it loads itself',
    clients: /^deno/,
    explains: (a) => a.theirs.includes('REJECT Error |'),
  },
  {
    reason: 'Python 3.6 and 2.7 print a name as it is written in Python, a host in Unicode, and an IPv6 address as OpenSSL does',
    clients: /^python-(?:2\.7|3\.6)/,
    explains: (a) => a.kind === 'text' && /\\x00|hostname 'ä|'0:0:0:0:0:FFFF:/.test(a.theirs),
  },
  {
    reason: 'Python 3.6 ends with an exception of another kind where it cannot read a name of a certificate that was accepted',
    clients: /^python-3\.6/,
    explains: (a) => a.kind === 'verdict' && /UnicodeDecodeError|does not appear to be an IPv4 or IPv6 address/.test(a.theirs),
  },
  {
    reason: 'Ruby matches names a second time, as text, and is told of an address by the library',
    clients: /^ruby/,
    explains: (a) =>
      (a.kind === 'verdict' && a.theirs === 'A' && targetOf(a)?.subjectAltName !== null) ||
      (a.kind === 'text' && /^[\d.]+$/.test(a.scenario.host)) ||
      a.theirs.includes('NoMethodError'),
  },
  {
    reason:
      'which of the encodings that X.690 and RFC 5280 forbid a decoder refuses, and how it says so, is modelled for few of them: times, version, minimal integers, data within or behind a structure',
    clients: /./,
    explains: undecodable,
  },
]
