import type { TlsFacts } from '../../src/model/evidence.ts'

/** A handshake with our prober that brought neither timestamps nor a staple. */
export const plainHandshake: TlsFacts = {
  version: '1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  alpn: null,
  ocsp: null,
  scts: null,
  clientCertificateRequested: false,
  by: 'prober',
  warnings: [],
  possession: 'not-proved',
}
