import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'version-1-intermediate'

/** RFC 5280 §6.1.4 (k): without version 3 there are no basic constraints. */
export const version1Intermediate: Fault = {
  id,
  title: 'Intermediate of version 1',
  shows: 'The certificate above the leaf is of version 1, without extensions: nothing says that it is a CA.',
  build: (now) => servedUsually(usualChain(id, now, { intermediate: { version: 1, extensions: () => [] } })),
}
