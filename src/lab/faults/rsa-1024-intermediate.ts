import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'rsa-1024-intermediate'

/** As `rsa-1024-leaf`, one certificate higher: clients have an error of its own for it. */
export const rsa1024Intermediate: Fault = {
  id,
  title: 'Intermediate with an RSA key of 1024 bits',
  shows: 'The key of the authority above the leaf is too short for most clients.',
  build: (now) => servedUsually(usualChain(id, now, { kinds: { intermediate: 'rsa-1024' } })),
}
