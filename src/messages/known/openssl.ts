import type { FailureCode } from '../../model/failure.ts'
import { causesOf } from '../causes-of.ts'
import { opensslFurtherTexts, opensslTexts } from '../openssl.ts'
import { entriesOf } from '../wrap.ts'
import { family, framed, type KnownText, type Row, sentence } from './known-text.ts'

/** Sentences that other programs could say as well: known only behind words of a verification. */
const common =
  /^(?:hostname mismatch|IP address mismatch|Issuer name empty|Subject name empty|no explicit policy|certificate rejected|subject issuer mismatch)$/i

/** Sentences with words of every day: known where signs set them apart. */
const plain =
  /^(?:certificate (?:has expired|is not yet valid|revoked|not trusted|chain too long|signature failure)|self[ -]signed certificate|invalid CA certificate|uns\w+ certificate purpose|unhandled critical extension)$/i

/** The sentences of the tables that also render predictions, of every generation. */
function ofTables(): readonly KnownText[] {
  const rows = new Map<string, FailureCode[]>()
  const add = (text: string, code: FailureCode): void => {
    const key = text.includes('{') ? '' : text
    const codes = rows.get(key)
    if (codes === undefined) rows.set(key, [code])
    else if (!codes.includes(code)) codes.push(code)
  }
  for (const generation of ['1', '3', '3.6'] as const) {
    for (const [code, text] of entriesOf(opensslTexts(generation))) if (code !== 'handshake-failed') add(text, code)
  }
  for (const [code, , text] of opensslFurtherTexts) add(text, code)
  rows.delete('')
  return [...rows].flatMap(([text, codes]) => {
    const pattern = common.test(text) ? framed(text) : plain.test(text) ? sentence(text) : text
    const version = /^self signed|^unsupported certificate purpose/.test(text)
      ? '1.1.1 or earlier'
      : /^self-signed|^unsuitable certificate purpose|^Missing |^Basic Constraints of CA/.test(text)
        ? '3.0 or later'
        : undefined
    return family({ runtime: 'openssl', known: 'observed' }, [
      [
        pattern,
        causesOf(codes.includes('signature-invalid') ? ['signature-invalid'] : codes).join(' '),
        version === undefined ? {} : { version },
      ],
    ])
  })
}

// crypto/x509/x509_txt.c: numbers that no prediction uses; of 3.0.19 by X509_verify_cert_error_string.
const further: readonly Row[] = [
  [sentence('unable to get certificate CRL'), 'revocation-unavailable'],
  [sentence("unable to decrypt CRL's signature"), 'revocation-unavailable'],
  [sentence('CRL signature failure'), 'revocation-unavailable'],
  [sentence('CRL is not yet valid'), 'revocation-unavailable clock'],
  [sentence('CRL has expired'), 'revocation-unavailable'],
  [sentence("format error in CRL's lastUpdate field"), 'revocation-unavailable'],
  [sentence("format error in CRL's nextUpdate field"), 'revocation-unavailable'],
  [sentence('unable to get CRL issuer certificate'), 'revocation-unavailable'],
  [sentence('key usage does not include CRL signing'), 'revocation-unavailable'],
  [sentence('unhandled critical CRL extension'), 'revocation-unavailable'],
  [sentence('different CRL scope'), 'revocation-unavailable'],
  [sentence('CRL path validation error'), 'revocation-unavailable'],
  [sentence('certificate revoked'), 'revoked'],
  [sentence('key usage does not include digital signature'), 'purpose'],
  [sentence('proxy certificates not allowed, please set the appropriate flag'), 'not-a-ca'],
  [sentence('proxy path length constraint exceeded'), 'path-length'],
  [framed('unsupported extension feature'), 'strict-profile'],
  [framed("RFC 3779 resource not subset of parent's resources"), 'name-constraint'],
  [sentence('name constraints minimum and maximum not supported'), 'name-constraint'],
  [sentence('unsupported name constraint type'), 'name-constraint'],
  [sentence('unsupported or invalid name syntax'), 'name-constraint'],
  [framed('application verification failure'), 'unspecified'],
  [framed('path loop'), 'unknown-issuer'],
  // Of the longer sentence, cut by a column or a log.
  [framed('self-signed certificate in'), 'untrusted-root-sent', { version: '3.0 or later' }],
  [framed('self signed certificate in'), 'untrusted-root-sent', { version: '1.1.1 or earlier' }],
  [
    /\bSuite B: (?:certificate version invalid|invalid public key algorithm|invalid ECC curve|invalid signature algorithm|curve not allowed for this LOS|cannot sign P-384 with P-256)/,
    'strict-profile',
  ],
  [framed('email address mismatch'), 'wrong-host'],
  [sentence('no matching DANE TLSA records'), 'pin'],
  [sentence('Certificate Transparency required, but no valid SCTs found'), 'ct'],
  [sentence('OCSP verification needed'), 'revocation-unavailable'],
  [sentence('OCSP verification failed'), 'revocation-unavailable'],
  [sentence('OCSP unknown cert'), 'revocation-unavailable'],
  [sentence('issuer certificate lookup error'), 'unknown-issuer'],
  [/^hostname mismatch\.?$/, 'wrong-host'],
  [/^IP address mismatch\.?$/, 'wrong-host no-san'],
  [sentence('unspecified certificate verification error'), 'unspecified'],
  [sentence('unknown certificate verification error'), 'unspecified'],
  [/error (?:number )?20 at \d+ depth lookup/, 'unknown-issuer missing-intermediate store-missing', { runtime: 'openssl' }],
]

