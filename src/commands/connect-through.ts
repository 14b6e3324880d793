import type { Socket } from 'node:net'
import { converse } from '../capture/converse.ts'
import { type Environment, parseProxy, proxyFor } from '../capture/proxy/environment.ts'
import { httpConnect } from '../capture/proxy/http-connect.ts'
import { isExempt } from '../capture/proxy/no-proxy.ts'
import type { Proxy, UnusableProxy } from '../capture/proxy/proxy.ts'
import { openDirect } from '../capture/wire.ts'
import type { Connect, Connection } from '../fetch/trusted-get.ts'

/** For the connection and a proxy's tunnel, in milliseconds. */
const patience = 20_000

/**
 * Connects as the environment says: through the proxy that it names for a host, by CONNECT or SOCKS, or directly. What lies behind is
 * verified by whoever asks. A proxy for plain HTTP forwards.
 */
export function connectThrough(env: Environment): Connect {
  return async (url, signal) => {
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const isPlain = url.protocol === 'http:'
    const port = url.port === '' ? (isPlain ? 80 : 443) : Number(url.port)
    const proxy = isPlain ? plainProxy(host, env) : proxyFor({ host, port }, env)
    if (proxy?.kind === 'unusable') throw new Error(proxy.why)
    const socket = await until(signal, opened(proxy, host, port, isPlain))
    if (proxy === null) return { socket }
    const named: Connection = { socket, proxy: `proxy ${proxy.host}:${proxy.port}` }
    return isPlain && proxy.kind === 'http' ? { ...named, forwards: authorization(proxy) } : named
  }
}

/** As curl reads it: `http_proxy` in lower case alone, for a server may be given `HTTP_PROXY` by a request's `Proxy:` field (httpoxy). */
function plainProxy(host: string, env: Environment): Proxy | UnusableProxy | null {
  if (isExempt(host, env['no_proxy'] || env['NO_PROXY'] || '')) return null
  const value = (env['http_proxy'] || env['all_proxy'] || env['ALL_PROXY'] || '').trim()
  return value === '' ? null : parseProxy(value)
}

async function opened(proxy: Proxy | null, host: string, port: number, isPlain: boolean): Promise<Socket> {
  const open =
    proxy === null
      ? openDirect(host, port)
      : proxy.kind === 'http'
        ? openDirect(proxy.host, proxy.port)
        : (await import('../capture/proxy/socks5.ts')).openSocks5(proxy, host, port, patience)
  const dialogues = proxy?.kind === 'http' && !isPlain ? [httpConnect(proxy, host, port)] : []
  const end = await converse(open, dialogues, { timeoutMs: patience, idleMs: patience, connectMs: patience }, true)
  if (end.kind === 'failed') {
    const to = proxy === null ? host : `${host} through ${proxy.host}:${proxy.port}`
    throw new Error(`cannot connect to ${to}: ${end.failure.code} (${end.failure.detail})`)
  }
  if (end.socket === null) throw new Error('no connection')
  // Between here and its next owner nobody listens.
  end.socket.on('error', () => {})
  return end.socket
}

/** Whoever is stopped does not wait; what is opened afterwards is closed. */
function until(signal: AbortSignal, opening: Promise<Socket>): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stopped = (): void => {
      reject(new Error('stopped'))
      opening.then(
        (socket) => socket.destroy(),
        () => {},
      )
    }
    if (signal.aborted) return stopped()
    signal.addEventListener('abort', stopped, { once: true })
    opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', stopped))
  })
}

/** RFC 7617 §2. */
function authorization({ credentials }: Proxy): Readonly<Record<string, string>> {
  if (credentials === null) return {}
  const basic = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')
  return { 'Proxy-Authorization': `Basic ${basic}` }
}
