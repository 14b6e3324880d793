import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'silent'

/** What a firewall that swallows packets, or a server that waits for another protocol, looks like: only a time limit ends it. */
export const silent: Fault = {
  id,
  title: 'Silent server',
  shows: 'The server takes the connection and the hello and never answers.',
  build: (now) => servedWithoutChain(id, now, { kind: 'silent' }),
}
