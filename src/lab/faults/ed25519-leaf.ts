import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'ed25519-leaf'

/** RFC 8410. The Baseline Requirements §6.1.1.3 know no such key, so browsers do not offer the scheme. */
export const ed25519Leaf: Fault = {
  id,
  title: 'Leaf with an Ed25519 key',
  shows: "The server's key is of a kind that browsers and some libraries do not offer.",
  build: (now) => servedUsually(usualChain(id, now, { kinds: { leaf: 'ed25519' } })),
}
