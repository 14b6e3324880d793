import type { MessageTable, Template } from '../model/message.ts'
import { opensslTexts } from './openssl.ts'
import { isBefore3, type OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import type { Slot } from './slots.ts'
import { sameFor, wrapTable } from './wrap.ts'

/** How a CPython build words its failures. */
export interface PythonWords {
  /** Line of `Modules/_ssl.c` that raises; `null` leaves it to the parameter `line`. It differs with each patch release. */
  readonly line: number | null
  readonly generation: OpensslGeneration
  /** CPython's symbol for a signature of TLS 1.1 or older that OpenSSL 3 refuses; by default its own, which 3.8 has first. */
  readonly legacySymbol?: 'BAD_MAC_LENGTH'
}

/**
 * CPython 3.7 and later, `fill_and_set_sslerror` in `Modules/_ssl.c`: OpenSSL's text, but for a name that does not
 * match, which CPython words itself.
 */
export function pythonTexts({ line, generation, legacySymbol }: PythonWords): MessageTable {
  const where = `(_ssl.c:${line ?? '{line}'})`
  const library = opensslTexts(generation)
  return {
    ...wrapTable(
      {
        ...library,
        'host-mismatch': "Hostname mismatch, certificate is not valid for '{host}'.",
        'ip-mismatch': "IP address mismatch, certificate is not valid for '{host}'.",
      },
      `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {text} ${where}`,
    ),
    'handshake-failed': `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed ${where}`,
    ...handshake(where, generation, legacySymbol),
  }
}

/** Errors before any verification: the last entry of OpenSSL's queue, and CPython's symbol for it. Seen on 2.7 to 3.13. */
function handshake(
  where: Template,
  generation: OpensslGeneration,
  legacySymbol: string = 'LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED',
): MessageTable {
  const symbol: Slot = isBefore3(generation) ? 'pythonAlert11' : 'pythonAlert'
  return {
    'handshake-version': isBefore3(generation)
      ? `[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol ${where}`
      : `{?unfinished}[SSL: ${legacySymbol}] legacy sigalg disallowed or unsupported{/unfinished}{!unfinished}[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol{/unfinished} ${where}`,
    'handshake-alert': ifKnown(symbol, `[{${symbol}}] {${opensslAlertSlot(generation)}} ${where}`, 'handshake-alert'),
    'chain-empty': `[SSL: LENGTH_MISMATCH] length mismatch ${where}`,
    'certificate-unreadable': `[SSL] ASN1 lib ${where}`,
    'certificate-malformed': `{?longEntry}[SSL: CERT_LENGTH_MISMATCH] cert length mismatch{/longEntry}{!longEntry}[SSL] ASN1 lib{/longEntry} ${where}`,
  }
}

/** CPython 2.7.9 to 3.6: the cause is not told; the name was compared by `ssl.match_hostname`. */
export function pythonTextsWithoutCause({ line, generation }: PythonWords, names: 'pythonNames' | 'pythonNames27'): MessageTable {
  const where = `(_ssl.c:${line ?? '{line}'})`
  const failed = `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed ${where}`
  const mismatch = `hostname '{host}' doesn't match {${names}}`
  return {
    'handshake-failed': failed,
    ...handshake(where, generation, 'BAD_MAC_LENGTH'),
    ...sameFor(failed, ['not-before-unreadable', 'not-after-unreadable']),
    'host-mismatch': mismatch,
    'ip-mismatch': mismatch,
    'host-no-names': 'no appropriate commonName or subjectAltName fields were found',
  }
}
