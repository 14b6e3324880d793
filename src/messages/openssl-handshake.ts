import type { Template } from '../model/message.ts'
import type { OpensslDecodingSlot } from './openssl-decoding.ts'
import { isBefore3, type OpensslGeneration } from './openssl-generation.ts'
import type { Slot } from './slots.ts'

/** What goes wrong in OpenSSL before a certificate is judged: an entry of its error queue. */
export type QueueEvent =
  | 'alert'
  | 'version'
  | 'empty'
  /** Of a certificate that is cut short: the first entry, of the decoder. */
  | 'decoding'
  /** Of any certificate that cannot be decoded: the last entry, of the handshake. */
  | 'undecoded'
  /** Of a list entry that is longer than its certificate. */
  | 'trailing'

interface Entry {
  /** Eight digits, less where a slot holds the rest. */
  readonly code: Template
  readonly library: 'SSL' | 'asn1 encoding'
  readonly function: string
  readonly reason: Template
}

/** The slot that holds the first entry for a certificate that is not well formed; `bare`: without the function, as `ERR_error_string_n` has it. */
export function opensslDecodingSlot(generation: OpensslGeneration, form: 'line' | 'bare'): OpensslDecodingSlot {
  if (generation === '1.0.2') return 'opensslDecoding10'
  if (generation === '1') return 'opensslDecoding11'
  return form === 'bare' ? 'opensslDecoding30Bare' : 'opensslDecoding30'
}

/** The slot that holds the reason of an alert. */
export function opensslAlertSlot(generation: OpensslGeneration): Slot {
  if (generation === '1.0.2') return 'opensslAlert10'
  if (generation === '1') return 'opensslAlert11'
  return generation === '3' ? 'opensslAlert30' : 'opensslAlert32'
}

const ssl = (code: Template, name: string, reason: Template): Entry => ({ code, library: 'SSL', function: name, reason })
const asn1 = (code: Template): Entry => ({ code, library: 'asn1 encoding', function: 'ASN1_get_object', reason: 'too long' })

// Seen on 1.0.2s, 1.1.1v, 3.0.19 and 3.5.8, but for 1.0.2's `version` (ssl/s23_clnt.c) and 1.1.1's `undecoded` (the code is
// that of its function and of ERR_R_ASN1_LIB).
function entryOf(event: QueueEvent, generation: OpensslGeneration): Entry {
  const alert = `{${opensslAlertSlot(generation)}}`
  if (generation === '1.0.2') {
    return {
      alert: ssl('14077{alertReason}', 'SSL23_GET_SERVER_HELLO', alert),
      version: ssl('14077102', 'SSL23_GET_SERVER_HELLO', 'unsupported protocol'),
      empty: ssl('140900EF', 'ssl3_get_server_certificate', 'unable to find public key parameters'),
      decoding: asn1('0D07209B'),
      undecoded: ssl('1409000D', 'ssl3_get_server_certificate', 'ASN1 lib'),
      trailing: ssl('14090087', 'ssl3_get_server_certificate', 'cert length mismatch'),
    }[event]
  }
  const is1 = generation === '1'
  const unfinished = (signature: string, other: string): Template =>
    `{?unfinished}${signature}{/unfinished}{!unfinished}${other}{/unfinished}`
  return {
    alert: ssl(is1 ? '14094{alertReason}' : '0A000{alertReason}', 'ssl3_read_bytes', alert),
    version: is1
      ? ssl('1425F102', 'ssl_choose_client_version', 'unsupported protocol')
      : ssl(
          unfinished('0A00014D', '0A000102'),
          unfinished('tls_process_key_exchange', 'ssl_choose_client_version'),
          unfinished('legacy sigalg disallowed or unsupported', 'unsupported protocol'),
        ),
    empty: ssl(is1 ? '1416F09F' : '0A00009F', 'tls_process_server_certificate', 'length mismatch'),
    decoding: asn1(is1 ? '0D07209B' : '0680009B'),
    undecoded: ssl(is1 ? '1416F00D' : '0A08000D', 'tls_process_server_certificate', 'ASN1 lib'),
    // SSL_R_CERT_LENGTH_MISMATCH is 135 in every release; seen on 3.0.19.
    trailing: ssl(is1 ? '1416F087' : '0A000087', 'tls_process_server_certificate', 'cert length mismatch'),
  }[event]
}

/** `ERR_error_string_n`, which from 3.0 on leaves the function out. */
export function queueString(event: QueueEvent, generation: OpensslGeneration): Template {
  const { code, library, function: name, reason } = entryOf(event, generation)
  return `error:${code}:${library} routines:${isBefore3(generation) ? name : ''}:${reason}`
}

/** `ERR_print_errors` without what differs from run to run: the thread before it, the place in the source behind it. */
export function queueLine(event: QueueEvent, generation: OpensslGeneration): Template {
  const { code, library, function: name, reason } = entryOf(event, generation)
  return `error:${code}:${library} routines:${name}:${reason}`
}

/** `certificate verify failed`, the last entry of the queue whatever the cause. Seen on 1.1.1w and 3.0.19. */
export const verifyFailedString = (generation: OpensslGeneration): Template =>
  isBefore3(generation)
    ? 'error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed'
    : 'error:0A000086:SSL routines::certificate verify failed'

/**
 * The whole queue for a signature that is wrong, its entries parted by `between`, for programs that print all of it. Seen on
 * 3.0.19: RSA with a padding that is none, ECDSA and Ed25519. Before 3.0 it was not seen: the last entry alone.
 */
export function wrongSignatureQueue(generation: OpensslGeneration, between: string): Template {
  const last = verifyFailedString(generation)
  if (isBefore3(generation)) return last
  const padding = ['0200008A:rsa routines::invalid padding', '02000072:rsa routines::padding check failed']
  const rsa = [...padding, '1C880004:Provider routines::RSA lib'].map((entry) => `error:${entry}${between}`).join('')
  return `{?rsaSignature}${rsa}{/rsaSignature}error:06880006:asn1 encoding routines::EVP lib${between}${last}`
}

/** What is queued first where extensions of a certificate could not be read. Seen on 3.0.19 and 3.5.7. */
export const unreadExtensions: Template = 'error:1100009E:X509 V3 routines::invalid certificate'

/** The queue for a path that was refused, its entries parted by `between`; before 3.0 the last entry alone. */
export const refusalQueue = (generation: OpensslGeneration, between: string): Template =>
  `${isBefore3(generation) ? '' : `{?isolated}${unreadExtensions}${between}{/isolated}`}${verifyFailedString(generation)}`
