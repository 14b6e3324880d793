import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'empty-chain'

/** RFC 5246 §7.4.2 and RFC 8446 §4.4.2.4: a server's list is never empty. Sent by TLS 1.2. */
export const emptyChain: Fault = {
  id,
  title: 'Empty certificate list',
  shows: 'The server sends a Certificate message without any certificate.',
  build: (now) => servedWithoutChain(id, now, { kind: 'chain' }),
}
