import type { MessageTable, Template } from '../model/message.ts'
import { nodeTexts } from './node.ts'

const ended = (code: string, reason: string): Template =>
  `Error: error:${code}:SSL routines:OPENSSL_internal:${reason} (ERR_SSL_${reason})`

const unparsed = ended('10000110', 'CANNOT_PARSE_LEAF_CERT')
const undecoded = ended('10000089', 'DECODE_ERROR')

/** Bun's node:tls and fetch: Node's codes, and the sentences of OpenSSL 1.1, which BoringSSL keeps. */
export const bunTexts = (): MessageTable => ({
  ...nodeTexts(12),
  // Told by the handshake alone (seen on 1.4.5): it comes before the path.
  'key-usage-target': ended('1000012e', 'KEY_USAGE_BIT_INCORRECT'),
  // Seen on 1.4.5, but for a target that cannot be read at all.
  'certificate-malformed': `{?longLeafEntry}${unparsed}{/longLeafEntry}{!longLeafEntry}${undecoded}{/longLeafEntry}`,
  'certificate-unreadable': `{?at}${unparsed}{/at}{!at}${undecoded}{/at}`,
  // An error that the callback is not asked about ends the handshake.
  'extension-invalid':
    'Error: error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED (ERR_SSL_CERTIFICATE_VERIFY_FAILED)',
})
