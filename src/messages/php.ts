import { failureCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import type { OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot, queueString, refusalQueue, wrongSignatureQueue } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import { sameFor } from './wrap.ts'

const warning = 'stream_socket_client(): '

/**
 * PHP's streams (ext/openssl/xp_ssl.c): warnings, of which the last, `Unable to connect to ssl://…`, is left out, for it has
 * only the address. OpenSSL's queue names no cause.
 */
export function phpTexts(generation: OpensslGeneration): MessageTable {
  const told = (text: Template): Template => `${warning}${text}\n${warning}Failed to enable crypto`
  const queued = (entry: Template): Template => told(`SSL operation failed with code 1. OpenSSL Error messages:\n${entry}`)
  return {
    ...sameFor(
      queued(refusalQueue(generation, '\n')),
      failureCodes.filter((code) => !/^(?:handshake-(?!failed)|chain-|certificate-|host-|ip-)/.test(code)),
    ),
    'signature-invalid': queued(wrongSignatureQueue(generation, '\n')),
    'host-mismatch': told(
      "{?inCommonName}Peer certificate CN=`{cn}' did not match expected CN=`{host}'{/inCommonName}{!inCommonName}Peer certificate subjectAltName did not match expected name `{host}'{/inCommonName}",
    ),
    'host-no-names': told('Unable to locate peer certificate CN'),
    'handshake-version': queued(queueString('version', generation)),
    'handshake-alert': ifKnown(opensslAlertSlot(generation), queued(queueString('alert', generation)), 'handshake-alert'),
    'chain-empty': queued(queueString('empty', generation)),
    'certificate-malformed': queued(queueString('trailing', generation)),
    'certificate-unreadable': queued(queueString('undecoded', generation)),
  }
}
