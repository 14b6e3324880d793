import { connect } from 'node:tls'

/** Where to ask. */
export interface ClientCertificateQuestion {
  readonly address: string
  readonly port: number
  /** For SNI; empty: none is sent. */
  readonly servername: string
  readonly timeoutMs: number
  /** How long a server that was content with the handshake is given to turn us away after it (RFC 8446 §4.4.2.4). */
  readonly graceMs: number
}

/** `alert`: as OpenSSL names it. `let-in`: no alert came in time, or it went on. `unknown`: no handshake came about for another reason. */
export type ClientCertificateAnswer =
  | { readonly kind: 'turned-away'; readonly alert: string }
  | { readonly kind: 'let-in' }
  | { readonly kind: 'unknown' }

/**
 * Alerts by which a server says that it wants another certificate than none: certificate_required (RFC 8446 §6.2), bad_certificate and
 * handshake_failure (RFC 5246 §7.4.6), and those of servers that judge the absence as they would judge a certificate. OpenSSL's names.
 */
const refusals =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE|NO_CERTIFICATE|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED)$/

/**
 * Completes a handshake without a client certificate with a server that asked for one, and looks whether it insists. What the server
 * shows is not judged here: nothing is sent to it, and nothing of it is believed. Never rejects.
 */
export function withoutClientCertificate(question: ClientCertificateQuestion): Promise<ClientCertificateAnswer> {
  const { address, port, servername, timeoutMs, graceMs } = question
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      ...(servername === '' ? {} : { servername }),
      // The chain is judged by the engine, not by this connection.
      rejectUnauthorized: false,
    })
    let timer = setTimeout(() => end({ kind: 'unknown' }), timeoutMs)
    const end = (answer: ClientCertificateAnswer): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      timer = setTimeout(() => end({ kind: 'let-in' }), graceMs)
    })
    socket.once('data', () => end({ kind: 'let-in' }))
    socket.once('close', () => end({ kind: 'unknown' }))
    socket.once('error', (error) => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
      const [, alert] = refusals.exec(code) ?? []
      end(alert === undefined ? { kind: 'unknown' } : { kind: 'turned-away', alert: alert.toLowerCase() })
    })
  })
}
