import type { MessageTable } from '../model/message.ts'
import { nodeTexts } from './node.ts'

/** Bun's node:tls and fetch: Node's codes, and the sentences of OpenSSL 1.1, which BoringSSL keeps. */
export const bunTexts = (): MessageTable => ({
  ...nodeTexts(12),
  // An error that the callback is not asked about ends the handshake.
  'extension-invalid':
    'Error: error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED (ERR_SSL_CERTIFICATE_VERIFY_FAILED)',
})
