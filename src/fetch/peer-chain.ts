import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

/** More certificates than this are not walked. The limit is ours. */
const most = 16

/** What the peer of a finished handshake sent, DER, target first; empty: nothing. */
export function peerChain(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = []
  const seen = new Set<string>()
  for (let next: X509Certificate | undefined = socket.getPeerX509Certificate(); next !== undefined && chain.length < most; ) {
    if (seen.has(next.fingerprint256)) break
    seen.add(next.fingerprint256)
    chain.push(new Uint8Array(next.raw))
    next = next.issuerCertificate
  }
  return chain
}
