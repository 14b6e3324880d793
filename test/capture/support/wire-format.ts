/** Writers for hand-made server flights, apart from the code under test. */

const u24 = (n: number): number[] => [(n >> 16) & 255, (n >> 8) & 255, n & 255]
export const vector24 = (body: Uint8Array): Buffer => Buffer.concat([Buffer.from(u24(body.length)), body])

/** A handshake message: RFC 5246 §7.4. */
export const message = (type: number, body: Uint8Array): Buffer => Buffer.concat([Buffer.from([type]), vector24(body)])

/** A record: RFC 5246 §6.2.1. */
export const record = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 255]), body])

/** Handshake records of at most `size` octets. */
export function handshakeRecords(bytes: Uint8Array, size = 16_384): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(record(22, bytes.subarray(at, at + size)))
  return Buffer.concat(pieces)
}

/** An alert record: RFC 5246 §7.2. */
export const alert = (level: 1 | 2, description: number): Buffer => record(21, Buffer.from([level, description]))

export const extension = (number: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([number >> 8, number & 255, body.length >> 8, body.length & 255]), body])

/** A ServerHello of any version up to 1.2 (RFC 5246 §7.4.1.3) or of 1.3 with the extensions for it. */
export function serverHello(
  options: { version?: number; suite?: number; random?: Uint8Array; extensions?: readonly Buffer[] } = {},
): Buffer {
  const { version = 0x0303, suite = 0xc02f, random = Buffer.alloc(32, 7), extensions = [] } = options
  const list = Buffer.concat(extensions)
  return message(
    2,
    Buffer.concat([
      Buffer.from([version >> 8, version & 255]),
      random,
      Buffer.from([0, suite >> 8, suite & 255, 0, list.length >> 8, list.length & 255]),
      list,
    ]),
  )
}

/** A Certificate message of TLS 1.2 (RFC 5246 §7.4.2) with these entries, whatever they are. */
export const certificateMessage = (entries: readonly Uint8Array[]): Buffer =>
  message(11, vector24(Buffer.concat(entries.map((entry) => vector24(entry)))))

export const serverHelloDone = message(14, Buffer.alloc(0))

/** The random value of a HelloRetryRequest: RFC 8446 §4.1.3. */
export const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')
