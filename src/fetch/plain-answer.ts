import { connect } from 'node:net'

/** What a port says to a plain HTTP request. */
export interface PlainReply {
  readonly status: number
  /** Host of the `Location`; empty: none, or the same host. */
  readonly redirectsTo: string
}

/** Where to ask. */
export interface PlainQuestion {
  readonly address: string
  readonly port: number
  readonly host: string
  readonly timeoutMs: number
}

/** Longest head that is read, in octets. */
const maxHead = 16_384

/**
 * Asks a port that answered a ClientHello in plain HTTP what it says to a request (HEAD, without credentials): a captive portal redirects
 * to its own page (RFC 8952 §2.6; status 511, RFC 6585 §6). `null`: it says nothing that is HTTP. Never rejects.
 */
export function plainAnswer({ address, port, host, timeoutMs }: PlainQuestion): Promise<PlainReply | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    let head = ''
    const end = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(readHead(head, host))
    }
    const timer = setTimeout(end, timeoutMs)
    socket.setEncoding('latin1')
    socket.once('error', end)
    socket.once('close', end)
    socket.once('connect', () => {
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: rootcause\r\nConnection: close\r\n\r\n`)
    })
    socket.on('data', (text: string) => {
      head += text
      if (head.length > maxHead || head.includes('\r\n\r\n')) end()
    })
  })
}

function readHead(head: string, host: string): PlainReply | null {
  const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(head) ?? []
  if (status === undefined) return null
  const [, location = ''] = /^location:[ \t]*(\S+)/im.exec(head) ?? []
  const to = URL.canParse(location) ? new URL(location).hostname : ''
  return { status: Number(status), redirectsTo: to.toLowerCase() === host.toLowerCase() ? '' : to }
}