// The error queue (ERR_error_string_n): the last entry whatever the cause.
const queue: readonly Row[] = [
  [/error:[0-9A-F]{8}:SSL routines:[\w ]{0,60}:certificate verify failed(?! ?\((?!SSL|OpenSSL|https?:)[^)]|: \w)/, 'unspecified'],
  [/(?<=^|[:([='"] ?)certificate verify failed(?! ?\((?!_ssl|SSL|ssl_|OpenSSL|https?:)[^)]|: ?\w)/, 'unspecified'],
  [/certificate verify failed \(_ssl\.c:\d+\)/, 'unspecified', { runtime: 'python', version: '3.6 or earlier' }],
  [/(?:ee|EE)[ _]key[ _]too[ _]small/, 'weak-key'],
  [/\bca[ _]key[ _]too[ _]small/i, 'weak-key'],
  [/\bca[ _]md[ _]too[ _]weak/i, 'weak-digest'],
  [/\bdh[ _]key[ _]too[ _]small/i, 'protocol', { known: 'source' }],
  [/rsa routines:(?:[\w ]{0,40}):(?:invalid padding|padding check failed|block type is not 01)/, 'bad-signature'],
  [/rsa routines:(?:[\w ]{0,40}):bad signature/, 'bad-signature', { known: 'source' }],
  [
    /error:[0-9A-F]{8}:asn1 encoding routines:[\w ]{0,60}:(?:EVP lib|unknown message digest algorithm)/,
    'bad-signature weak-digest',
  ],
  [/SSL routines:[\w ]{0,60}:(?:unsupported protocol|no protocols available|wrong ssl version)/, 'protocol'],
  [
    /SSL routines:[\w ]{0,60}:(?:wrong version number|unknown protocol|http request|https proxy request|packet length too long|record layer failure)/,
    'protocol',
  ],
  [
    /SSL routines:[\w ]{0,60}:(?:no shared cipher|no ciphers available|unsafe legacy renegotiation disabled|legacy sigalg disallowed or unsupported|wrong signature type|no suitable signature algorithm)/,
    'protocol',
    { known: 'source' },
  ],
  [/SSL routines:[\w ]{0,60}:(?:peer did not return a certificate)/, 'client-cert-required', { known: 'source' }],
  [
    /SSL routines:[\w ]{0,60}:(?:unexpected eof while reading|sslv3 alert handshake failure|ssl handshake failure)/,
    'handshake-unspecified',
  ],
  [/SSL routines:[\w ]{0,60}:cert(?:ificate)? length mismatch/, 'strict-profile'],
  [/SSL routines:[\w ]{0,60}:(?:length mismatch|unable to find public key parameters)(?!\w)/, 'strict-profile', { names: false }],
  [
    /error:[0-9A-F]{8}:(?:SSL|asn1 encoding) routines:[\w ]{0,60}:(?:ASN1 lib|too long|wrong tag|header too long|nested asn1 error|decode error)/,
    'strict-profile',
    { names: false },
  ],
  [
    /error:[0-9A-F]{8}:(?:x509 certificate|x509|X509 V3) routines:[\w ]{0,60}:(?:no certificate or crl found|no certificate found)/,
    'store-missing',
    { known: 'observed' },
  ],
  [/Error loading (?:CA|file|directory) [^\n]{0,200}/, 'store-unreadable', { runtime: 'openssl', known: 'source' }],
]

/** OpenSSL, LibreSSL and what prints their words. */
export const opensslKnown: readonly KnownText[] = [
  ...ofTables(),
  ...family({ runtime: 'openssl', known: 'source' }, further),
  ...family({ runtime: 'openssl', known: 'observed' }, queue),
]
