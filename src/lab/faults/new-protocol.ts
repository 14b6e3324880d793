import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'new-protocol'

/** RFC 8446 §4.2.1. Clients that know no TLS 1.3 are told protocol_version (70). */
export const newProtocol: Fault = {
  id,
  title: 'TLS 1.3 alone',
  shows: 'The server speaks TLS 1.3 and nothing older: clients of before 2018 get an alert and never see the chain.',
  build: (now) => ({ ...servedUsually(usualChain(id, now)), serve: { kind: 'chain', versions: ['TLSv1.3', 'TLSv1.3'] } }),
}
