import type { Socket } from 'node:net'
import { readClientHello } from './client-hello.ts'
import type { BuiltFault } from './fault.ts'
import { alert, alertRecord, serverFlight } from './server-flight.ts'

/** What is done with one connection. */
export type Responder = (socket: Socket) => void

/** What a client may send before it has to have said hello. */
const helloLimit = 65536

/**
 * Answers a ClientHello with the chain as it is, which no TLS library would send; then, should the client go on,
 * with handshake_failure.
 */
export const rawChain =
  ({ chain, key }: Pick<BuiltFault, 'chain' | 'key'>): Responder =>
  (socket) => {
    let received = Buffer.alloc(0)
    const listen = (data: Buffer): void => {
      received = Buffer.concat([received, data])
      const hello = readClientHello(received)
      if (hello === 'incomplete' && received.length <= helloLimit) return
      socket.removeListener('data', listen)
      if (typeof hello === 'string') {
        socket.end(alertRecord(alert.decodeError))
        return
      }
      socket.once('data', () => socket.end(alertRecord(alert.handshakeFailure)))
      socket.write(serverFlight(hello, chain, key))
    }
    socket.on('data', listen)
  }

/** Answers a complete ClientHello, or anything else, with one fatal alert. */
export const alerting =
  (description: number): Responder =>
  (socket) => {
    let received = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data])
      if (readClientHello(received) === 'incomplete' && received.length <= helloLimit) return
      socket.removeAllListeners('data').resume()
      socket.end(alertRecord(description))
    })
  }

/** Speaks no TLS. */
export const texting =
  (text: string, first: 'server' | 'client'): Responder =>
  (socket) => {
    if (first === 'client') socket.once('data', () => socket.end(text))
    else socket.end(text)
    socket.resume()
  }

/** Takes everything and says nothing, until the client goes away. */
export const silent: Responder = (socket) => {
  socket.resume()
}

/** Goes away without a word when the client has said something. */
export const closing: Responder = (socket) => {
  socket.once('data', () => socket.destroy())
}
