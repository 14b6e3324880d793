import { type DialogueStep, failed, more } from '../dialogue.ts'
import { GrowingBuffer } from '../tls/growing-buffer.ts'
import { notThisProtocol, refusal } from './line-dialogue.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

const clientSsl = 0x0800
/** CLIENT_LONG_PASSWORD, CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION. */
const capabilities = 0x0001 | 0x0200 | clientSsl | 0x8000

/** Protocol::SSLRequest: a packet of 32 octets, number 1: capabilities, greatest packet, character set (utf8mb4), zeros. */
function sslRequest(): Buffer {
  const packet = Buffer.alloc(36)
  packet.writeUIntLE(32, 0, 3)
  packet[3] = 1
  packet.writeUInt32LE(capabilities, 4)
  packet.writeUInt32LE(1 << 24, 8)
  packet[12] = 45
  return packet
}

/** Judges the server's first packet (Protocol::HandshakeV10, ERR_Packet), header cut off. */
function judge(packet: Buffer, excess: Buffer): DialogueStep {
  // ERR_Packet before a handshake: 0xff, number, words; later ones have an SQL state behind '#'.
  if (packet[0] === 0xff) return failed(refusal(packet.toString('utf8', 3).replace(/^#.{5}/, '')))
  if (packet[0] !== 10) return failed(notThisProtocol(packet.toString('latin1', 0, 200)))
  const version = packet.indexOf(0, 1)
  const flags = version + 1 + 4 + 8 + 1
  if (version < 0 || flags + 2 > packet.length) return failed(notThisProtocol(packet.toString('latin1', 0, 200)))
  if ((packet.readUInt16LE(flags) & clientSsl) === 0) {
    return failed(refusal(`${packet.toString('utf8', 1, version)} without CLIENT_SSL`))
  }
  return { kind: 'done', send: sslRequest(), excess }
}

/** MySQL and MariaDB: "Connection Phase" of the client/server protocol. The server answers SSLRequest with nothing: TLS follows at once. */
export const mysql: StarttlsEntry = {
  protocol: 'mysql',
  port: 3306,
  dialogue() {
    const talk = new GrowingBuffer()
    return {
      start: () => null,
      feed(data) {
        talk.append(data)
        const bytes = talk.view()
        if (bytes.length < 4) return more
        const length = bytes.readUIntLE(0, 3)
        // A greeting has less than a hundred octets; the limit is ours, and tells other protocols apart.
        if (length > 4096 || (bytes[3] ?? 0) > 1) return failed(notThisProtocol(bytes.toString('latin1', 0, 200)))
        return bytes.length < 4 + length ? more : judge(bytes.subarray(4, 4 + length), bytes.subarray(4 + length))
      },
      end: (reason) => reason,
    }
  },
}
