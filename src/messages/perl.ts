import { failureCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import type { OpensslGeneration } from './openssl-generation.ts'
import { opensslAlertSlot, queueString, refusalQueue, wrongSignatureQueue } from './openssl-handshake.ts'
import { ifKnown } from './own-words.ts'
import { sameFor } from './wrap.ts'

/** IO::Socket::SSL (lib/IO/Socket/SSL.pm, `error`): OpenSSL's queue, which names no cause. `framed`: what a program makes of it. */
export function perlTexts(generation: OpensslGeneration, framed = (text: Template): Template => text): MessageTable {
  const failed = (text: Template): Template => framed(`SSL connect attempt failed ${text}`)
  return {
    ...sameFor(
      failed(refusalQueue(generation, ' ')),
      failureCodes.filter((code) => !/^(?:handshake-(?!failed)|chain-|certificate-|host-|ip-)/.test(code)),
    ),
    'signature-invalid': failed(wrongSignatureQueue(generation, ' ')),
    'host-mismatch': framed('hostname verification failed'),
    'handshake-version': failed(queueString('version', generation)),
    'handshake-alert': ifKnown(opensslAlertSlot(generation), failed(queueString('alert', generation)), 'handshake-alert'),
    'chain-empty': failed(queueString('empty', generation)),
    'certificate-malformed': failed(queueString('trailing', generation)),
    'certificate-unreadable': failed(queueString('undecoded', generation)),
  }
}

/**
 * LWP::UserAgent (LWP::Protocol::http, _new_socket): the words of IO::Socket::SSL in parentheses, cut where a certificate was refused. Behind
 * the name stands the port.
 */
export const lwpTexts = (generation: OpensslGeneration): MessageTable =>
  perlTexts(
    generation,
    (text) => `Can't connect to {host} (${text.includes('certificate verify failed') ? 'certificate verify failed' : text})`,
  )
