import { X509Certificate } from 'node:crypto'
import { createSecureContext, createServer, type SecureContextOptions, type Server, type TlsOptions } from 'node:tls'
import type { BuiltFault, LabIdentity, TlsVersion } from './fault.ts'
import { certificatesPem } from './pem.ts'

/**
 * Level 0, for OpenSSL would not load weak keys and digests at another. The suites of TLS 1.3 are named because
 * Node drops that version where none is. No authorities: with any, OpenSSL adds issuers that it finds to a lone leaf.
 */
const permissive: SecureContextOptions = {
  ciphers: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:DEFAULT@SECLEVEL=0',
  ca: [],
}

/** The chain and key as Node's TLS takes them. */
const loaded = (identities: readonly LabIdentity[]): SecureContextOptions => ({
  ...permissive,
  cert: identities.map(({ chain }) => certificatesPem(chain)),
  key: identities.map(({ key }) => key.export({ type: 'pkcs8', format: 'pem' })),
})

/** The identity of a fault if a TLS library would send it, octet for octet; otherwise `null`. */
export function loadableIdentity({ chain, key }: Pick<BuiltFault, 'chain' | 'key'>): LabIdentity | null {
  if (key === null || chain.length === 0) return null
  try {
    // OpenSSL writes a certificate anew around the part that is signed: what stands outside of it may be lost.
    if (!chain.every((der) => new X509Certificate(der).raw.equals(der))) return null
    createSecureContext(loaded([{ chain, key }]))
    return { chain, key }
  } catch {
    return null
  }
}

/** What a lab server does beyond sending a chain. */
export interface TlsServerOptions {
  readonly clientCertificate?: 'required'
  /** Lowest and highest; TLS 1.2 and 1.3 by default. */
  readonly versions?: readonly [TlsVersion, TlsVersion]
  /** Identities for clients that name the host (RFC 6066 §3). */
  readonly named?: { readonly host: string; readonly identities: readonly LabIdentity[] }
}

/**
 * A TLS server with these identities, of which OpenSSL chooses by the hello. It is not listening yet. When the
 * handshake is done it answers whatever comes with one line over HTTP and closes.
 */
export function labTlsServer(identities: readonly LabIdentity[], options: TlsServerOptions = {}): Server {
  const [minVersion, maxVersion] = options.versions ?? ['TLSv1.2', 'TLSv1.3']
  const required: TlsOptions = options.clientCertificate ? { requestCert: true, rejectUnauthorized: true } : {}
  const server = createServer({ ...loaded(identities), ...required, minVersion, maxVersion })
  if (options.named) server.addContext(options.named.host, loaded(options.named.identities))
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(answer))
  })
  // The client's refusal of the chain arrives here: it is what the lab is for.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\nConnection: close\r\n\r\nrootcause lab\n'
