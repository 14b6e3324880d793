import { failureCodes } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import type { OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot, queueString, verifyFailedString, wrongSignatureQueue } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import { sameFor } from './wrap.ts'

/** IO::Socket::SSL (lib/IO/Socket/SSL.pm, `error`): OpenSSL's queue, which names no cause. */
export function perlTexts(generation: OpensslGeneration): MessageTable {
  const failed = 'SSL connect attempt failed '
  return {
    ...sameFor(
      failed + verifyFailedString(generation),
      failureCodes.filter((code) => !/^(?:handshake-(?!failed)|chain-|certificate-|host-|ip-)/.test(code)),
    ),
    'signature-invalid': failed + wrongSignatureQueue(generation, ' '),
    'host-mismatch': 'hostname verification failed',
    'handshake-version': failed + queueString('version', generation),
    'handshake-alert': ifKnown(opensslAlertSlot(generation), failed + queueString('alert', generation), 'handshake-alert'),
    'chain-empty': failed + queueString('empty', generation),
    'certificate-malformed': failed + queueString('trailing', generation),
    'certificate-unreadable': failed + queueString('undecoded', generation),
  }
}
