import { connect, type Socket } from 'node:net'
import type { CaptureFailure } from '../model/evidence.ts'
import { networkFailure } from './network-failure.ts'

/** Who hears what happens on a wire. After `failed`, nothing more comes. */
export interface WireEvents {
  readonly connected: () => void
  /** Octets are valid only during the call. */
  readonly received: (data: Buffer) => void
  readonly failed: (failure: CaptureFailure) => void
  /** Nothing was sent or received for the time set with `patience`. */
  readonly silent: () => void
}

/** One TCP connection, or what a proxy makes of it. */
export interface Wire {
  /** Before the connection is there, what is written waits. */
  write(data: Uint8Array): void
  /** Milliseconds of silence after which `silent` is told, once. */
  patience(milliseconds: number): void
  /** Ends it with a reset, so that no port is held in TIME_WAIT. Nothing is told afterwards. */
  close(): void
  /** Takes the socket out, with nothing listening to it. Only for a wire that was opened to be taken over. */
  takeOver(): Socket
}

/**
 * Opens a wire at once; what becomes of it is told by the events, never within the call.
 * `takeOver`: the socket will be handed to another TLS implementation.
 */
export type OpenWire = (events: WireEvents, takeOver: boolean) => Wire

/** Reads of all connections land here: each is used up before the next one. */
const readBuffer = Buffer.allocUnsafeSlow(65_536)

/** A connection to an address and port. */
export const openDirect =
  (address: string, port: number): OpenWire =>
  (events, takeOver) => {
    const onread = {
      buffer: readBuffer,
      callback(count: number) {
        events.received(readBuffer.subarray(0, count))
        return true
      },
    }
    const socket = connect(takeOver ? { host: address, port } : { host: address, port, onread })
    if (takeOver) socket.on('data', (data: Buffer) => events.received(data))
    return socketWire(socket, events)
  }

/** The wire of a socket whose data somebody already reads. */
export function socketWire(socket: Socket, events: WireEvents): Wire {
  let open = true
  const tell = (failure: CaptureFailure): void => {
    if (open) events.failed(failure)
  }
  const closed = (): void => tell({ code: 'closed', by: 'network', detail: 'closed by the peer' })
  socket.on('connect', () => open && events.connected())
  socket.on('timeout', () => open && events.silent())
  socket.on('error', (error) => tell(networkFailure(error)))
  socket.on('end', closed)
  socket.on('close', closed)
  return {
    write: (data) => void socket.write(data),
    patience: (milliseconds) => void socket.setTimeout(milliseconds),
    close() {
      open = false
      // A socket that is still connecting would wait for its connection before it resets it.
      if (socket.connecting) socket.destroy()
      else socket.resetAndDestroy()
    },
    takeOver() {
      open = false
      socket.setTimeout(0)
      for (const event of ['connect', 'timeout', 'error', 'end', 'close', 'data']) socket.removeAllListeners(event)
      return socket
    },
  }
}
