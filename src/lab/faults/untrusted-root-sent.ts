import type { Fault } from '../fault.ts'
import { servedUsually, unrelatedRoot, usualChain } from '../shapes.ts'

const id = 'untrusted-root-sent'

/** RFC 5280 §6.1.1 (d): being sent makes no anchor. OpenSSL says "self-signed certificate in certificate chain". */
export const untrustedRootSent: Fault = {
  id,
  title: 'Untrusted root, sent',
  shows: 'The server sends its chain up to the root, which the client does not trust: a private authority or an interceptor.',
  build: (now) => {
    const usual = usualChain(id, now)
    return {
      ...servedUsually(usual),
      chain: [usual.leaf, usual.intermediate, usual.root],
      anchors: [unrelatedRoot(id, now)],
      stores: [
        { id: 'public', origin: 'A store without the private root', anchors: [unrelatedRoot(id, now)] },
        { id: 'managed', origin: 'A store to which the private root was added', anchors: [unrelatedRoot(id, now), usual.root] },
      ],
    }
  },
}
