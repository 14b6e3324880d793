import { createServer, type Server, type Socket } from 'node:net'
import { rawChain } from '../../src/lab/responder.ts'
import { labTlsServer, loadableIdentity } from '../../src/lab/tls-server.ts'
import { fixedKeyOf } from '../../test/oracle/cases/fixed-key.ts'
import type { MintedCase, MintedCases } from '../../test/oracle/cases/mint-cases.ts'

/** A case that is being served on loopback. */
export interface ServedCase {
  readonly one: MintedCase
  readonly port: number
  /** `raw`: no library would send that chain, so that no handshake can end; see `lab/responder.ts`. */
  readonly by: 'tls' | 'raw'
}

/** Serves every case on a port of its own, with exactly the certificates that it lists. `protocol` is selected where a client offers it; `null`: none is. */
export async function serveCases(
  { certificates }: MintedCases,
  cases: readonly MintedCase[],
  protocol: 'h2' | null = null,
): Promise<{ readonly served: readonly ServedCase[]; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  const served: ServedCase[] = []
  for (const one of cases) {
    const chain = one.sent.map((name) => new Uint8Array(Buffer.from(certificates[name] ?? '', 'base64')))
    const key = fixedKeyOf(one.key).privateKey
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
    served.push({ one, port: await listening(server), by: tls === null ? 'raw' : 'tls' })
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
