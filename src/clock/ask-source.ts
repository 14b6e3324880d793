import { connect } from 'node:tls'
import { peerChain } from '../fetch/peer-chain.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import type { TimeSource } from './sources.ts'

/** Whether a chain (DER, target first) is good for a host at an instant, by authorities that the verifier knows by itself. */
export type ChainVerifier = (chain: readonly Uint8Array[], host: string, at: UnixSeconds) => boolean

/** How a source is asked. */
export interface AskOptions {
  readonly timeoutMs: number
  readonly verify: ChainVerifier
  /** Times before it are not believed: the newest day of which the program itself has data. */
  readonly notBefore: UnixSeconds
  /** The machine's clock, in milliseconds. */
  readonly now: () => number
}

/** What one source says. */
export type SourceAnswer =
  /** `offset`: local minus true, in seconds; `uncertainty`: how long the answer was on its way, and the grain of `Date`. */
  | { readonly kind: 'time'; readonly source: TimeSource; readonly offset: number; readonly uncertainty: number }
  | { readonly kind: 'failed'; readonly source: TimeSource; readonly why: string }

/** Longest head of an answer, in octets. */
const maxHead = 16_384

/**
 * Asks one source. The handshake is completed, so that the peer has proved that it holds the key; whether its chain is good is judged here,
 * at the time that the peer itself claims, for the local clock may be wrong and the local stores are not to be believed. Nothing but the
 * claim is taken from a peer that fails. Never rejects.
 */
export function askSource(source: TimeSource, options: AskOptions): Promise<SourceAnswer> {
  const failed = (why: string): SourceAnswer => ({ kind: 'failed', source, why: escapeUnprintable(why) })
  return new Promise((resolve) => {
    const socket = connect({
      host: source.connect ?? source.host,
      port: source.port,
      servername: source.host,
      // No store is asked, and no clock: `verify` judges the chain by itself before the answer counts.
      ca: [],
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    })
    const end = (answer: SourceAnswer): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end(failed(`no answer within ${options.timeoutMs / 1000} s`)), options.timeoutMs)
    socket.once('error', (error) => end(failed(error.message)))
    socket.once('close', () => end(failed('it closed the connection')))
    socket.once('secureConnect', () => {
      const chain = peerChain(socket)
      const asked = options.now()
      socket.write(`HEAD / HTTP/1.1\r\nHost: ${source.host}\r\nUser-Agent: rootcause\r\nConnection: close\r\n\r\n`)
      let head = ''
      socket.setEncoding('latin1')
      socket.on('data', (text: string) => {
        head += text
        if (head.length > maxHead) return end(failed('its answer has no end'))
        if (!head.includes('\r\n\r\n')) return
        const answered = options.now()
        const claimed = dateOf(head)
        if (claimed === null) return end(failed('its answer has no Date'))
        if (claimed < options.notBefore) return end(failed('it claims a time before the data of this program'))
        if (!options.verify(chain, source.host, claimed)) return end(failed('its certificate is not good'))
        const middle = (asked + answered) / 2000
        const uncertainty = Math.abs(answered - asked) / 2000 + 1
        // A Date says the second that has begun: on average half of it is over.
        end({ kind: 'time', source, offset: middle - claimed - 0.5, uncertainty })
      })
    })
  })
}

/** RFC 9110 §5.6.7: IMF-fixdate, the only form that is sent today. */
function dateOf(head: string): UnixSeconds | null {
  const [, text = ''] =
    /^date:[ \t]*([A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)[ \t]*\r?$/im.exec(head) ?? []
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : seconds(at / 1000)
}
