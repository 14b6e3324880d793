import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'rsa-1024-leaf'

/** CA/Browser Forum Baseline Requirements §6.1.5 ask for 2048 bits; OpenSSL refuses 1024 from security level 2 on. */
export const rsa1024Leaf: Fault = {
  id,
  title: 'Leaf with an RSA key of 1024 bits',
  shows: "The server's key is too short for most clients.",
  build: (now) => servedUsually(usualChain(id, now, { kinds: { leaf: 'rsa-1024' } })),
}
