import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { listen, type Peer } from './peer.ts'

/** A proxy of a test's, with what it was asked for. */
export interface TestProxy {
  readonly port: number
  /** `host:port` of every request. */
  readonly asked: string[]
  close(): Promise<void>
}

/** An HTTP proxy that leads every CONNECT to one port of this machine; with `authorization`, only requests that have this field. */
export function httpProxy(to: number, authorization?: string): Promise<TestProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.on('connect', (request, socket: Socket, head) => {
    asked.push(request.url ?? '')
    if (authorization !== undefined && request.headers['proxy-authorization'] !== authorization) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n')
      return
    }
    const upstream = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n')
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const close = (): Promise<void> =>
        new Promise((closed) => {
          for (const socket of sockets) socket.destroy()
          server.close(() => closed())
        })
      resolve({ port: address !== null && typeof address === 'object' ? address.port : 0, asked, close })
    })
  })
}

/** What a SOCKS5 proxy of a test's does: RFC 1928 §3, §6; RFC 1929 §2. */
export interface SocksBehaviour {
  /** Asked for where given. */
  readonly credentials?: { readonly username: string; readonly password: string }
  /** The reply to a request; 0 leads to the port. */
  readonly reply?: number
}

/** A SOCKS5 proxy that leads every name to one port of this machine. Its messages have to come whole, as they do over loopback. */
export async function socksProxy(to: number, { credentials, reply = 0 }: SocksBehaviour = {}): Promise<TestProxy> {
  const asked: string[] = []
  const serve = (socket: Socket): void => {
    let stage: 'methods' | 'password' | 'request' = 'methods'
    socket.on('data', (data) => {
      if (stage === 'methods') {
        const method = credentials === undefined ? 0 : 2
        const offered = data.subarray(2, 2 + (data[1] ?? 0)).includes(method)
        stage = credentials === undefined ? 'request' : 'password'
        socket.write(Buffer.from([5, offered ? method : 0xff]))
      } else if (stage === 'password') {
        const length = data[1] ?? 0
        const username = data.toString('utf8', 2, 2 + length)
        const password = data.toString('utf8', 3 + length)
        const right = username === credentials?.username && password === credentials.password
        stage = 'request'
        socket.write(Buffer.from([1, right ? 0 : 1]))
      } else {
        const isName = data[3] === 3
        const end = isName ? 5 + (data[4] ?? 0) : 8
        const host = isName ? data.toString('latin1', 5, end) : data.subarray(4, 8).join('.')
        asked.push(`${isName ? 'name' : 'address'} ${host}:${data.readUInt16BE(end)}`)
        if (reply !== 0) return void socket.end(Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]))
        socket.removeAllListeners('data')
        const upstream = connect(to, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
          upstream.pipe(socket).pipe(upstream)
        })
        upstream.on('error', () => socket.destroy())
        socket.on('close', () => upstream.destroy())
      }
    })
  }
  const peer: Peer = await listen(serve)
  return { port: peer.port, asked, close: () => peer.close() }
}
