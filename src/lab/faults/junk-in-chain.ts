import { hex } from '../der-writer.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'junk-in-chain'

const junk = hex('30820400deadbeef')

/** RFC 5246 §7.4.2: what cannot be read is not needed for the path, if the client gets so far. */
export const junkInChain: Fault = {
  id,
  title: 'Malformed: junk in the middle',
  shows: 'Between leaf and intermediate stand octets that are no certificate.',
  build: (now) => {
    const usual = usualChain(id, now)
    return { ...servedUsually(usual), chain: [usual.leaf, junk, usual.intermediate] }
  },
}
