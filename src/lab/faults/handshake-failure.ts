import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'handshake-failure'

/** RFC 8446 §6.2: no acceptable set of security parameters. */
export const handshakeFailure: Fault = {
  id,
  title: 'Alert: handshake_failure',
  shows: 'The server finds nothing in the hello that it would take and says so in an alert (40).',
  build: (now) => servedWithoutChain(id, now, { kind: 'alert', description: 40 }),
}
