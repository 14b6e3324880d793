import type { FrameLength } from './frame-reader.ts'
import { uint16At, uint24At } from './octets.ts'

/** ContentType: RFC 8446 §5.1. */
export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23, heartbeat: 24 } as const

/** Octets before the fragment: type, version, length. */
export const recordHeaderOctets = 5

/** The greatest length that any version allows for a protected record: 2^14 + 2048 (RFC 5246 §6.2.3; RFC 8446 §5.2 has 2^14 + 256). */
const maxFragmentOctets = 18_432

/** Records of every version since SSL 3.0: RFC 8446 §5.1. */
export const recordLength: FrameLength = (bytes, at, left) => {
  const type = bytes[at] ?? 0
  if (type < contentType.changeCipherSpec || type > contentType.heartbeat) return 'malformed'
  if (left > 1 && bytes[at + 1] !== 3) return 'malformed'
  if (left < recordHeaderOctets) return null
  const length = uint16At(bytes, at + 3)
  return length > maxFragmentOctets ? 'malformed' : recordHeaderOctets + length
}

/** Handshake beyond this many octets is not read. The limit is ours: 100 certificates of the usual size fit in it six times. */
export const maxHandshakeOctets = 1 << 20

/**
 * A list of more certificates than this is not taken: of two with one name each may have signed the other, so that what is to be
 * judged grows with the square. The limit is ours; OpenSSL takes no list of more than 100 KiB (SSL_MAX_CERT_LIST_DEFAULT).
 */
export const maxCertificates = 128

/** Handshake messages: RFC 8446 §4. One that is too long for us counts as malformed. */
export const handshakeLength: FrameLength = (bytes, at, left) => {
  if (left < 4) return null
  const length = uint24At(bytes, at + 1)
  return length > maxHandshakeOctets ? 'malformed' : 4 + length
}
