import { leafCertificate } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { labHost, loopbackNames, server, unrelatedRoot, usualValidity } from '../shapes.ts'

const id = 'self-signed-leaf'

/** RFC 5280 §6.1.1 (d): a target that signs itself is no anchor. */
export const selfSignedLeaf: Fault = {
  id,
  title: 'Self-signed leaf',
  shows: "The server's only certificate is signed by itself.",
  build: (now) => {
    const leaf = server()
    return {
      chain: [leafCertificate(leaf, leaf, usualValidity(now, 'leaf'), loopbackNames)],
      key: leaf.key.privateKey,
      anchors: [unrelatedRoot(id, now)],
      host: labHost,
      serve: { kind: 'chain' },
    }
  },
}
