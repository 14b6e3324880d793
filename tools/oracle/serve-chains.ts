import type { KeyObject } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { rawChain } from '../../src/lab/responder.ts'
import { labTlsServer, loadableIdentity } from '../../src/lab/tls-server.ts'

/** What a server sends, and the private key of the first certificate; `null`: nobody has it. */
export interface Chain {
  readonly chain: readonly Uint8Array[]
  readonly key: KeyObject | null
}

/** A chain that is being served on loopback. */
export interface ServedChain {
  readonly port: number
  /** `raw`: no library would send that chain, so that no handshake can end; see `lab/responder.ts`. */
  readonly by: 'tls' | 'raw'
}

/** Chains on ports of their own, in their order. `close` ends every connection. */
export interface ServedChains {
  readonly served: readonly ServedChain[]
  readonly close: () => Promise<void>
}

/** Serves each chain on a port of its own, with exactly these octets. `protocol` is selected where a client offers it; `null`: none is. */
export async function serveChains(chains: readonly Chain[], protocol: 'h2' | null = null): Promise<ServedChains> {
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  const served: ServedChain[] = []
  for (const { chain, key } of chains) {
    const identity = loadableIdentity({ chain, key })
    const tls = identity === null ? null : labTlsServer([identity])
    // As node:tls itself keeps the option of that name.
    if (tls !== null && protocol !== null)
      Object.assign(tls, { ALPNProtocols: Buffer.from(`${String.fromCharCode(protocol.length)}${protocol}`) })
    const raw = rawChain({ chain, key })
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
      if (tls === null) raw(socket)
      else tls.emit('connection', socket)
    })
    servers.push(server)
    served.push({ port: await listening(server), by: tls === null ? 'raw' : 'tls' })
  }
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  }
  return { served, close }
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
    })
  })
