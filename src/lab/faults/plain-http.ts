import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'plain-http'

const badRequest =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad Request\n'

/** RFC 9112: what a client of TLS gets from a port of HTTP. OpenSSL says "wrong version number". */
export const plainHttp: Fault = {
  id,
  title: 'Not TLS: plain HTTP',
  shows: 'The port speaks HTTP without TLS.',
  build: (now) => servedWithoutChain(id, now, { kind: 'text', first: 'client', text: badRequest }),
}
