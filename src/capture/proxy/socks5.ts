import { connect } from 'node:net'
import { SocksClient, type SocksClientOptions } from 'socks'
import type { CaptureFailure } from '../../model/evidence.ts'
import { quote } from '../dialogue.ts'
import { networkFailure } from '../network-failure.ts'
import { type OpenWire, socketWire, type Wire } from '../wire.ts'
import { type Proxy, withoutCredentials } from './proxy.ts'

/**
 * A connection through a SOCKS5 proxy (RFC 1928, RFC 1929). The proxy resolves the name, as with curl's `socks5h`: the machine
 * behind a proxy often cannot, and need not.
 */
export const openSocks5 =
  (proxy: Proxy, host: string, port: number, timeoutMs: number): OpenWire =>
  (events) => {
    const socket = connect({ host: proxy.host, port: proxy.port })
    const waiting: Uint8Array[] = []
    let wire: Wire | null = null
    let closed = false
    const fail = (failure: CaptureFailure): void => {
      if (closed) return
      closed = true
      events.failed(failure)
      socket.destroy()
    }
    const opened = (): void => {
      if (closed) return socket.destroy() && undefined
      wire = socketWire(socket, events)
      socket.on('data', (data: Buffer) => events.received(data))
      events.connected()
      for (const data of waiting) wire.write(data)
    }
    socket.on('error', (error) => wire === null && fail(aboutProxy(networkFailure(error))))
    socket.on('timeout', () => wire === null && !closed && events.silent())
    socket.once('connect', () => {
      SocksClient.createConnection(socksOptions(proxy, host, port, timeoutMs, socket)).then(opened, (error: unknown) =>
        fail(socksFailure(error, proxy)),
      )
    })
    return {
      write: (data) => (wire === null ? void waiting.push(Buffer.from(data)) : wire.write(data)),
      patience: (milliseconds) => void socket.setTimeout(milliseconds),
      close() {
        closed = true
        if (wire === null) socket.destroy()
        else wire.close()
      },
      takeOver() {
        closed = true
        return wire?.takeOver() ?? socket
      },
    }
  }

function socksOptions(
  proxy: Proxy,
  host: string,
  port: number,
  timeout: number,
  socket: NonNullable<SocksClientOptions['existing_socket']>,
): SocksClientOptions {
  const { credentials } = proxy
  return {
    proxy: {
      host: proxy.host,
      port: proxy.port,
      type: 5,
      ...(credentials === null ? {} : { userId: credentials.username, password: credentials.password }),
    },
    command: 'connect',
    destination: { host, port },
    existing_socket: socket,
    timeout,
  }
}

const aboutProxy = (failure: CaptureFailure): CaptureFailure => ({ ...failure, detail: `proxy: ${failure.detail}` })

/** Only the message of the library's error is read: the error itself carries the credentials. */
function socksFailure(error: unknown, proxy: Proxy): CaptureFailure {
  const message = error instanceof Error ? error.message : ''
  const detail = quote(withoutCredentials(message, proxy.credentials))
  if (/timed out/i.test(message)) return { code: 'timeout', by: 'network', detail: `proxy: ${detail}` }
  if (/socket closed/i.test(message)) return { code: 'closed', by: 'network', detail: `proxy: ${detail}` }
  return { code: 'proxy-refused', by: 'network', detail }
}
