import { crossCertificate, rootCertificate } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { around, authority, servedUsually, usualChain } from '../shapes.ts'

const id = 'expired-cross'

/** As on 30 May 2020, but with an old root that is still valid: only the certificate between the roots has run out. */
export const expiredCross: Fault = {
  id,
  title: 'Expired cross-certificate',
  shows: 'The cross-certificate that leads to the old root ran out three days ago; both roots are still valid.',
  build: (now) => {
    const usual = usualChain(id, now)
    const oldRoot = authority(id, 'Old Root CA')
    const old = rootCertificate(oldRoot, around(now, -5475, 1825))
    const cross = crossCertificate(oldRoot, usual.entities.root, around(now, -1828, -3))
    return {
      ...servedUsually(usual),
      chain: [usual.leaf, usual.intermediate, cross],
      anchors: [old],
      stores: [
        { id: 'old-bundle', origin: 'A bundle from before the new root', anchors: [old] },
        { id: 'new-bundle', origin: 'A bundle that has both roots', anchors: [old, usual.root] },
      ],
    }
  },
}
