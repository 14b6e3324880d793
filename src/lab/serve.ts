import { createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { RootcauseError } from '../model/error.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { BuiltFault, Fault, LabIdentity } from './fault.ts'
import { certificatesPem } from './pem.ts'
import { alerting, closing, rawChain, type Responder, silent, texting } from './responder.ts'
import { slowSocket } from './slow-socket.ts'
import { labTlsServer, loadableIdentity, type TlsServerOptions } from './tls-server.ts'

/** How a fault is to be served. */
export interface ServeOptions {
  /** For which instant its certificates are minted. */
  readonly now: UnixSeconds
  /** The first port to take; further ones follow it. 0, the default: any that is free. */
  readonly port?: number
  /** Milliseconds between two octets of a slow server; 50 by default. */
  readonly pace?: number
}

/** A fault that is being served. */
export interface ServedFault {
  readonly fault: Fault
  readonly built: BuiltFault
  /** The address that is listened on; the name to ask for is `built.host`. */
  readonly host: string
  readonly port: number
  /** All ports, `port` first: one but for faults with several backends. */
  readonly ports: readonly number[]
  /** What a client should trust to see the fault, as text for a file of authorities (RFC 7468). */
  readonly anchorsPem: string
  /** `tls`: a TLS library speaks. `raw`: the lab's own octets, for a library would not send such a chain, or send any. */
  readonly by: 'tls' | 'raw'
  /** Stops listening and ends every connection; afterwards nothing of it is left. */
  readonly close: () => Promise<void>
}

/** Several faults that are being served. */
export interface Lab {
  readonly servers: readonly ServedFault[]
  readonly close: () => Promise<void>
}

/** The only address that the lab listens on. */
const labAddress = '127.0.0.1'

/** Mints a fault and serves it on loopback. Throws a RootcauseError of kind `observe` when a port cannot be had. */
export async function serveFault(fault: Fault, options: ServeOptions): Promise<ServedFault> {
  const built = fault.build(options.now)
  const { by, backends } = plan(built, options.pace ?? 50)
  const listeners: Listener[] = []
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()))
  }
  try {
    for (const respond of backends) {
      listeners.push(await listen(respond, options.port ? options.port + listeners.length : 0))
    }
  } catch (error) {
    await close()
    throw error
  }
  const ports = listeners.map((listener) => listener.port)
  return { fault, built, host: labAddress, port: ports[0] ?? 0, ports, anchorsPem: certificatesPem(built.anchors), by, close }
}

/** Serves several faults side by side; all of them or, when one port cannot be had, none. */
export async function startLab(faults: readonly Fault[], options: ServeOptions): Promise<Lab> {
  const servers: ServedFault[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()))
  }
  let port = options.port ?? 0
  try {
    for (const fault of faults) {
      const server = await serveFault(fault, { ...options, port })
      servers.push(server)
      if (port !== 0) port += server.ports.length
    }
  } catch (error) {
    await close()
    throw error
  }
  return { servers, close }
}

interface Plan {
  readonly by: ServedFault['by']
  /** What each listener does; one port for each. */
  readonly backends: readonly Responder[]
}

function plan(built: BuiltFault, pace: number): Plan {
  const { serve } = built
  const raw = (...backends: readonly Responder[]): Plan => ({ by: 'raw', backends })
  switch (serve.kind) {
    case 'alert':
      return raw(alerting(serve.description))
    case 'text':
      return raw(texting(serve.text, serve.first))
    case 'silent':
      return raw(silent)
    case 'closes':
      return raw(closing)
    case 'raw':
      return raw(rawChain(built))
  }
  const own = loadableIdentity(built)
  if (own === null) return raw(rawChain(built))
  const tls = (...backends: readonly Responder[]): Plan => ({ by: 'tls', backends })
  switch (serve.kind) {
    case 'chain':
      return tls(handshaking([own], serve))
    case 'slow':
      return tls(slowed(handshaking([own]), pace))
    case 'by-hello':
      return tls(handshaking([own, ...serve.others]))
    case 'by-name':
      return tls(handshaking(serve.others, { named: { host: built.host, identities: [own] } }))
    case 'by-port':
      return tls(handshaking([own]), ...serve.others.map((other) => handshaking([other])))
    case 'by-turns':
      return tls(taking(turns([own, ...serve.others].map((identity) => handshaking([identity])))))
  }
}

const slowed =
  (respond: (stream: Duplex) => void, pace: number): Responder =>
  (socket) =>
    respond(slowSocket(socket, pace))

/** Hands connections to a TLS server that does not listen itself. */
function handshaking(identities: readonly LabIdentity[], options: TlsServerOptions = {}): (stream: Duplex) => void {
  const server = labTlsServer(identities, options)
  return (stream) => {
    server.emit('connection', stream)
  }
}

function* turns(responders: readonly Responder[]): Generator<Responder, never> {
  for (;;) yield* responders
}

const taking =
  (responders: Generator<Responder, never>): Responder =>
  (socket) =>
    responders.next().value(socket)

interface Listener {
  readonly port: number
  readonly close: () => Promise<void>
}

async function listen(respond: Responder, port: number): Promise<Listener> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    respond(socket)
  })
  const taken = await listening(server, port)
  return {
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const message = `cannot listen on port ${port} of ${labAddress}`
      reject(new RootcauseError('observe', message, 'choose another port, or 0 for any that is free', { cause }))
    }
    server.once('error', fail)
    try {
      server.listen(port, labAddress, () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    } catch (cause) {
      // Node throws at once for a port past 65535.
      fail(cause)
    }
  })
}
