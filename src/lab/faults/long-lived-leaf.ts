import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'long-lived-leaf'

/** CA/Browser Forum Baseline Requirements §6.3.2. Apple and Chrome look, for authorities of their programmes. */
export const longLivedLeaf: Fault = {
  id,
  title: 'Leaf valid for too long',
  shows: 'The leaf is valid for 900 days, more than the root programmes have allowed since 2018.',
  build: (now) => servedUsually(usualChain(id, now, { leaf: around(now, -30, 870) })),
}
