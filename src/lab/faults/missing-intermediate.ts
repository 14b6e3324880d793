import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'missing-intermediate'

/** RFC 5246 §7.4.2 lets a sender leave out the root alone. Clients that fetch or remember intermediates do not notice. */
export const missingIntermediate: Fault = {
  id,
  title: 'Missing intermediate',
  shows: 'The server sends its leaf alone; the intermediate above it is not in the store.',
  build: (now) => {
    const usual = usualChain(id, now)
    return { ...servedUsually(usual), chain: [usual.leaf] }
  },
}
