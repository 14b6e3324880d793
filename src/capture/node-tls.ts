import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { type ConnectionOptions, connect } from 'node:tls'
import type { CaptureFailure } from '../model/evidence.ts'
import type { HelloClass } from '../model/hello.ts'
import { errorCode } from './network-failure.ts'
import { offersTls13, sendsServername } from './tls/client-hello.ts'
import type { ProbeOutcome } from './tls/prober.ts'

/** What Node's TLS is to ask. */
export interface NodeTlsOptions {
  readonly hello: HelloClass
  readonly servername: string | null
  readonly alpn: boolean
  readonly timeoutMs: number
}

/** More certificates than this are not walked. The limit is ours. */
const maxCertificates = 1000

/** Everything that the runtime's OpenSSL has, without its lower limits: what is wanted is the chain, and nothing is sent under it. */
const allCiphers =
  'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256:ALL:!aNULL:@SECLEVEL=0'

/**
 * The chain as the runtime's own TLS shows it, over a connected socket that it takes for itself. For servers that want what the
 * prober lacks. Certificates that OpenSSL cannot parse make it fail: then nothing is shown at all.
 */
export function captureWithNodeTls(socket: Socket, options: NodeTlsOptions): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const tls13 = offersTls13(options.hello)
    let ocsp: Buffer | null = null
    const request: ConnectionOptions & { readonly requestOCSP: boolean } = {
      socket,
      rejectUnauthorized: false,
      requestOCSP: true,
      minVersion: tls13 ? 'TLSv1.2' : 'TLSv1',
      maxVersion: tls13 ? 'TLSv1.3' : 'TLSv1.2',
      ciphers: allCiphers,
      ...(options.servername !== null && sendsServername(options.hello) ? { servername: options.servername } : {}),
      ...(options.alpn ? { ALPNProtocols: ['h2', 'http/1.1'] } : {}),
    }
    socket.on('error', () => {}) // what befalls the socket is told by what lies over it
    const tls = connect(request)
    const settle = (outcome: ProbeOutcome): void => {
      clearTimeout(timer)
      tls.destroy()
      socket.destroy()
      resolve(outcome)
    }
    const fail = (failure: CaptureFailure): void => settle({ kind: 'failed', failure })
    const timer = setTimeout(
      () => fail({ code: 'timeout', by: 'network', detail: `not finished within ${options.timeoutMs} ms` }),
      options.timeoutMs,
    )
    tls.on('OCSPResponse', (response: Buffer | null) => {
      ocsp = response
    })
    tls.on('error', (error) => fail({ code: 'unsupported', by: 'self', detail: errorCode(error) }))
    tls.on('close', () => fail({ code: 'closed', by: 'network', detail: 'closed by the peer' }))
    tls.on('secureConnect', () => {
      const chain = walk(tls.getPeerX509Certificate())
      const cipher = tls.getCipher()
      settle({
        kind: 'chain',
        chain,
        tls: {
          version: (tls.getProtocol() ?? '').replace(/^TLSv1$/, '1.0').replace(/^TLSv/, ''),
          cipher: cipher.standardName,
          alpn: tls.alpnProtocol === false ? null : tls.alpnProtocol,
          ocsp: ocsp?.toString('base64') ?? null,
          scts: null,
          clientCertificateRequested: false,
          by: 'node-tls',
          warnings: [],
          possession: 'not-proved',
        },
      })
    })
  })
}

/** OpenSSL keeps the list as it was sent; a certificate that stands in it twice is no reason to stop. */
function walk(first: X509Certificate | undefined): Uint8Array[] {
  const chain: Uint8Array[] = []
  let certificate = first
  while (certificate !== undefined && chain.length < maxCertificates) {
    chain.push(Uint8Array.from(certificate.raw))
    const next: X509Certificate | undefined = certificate.issuerCertificate
    if (next === certificate) break
    certificate = next
  }
  return chain
}
