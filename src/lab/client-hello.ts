/** What a responder needs to know of a ClientHello (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2). */
export interface LabClientHello {
  /** The highest version below TLS 1.3 that is offered, as on the wire; `null` when only TLS 1.3 is. */
  readonly version: number | null
  readonly random: Uint8Array
  readonly cipherSuites: readonly number[]
  /** RFC 8422 §5.1.1, by number; empty when the client does not say. */
  readonly groups: readonly number[]
  /** RFC 5746 §3.4: the client wants to hear of secure renegotiation. */
  readonly renegotiation: boolean
}

/** `incomplete`: more octets are needed. `not-tls`: no number of them would make it a ClientHello. */
export type HelloReading = LabClientHello | 'incomplete' | 'not-tls'

/** Reads the first flight of a client, in however many records it came. Total: octets out of bounds are `not-tls`. */
export function readClientHello(received: Buffer): HelloReading {
  const handshake: Buffer[] = []
  for (let at = 0; at < received.length; ) {
    if (received[at] !== 22) return 'not-tls'
    if (received.length < at + 5) break
    const end = at + 5 + received.readUInt16BE(at + 3)
    handshake.push(received.subarray(at + 5, end))
    at = end
  }
  const message = Buffer.concat(handshake)
  if (message.length > 0 && message[0] !== 1) return 'not-tls'
  if (message.length < 4 || message.length < 4 + message.readUIntBE(1, 3)) return 'incomplete'
  try {
    return readBody(message.subarray(4, 4 + message.readUIntBE(1, 3)))
  } catch (error) {
    if (error instanceof RangeError) return 'not-tls'
    throw error
  }
}

function readBody(body: Buffer): LabClientHello {
  const legacyVersion = body.readUInt16BE(0)
  let at = 34
  const vector = (lengthOctets: number): Buffer => {
    const start = at + lengthOctets
    const end = start + body.readUIntBE(at, lengthOctets)
    if (end > body.length) throw new RangeError('vector runs past the message')
    at = end
    return body.subarray(start, end)
  }
  vector(1) // session identifier
  const cipherSuites = numbers(vector(2))
  vector(1) // compression methods
  const extensions = at < body.length ? readExtensions(vector(2)) : new Map<number, Buffer>()
  const offered = extensions.get(43)
  const versions = offered ? numbers(offered.subarray(1)) : [legacyVersion]
  return {
    version: versions.filter((version) => version >= 0x0301 && version <= 0x0303).reduce(higher, null),
    random: body.subarray(2, 34),
    cipherSuites,
    groups: numbers((extensions.get(10) ?? Buffer.alloc(2)).subarray(2)),
    renegotiation: extensions.has(0xff01) || cipherSuites.includes(0x00ff),
  }
}

const higher = (best: number | null, version: number): number => Math.max(best ?? 0, version)

function readExtensions(block: Buffer): Map<number, Buffer> {
  const extensions = new Map<number, Buffer>()
  for (let at = 0; at < block.length; ) {
    const end = at + 4 + block.readUInt16BE(at + 2)
    if (end > block.length) throw new RangeError('extension runs past the block')
    extensions.set(block.readUInt16BE(at), block.subarray(at + 4, end))
    at = end
  }
  return extensions
}

const numbers = (octets: Buffer): number[] =>
  Array.from({ length: octets.length >> 1 }, (_, index) => octets.readUInt16BE(index * 2))
