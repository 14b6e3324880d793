import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'sha1-intermediate'

/** RFC 8446 §4.4.2.4 advises against SHA-1; OpenSSL refuses it in certificates from security level 1 on. */
export const sha1Intermediate: Fault = {
  id,
  title: 'Intermediate signed with SHA-1',
  shows: 'The root signed the intermediate with SHA-1.',
  build: (now) => servedUsually(usualChain(id, now, { kinds: { root: 'rsa-2048' }, intermediate: { digest: 'sha1' } })),
}
