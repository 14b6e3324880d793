import { createServer, type Server, type Socket } from 'node:net'

/** A server in this process that does what a test says. */
export interface Peer {
  readonly port: number
  /** Connections so far. */
  connections(): number
  close(): Promise<void>
}

/** Listens on a loopback address and gives every connection to `serve`. */
export function listen(serve: (socket: Socket) => void, host = '127.0.0.1', port = 0): Promise<Peer> {
  const sockets = new Set<Socket>()
  let count = 0
  const server: Server = createServer((socket) => {
    count++
    sockets.add(socket)
    // A prober resets its connections: for a server that is no event.
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    serve(socket)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      if (address === null || typeof address !== 'object') return reject(new Error('no port'))
      const close = (): Promise<void> =>
        new Promise((closed) => {
          for (const socket of sockets) socket.destroy()
          server.close(() => closed())
        })
      resolve({ port: address.port, connections: () => count, close })
    })
  })
}
