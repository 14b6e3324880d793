import { crossCertificate, leafCertificate } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { authority, labHost, loopbackNames, server, unrelatedRoot, usualValidity } from '../shapes.ts'

const id = 'cross-loop'

/** RFC 4158 §2.4.1: a path has no certificate twice; builders that forget it never come back. */
export const crossLoop: Fault = {
  id,
  title: 'Cross-certificates in a circle',
  shows: 'Two authorities certify each other and nobody else certifies either: there is no way up, only round.',
  build: (now) => {
    const east = authority(id, 'East CA')
    const west = authority(id, 'West CA')
    const leaf = server()
    return {
      chain: [
        leafCertificate(east, leaf, usualValidity(now, 'leaf'), loopbackNames),
        crossCertificate(west, east, usualValidity(now, 'intermediate')),
        crossCertificate(east, west, usualValidity(now, 'intermediate')),
      ],
      key: leaf.key.privateKey,
      anchors: [unrelatedRoot(id, now)],
      host: labHost,
      serve: { kind: 'chain' },
    }
  },
}
