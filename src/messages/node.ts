import type { FailureCode } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { opensslTexts } from './openssl.ts'
import type { OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot, opensslDecodingSlot, queueLine } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import { mapTable, wrapTable } from './wrap.ts'

/**
 * The symbols that Node has for OpenSSL's numbers: `X509ErrorCode` in src/crypto/crypto_common.cc, and doc/api/tls.md.
 * The rest is `UNSPECIFIED` from 12, and before that the text itself.
 */
export const nodeSymbols: Readonly<Partial<Record<FailureCode, string>>> = {
  'issuer-of-anchor-not-found': 'UNABLE_TO_GET_ISSUER_CERT',
  'issuer-key-unreadable': 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'signature-invalid': 'CERT_SIGNATURE_FAILURE',
  'not-yet-valid': 'CERT_NOT_YET_VALID',
  expired: 'CERT_HAS_EXPIRED',
  'not-before-unreadable': 'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'not-after-unreadable': 'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'self-signed-target': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'self-signed-in-chain': 'SELF_SIGNED_CERT_IN_CHAIN',
  'issuer-not-found': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'target-unverified': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'path-too-long': 'CERT_CHAIN_TOO_LONG',
  'not-a-ca': 'INVALID_CA',
  'path-length-exceeded': 'PATH_LENGTH_EXCEEDED',
  'purpose-target': 'INVALID_PURPOSE',
  'purpose-ca': 'INVALID_PURPOSE',
  'key-usage-target': 'INVALID_PURPOSE',
  'path-not-found': 'CERT_UNTRUSTED',
  'anchor-rejected': 'CERT_REJECTED',
}

/** Node's releases that word things differently: 6 and 8 read as 4, 14 and 16 as 12, 20 as 18; 22 is its last releases. */
export type NodeMajor = 0 | 4 | 10 | 12 | 18 | 22 | 24

/**
 * What an uncaught error prints in one line: `Error: {message} ({code})`; a name that does not match carries its code
 * in the error's name.
 */
export function nodeTexts(major: NodeMajor): MessageTable {
  const library = mapTable(opensslTexts(major < 18 ? '1' : '3'), (text, code) =>
    major >= 24 && hinted.includes(code) ? text + nodeHint : text,
  )
  const codes = mapTable(library, (text, code) => nodeSymbols[code] ?? (major >= 12 ? 'UNSPECIFIED' : text))
  return {
    ...wrapTable(library, 'Error: {text} ({code})', { code: codes }),
    ...handshake(major),
    ...nodeIdentityTexts(major),
  }
}

/**
 * What ends the handshake, as https.get tells it: the first entry of OpenSSL's queue. tls.connect leaves `write EPROTO`
 * out and has a code for each reason; from 10 to 16 it tells no alert at all. Seen on 8.17, 10.24, 12.22, 16.20, 18.20,
 * 22.23 and 24.21; 0 and 4 are taken to read as 8.
 */
function handshake(major: NodeMajor): MessageTable {
  const generation = generationOf(major)
  const decoding = opensslDecodingSlot(generation, 'line')
  const fatal = (text: string): string => `Error: write EPROTO ${text} (EPROTO)`
  return {
    // 8 and 10 offer every version from 1.0 on: not seen there.
    'handshake-version': fatal(queueLine('version', generation)),
    'handshake-alert': ifKnown(opensslAlertSlot(generation), fatal(queueLine('alert', generation)), 'handshake-alert'),
    'chain-empty': fatal(queueLine('empty', generation)),
    'certificate-malformed': ifKnown(decoding, fatal(`error:{${decoding}}`), 'certificate-malformed'),
    'certificate-unreadable': ifKnown('truncated', fatal(queueLine('decoding', generation)), 'certificate-unreadable'),
  }
}

function generationOf(major: NodeMajor): OpensslGeneration {
  if (major < 10) return '1.0.2'
  if (major < 18) return '1'
  return major === 18 ? '3' : '3.2'
}

/** What 24 adds to some reasons. */
export const nodeHint = '; if the root CA is installed locally, try running Node.js with --use-system-ca'

// `GetValidationErrorReason` in src/crypto/crypto_common.cc: numbers 21, 18 and 2, the last unless the option is set.
const hinted: readonly FailureCode[] = ['target-unverified', 'self-signed-target', 'issuer-of-anchor-not-found']

/** `checkServerIdentity` in lib/tls.js. */
function nodeIdentityTexts(major: NodeMajor): MessageTable {
  const reasons: MessageTable = {
    'host-mismatch':
      "{?isDnsNamed}Host: {host}. is not in the cert's altnames: {sans}{/isDnsNamed}{!isDnsNamed}Host: {host}. is not cert's CN: {cn}{/isDnsNamed}",
    'host-in-common-name-only': "Host: {host}. is not in the cert's altnames: {sans}",
    'host-no-names': 'Cert does not contain a DNS name',
    'ip-mismatch': "IP: {host} is not in the cert's list: {ips}",
  }
  return wrapTable(
    reasons,
    major < 10
      ? 'Error: Hostname/IP doesn\'t match certificate\'s altnames: "{text}"'
      : "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: {text}",
  )
}
