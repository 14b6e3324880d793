import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls'
import type { Pki } from './pki.ts'

/** Speaks TLS as a server over a connected socket, with the odd chain `ec-leaf`, `ec-int`, `ec-int`. */
export function speakTls(socket: Socket, pki: Pki, options: SecureContextOptions = {}): TLSSocket {
  const cert = readFileSync(pki.bundle('peer.pem', peerChain))
  const secureContext = createSecureContext({ cert, key: readFileSync(pki.file('ec-leaf.key')), ...options })
  const tls = new TLSSocket(socket, { isServer: true, secureContext })
  tls.on('error', () => {})
  return tls
}

/** What `speakTls` sends. */
export const peerChain = ['ec-leaf', 'ec-int', 'ec-int']
