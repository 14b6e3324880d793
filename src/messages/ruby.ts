import type { MessageTable, Template } from '../model/message.ts'
import { opensslTexts } from './openssl.ts'
import type { OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot, type QueueEvent, queueString } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import { wrapTable } from './wrap.ts'

const start = 'SSL_connect returned=1 errno=0 '
const call = `${start}{?peer}peeraddr={peer} {/peer}state=error: `

/**
 * The message of OpenSSL::SSL::SSLError: `ossl_make_error` and `ossl_start_ssl` in ext/openssl; the address stands there from the gem 3.0 on. An address
 * that is not in the certificate is told by `post_connection_check` in lib/openssl/ssl.rb.
 */
export function rubyTexts(generation: OpensslGeneration): MessageTable {
  const reason = (event: QueueEvent): Template => call + reasonOf(queueString(event, generation))
  return {
    ...wrapTable(opensslTexts(generation), `${call}certificate verify failed ({text})`),
    'ip-mismatch': `hostname "{host}" does not match the server certificate`,
    'handshake-failed': `${call}certificate verify failed`,
    'handshake-version': reason('version'),
    'handshake-alert': ifKnown(
      opensslAlertSlot(generation),
      `${start}state=error: ${reasonOf(queueString('alert', generation))}`,
      'handshake-alert',
    ),
    'chain-empty': reason('empty'),
    'certificate-unreadable': reason('undecoded'),
    'certificate-malformed': reason('trailing'),
  }
}

/** ERR_reason_error_string: what stands behind the last colon. */
const reasonOf = (entry: Template): Template => entry.slice(entry.lastIndexOf(':') + 1)
