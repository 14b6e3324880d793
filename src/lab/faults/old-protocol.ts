import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'old-protocol'

/** RFC 8996 ended TLS 1.0 and 1.1. Newer clients are told protocol_version (70), or break off themselves when the server answers with TLS 1.0. */
export const oldProtocol: Fault = {
  id,
  title: 'TLS 1.0 alone',
  shows: 'The server speaks TLS 1.0 and nothing newer; no certificate is ever judged by a client of today.',
  build: (now) => ({
    ...servedUsually(usualChain(id, now, { kinds: { root: 'rsa-2048', intermediate: 'rsa-2048', leaf: 'rsa-2048' } })),
    serve: { kind: 'chain', versions: ['TLSv1', 'TLSv1'] },
  }),
}
