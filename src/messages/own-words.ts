import type { FailureCode } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import type { Slot } from './slots.ts'

/**
 * What is said where a client's words are not known and its generic sentence, that of a verification, would be false: our
 * own words in parentheses, which claim no more than what happened.
 */
export const ownWords = {
  'handshake-version': '(the handshake failed: the server chose TLS {version}, which this client does not offer)',
  'handshake-alert': '(the handshake failed: the server sent the alert {alert})',
  'store-unusable': '(it ends before it connects: what it is told to trust cannot be used)',
  'chain-empty': '(the handshake failed: the server sent no certificate)',
  'chain-too-large': '(the handshake failed: the message with the certificates has {size} octets, and this client takes {limit})',
  'chain-too-long': '(the handshake failed: the server sent {size} certificates or more, and this client takes {limit})',
  'certificate-unreadable': '(the handshake failed: the server sent a certificate that cannot be decoded)',
  'certificate-malformed':
    '(the handshake failed: this client refuses to decode a certificate of the server: {anomaly} at octet {offset})',
} as const satisfies MessageTable

/** The template where the slot has a value, our own words where it has none. The template holds no sections. */
export function ifKnown(slot: Slot, template: Template, code: FailureCode & keyof typeof ownWords): Template {
  return `{?${slot}}${template}{/${slot}}{!${slot}}${ownWords[code]}{/${slot}}`
}
