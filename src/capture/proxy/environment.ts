import type { Target } from '../../model/evidence.ts'
import { isExempt } from './no-proxy.ts'
import type { Proxy, UnusableProxy } from './proxy.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that the environment names for a target, as curl reads it (curl(1), "ENVIRONMENT"; lib/url.c): `<scheme>_proxy`
 * before `<SCHEME>_PROXY`, then `all_proxy` before `ALL_PROXY`, and nothing for a host in `no_proxy` or `NO_PROXY`. The scheme is
 * https, or the STARTTLS protocol (`smtp_proxy`). `http_proxy`, in any case, is for plain HTTP, which is never captured.
 * An empty variable counts as absent (lib/getenv.c). `null`: none.
 */
export function proxyFor(target: Target, env: Environment): Proxy | UnusableProxy | null {
  const noProxy = env['no_proxy'] || env['NO_PROXY'] || ''
  if (isExempt(target.host, noProxy)) return null
  const scheme = target.starttls ?? 'https'
  const value = env[`${scheme}_proxy`] || env[`${scheme.toUpperCase()}_PROXY`] || env['all_proxy'] || env['ALL_PROXY'] || ''
  return value.trim() === '' ? null : parseProxy(value.trim())
}

/** What curl takes where a proxy has no port: 1080, but 443 for an HTTPS proxy. */
const defaultPort = 1080

/** Reads `[scheme://][user[:password]@]host[:port]`; without a scheme it is an HTTP proxy. */
export function parseProxy(text: string): Proxy | UnusableProxy {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? []
  const authority = rest.split(/[/?#]/, 1)[0] ?? ''
  const at = authority.lastIndexOf('@')
  const [, bracketed, plain, portText] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d{1,5}))?$/.exec(authority.slice(at + 1)) ?? []
  const host = bracketed ?? plain ?? ''
  const kind = scheme.toLowerCase()
  const port = portText === undefined ? (kind === 'https' ? 443 : defaultPort) : Number(portText)
  const unusable = (why: string): UnusableProxy => ({ kind: 'unusable', host, port, why })
  if (host === '' || port < 1 || port > 65_535) return unusable('the proxy in the environment has no host or no valid port')
  if (kind !== 'http' && kind !== 'socks5' && kind !== 'socks5h' && kind !== 'socks') {
    return unusable(`a proxy of kind ${kind}: only http and socks5 proxies can be used`)
  }
  return {
    kind: kind === 'http' ? 'http' : 'socks5',
    host,
    port,
    credentials: at < 0 ? null : credentialsOf(authority.slice(0, at)),
  }
}

function credentialsOf(userInfo: string): { readonly username: string; readonly password: string } {
  const colon = userInfo.indexOf(':')
  const username = colon < 0 ? userInfo : userInfo.slice(0, colon)
  return { username: decode(username), password: colon < 0 ? '' : decode(userInfo.slice(colon + 1)) }
}

/** Percent-decoding (RFC 3986 §2.1); a text that is not so encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
