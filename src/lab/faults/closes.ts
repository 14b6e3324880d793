import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'closes'

/** What many load balancers do that have no backend: the end of the stream in the middle of a handshake. */
export const closes: Fault = {
  id,
  title: 'Server that hangs up',
  shows: 'The server closes the connection on the first octets of the hello, without a word.',
  build: (now) => servedWithoutChain(id, now, { kind: 'closes' }),
}
