import { connect } from 'node:net'

/** What a server answered to a ClientHello, as far as the Certificate message. */
export type Captured =
  | { readonly kind: 'chain'; readonly version: number; readonly chain: readonly Buffer[] }
  | { readonly kind: 'alert'; readonly level: number; readonly description: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' }

export interface HelloOptions {
  readonly version?: number
  readonly suites?: readonly number[]
  /** RFC 8446 §4.2.3, by number. */
  readonly schemes?: readonly number[]
  /** RFC 8446 §4.2.1; not sent by default. */
  readonly supportedVersions?: readonly number[]
  /** Leaves out the server name. */
  readonly nameless?: true
  /** Sends the hello in pieces of so many octets. */
  readonly pieces?: number
}

const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 255)
const list = (values: readonly number[]): Buffer => Buffer.concat(values.map(u16))
const sized = (octets: 1 | 2, content: Buffer): Buffer =>
  Buffer.concat([octets === 1 ? Buffer.of(content.length) : u16(content.length), content])
const extension = (type: number, content: Buffer): Buffer => Buffer.concat([u16(type), sized(2, content)])

/** RFC 5246 §7.4.1.2, written here apart from the code under test. */
export function clientHello(options: HelloOptions = {}): Buffer {
  const version = options.version ?? 0x0303
  const suites = options.suites ?? [0xc02b, 0xc02f, 0xc009, 0xc013, 0x00ff]
  const extensions = Buffer.concat([
    ...(options.nameless ? [] : [extension(0, sized(2, Buffer.concat([Buffer.of(0), sized(2, Buffer.from('localhost'))])))]),
    ...(options.supportedVersions ? [extension(43, sized(1, list(options.supportedVersions)))] : []),
    extension(10, sized(2, list([23, 24, 29]))),
    extension(11, sized(1, Buffer.of(0))),
    extension(13, sized(2, list(options.schemes ?? [0x0403, 0x0503, 0x0807, 0x0804, 0x0401, 0x0501, 0x0201, 0x0203]))),
  ])
  const body = Buffer.concat([
    u16(version),
    Buffer.alloc(32, 7),
    Buffer.of(0),
    sized(2, list(suites)),
    sized(1, Buffer.of(0)),
    sized(2, extensions),
  ])
  const message = Buffer.concat([Buffer.of(1, 0), sized(2, body)])
  return Buffer.concat([Buffer.of(22, 3, 1), sized(2, message)])
}

/** Connects, says hello and reads until the Certificate message, an alert, the end, or `limit` milliseconds are over. */
export function capture(port: number, options: HelloOptions = {}, limit = 10_000): Promise<Captured> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const socket = connect(port, '127.0.0.1')
    const done = (captured: Captured): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(captured)
    }
    const timer = setTimeout(() => done({ kind: 'timeout' }), limit)
    socket.setNoDelay(true)
    const hello = clientHello(options)
    const size = options.pieces ?? hello.length
    socket.on('connect', () => {
      for (let at = 0; at < hello.length; at += size) socket.write(hello.subarray(at, at + size))
    })
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data])
      const captured = read(received)
      if (captured) done(captured)
    })
    socket.on('end', () => done(received.length > 0 ? { kind: 'text', text: received.toString('latin1') } : { kind: 'closed' }))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done({ kind: 'closed' })
      else {
        clearTimeout(timer)
        reject(error)
      }
    })
  })
}

function read(received: Buffer): Captured | null {
  const messages: Buffer[] = []
  for (let at = 0; at + 5 <= received.length; ) {
    const end = at + 5 + received.readUInt16BE(at + 3)
    if (end > received.length) break
    const content = received.subarray(at + 5, end)
    if (received[at] === 21) return { kind: 'alert', level: content[0] ?? 0, description: content[1] ?? 0 }
    if (received[at] !== 22) return null
    messages.push(content)
    at = end
  }
  const stream = Buffer.concat(messages)
  let version = 0
  for (let at = 0; at + 4 <= stream.length; ) {
    const end = at + 4 + stream.readUIntBE(at + 1, 3)
    if (end > stream.length) return null
    if (stream[at] === 2) version = stream.readUInt16BE(at + 4)
    if (stream[at] === 11) return { kind: 'chain', version, chain: certificates(stream.subarray(at + 4, end)) }
    at = end
  }
  return null
}

function certificates(body: Buffer): Buffer[] {
  const chain: Buffer[] = []
  if (body.readUIntBE(0, 3) !== body.length - 3) throw new Error('the list is not as long as it says')
  for (let at = 3; at < body.length; ) {
    const end = at + 3 + body.readUIntBE(at, 3)
    chain.push(body.subarray(at + 3, end))
    at = end
  }
  return chain
}
