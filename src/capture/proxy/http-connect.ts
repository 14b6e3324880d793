import type { CaptureFailure } from '../../model/evidence.ts'
import { type Dialogue, done, failed, more, quote } from '../dialogue.ts'
import { ipVersion } from '../ip-version.ts'
import { GrowingBuffer } from '../tls/growing-buffer.ts'
import { type Proxy, withoutCredentials } from './proxy.ts'

/** The most of an answer's head that is read. The limit is ours. */
const maxHeadOctets = 16_384

/** The request for a tunnel and the answer to it: RFC 9110 §9.3.6, RFC 9112 §3.2.3; Basic credentials: RFC 7617 §2. */
export function httpConnect(proxy: Proxy, host: string, port: number): Dialogue {
  // Nothing that could end the line: a host is what a caller says it is.
  const authority = `${ipVersion(host) === 6 ? `[${host}]` : host}:${port}`.replace(/[^\x21-\x7e]/g, '')
  const { credentials } = proxy
  const basic = credentials === null ? '' : Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')
  const authorization = credentials === null ? '' : `Proxy-Authorization: Basic ${basic}\r\n`
  const head = new GrowingBuffer()
  let searched = 0
  const refused = (words: string): CaptureFailure => ({
    code: 'proxy-refused',
    by: 'network',
    detail: quote(withoutCredentials(words, credentials)),
  })
  return {
    start: () => Buffer.from(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`, 'latin1'),
    feed(data) {
      head.append(data)
      for (;;) {
        const bytes = head.view()
        const end = bytes.indexOf('\r\n\r\n', searched, 'latin1')
        if (end < 0) {
          searched = Math.max(0, bytes.length - 3)
          if (!/^H?T?T?P?\/?$|^HTTP\//.test(bytes.toString('latin1', 0, 5)))
            return failed(refused(`no HTTP proxy: ${bytes.toString('latin1', 0, 100)}`))
          return bytes.length > maxHeadOctets ? failed(refused('an answer without end')) : more
        }
        const statusLine = /^HTTP\/1\.\d (\d{3})([^\r\n]*)/.exec(bytes.toString('latin1', 0, end))
        if (statusLine === null) return failed(refused(`no HTTP proxy: ${bytes.toString('latin1', 0, 100)}`))
        const status = Number(statusLine[1])
        head.consume(end + 4)
        searched = 0
        // RFC 9110 §9.3.6: after a 2xx the tunnel begins behind the head, whatever its fields say. §15.2: 1xx answers come before.
        if (status >= 200 && status < 300) return done(head.view())
        if (status >= 200 || status < 100) return failed(refused(`${status}${statusLine[2] ?? ''}`))
      }
    },
    end: (reason) => ({ ...reason, detail: `proxy: ${reason.detail}` }),
  }
}
