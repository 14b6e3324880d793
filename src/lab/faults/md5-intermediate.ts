import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'md5-intermediate'

/** RFC 6151 §2 and RFC 8446 §4.4.2.4: a client must not go on with it. */
export const md5Intermediate: Fault = {
  id,
  title: 'Intermediate signed with MD5',
  shows: 'The root signed the intermediate with MD5.',
  build: (now) => servedUsually(usualChain(id, now, { kinds: { root: 'rsa-2048' }, intermediate: { digest: 'md5' } })),
}
