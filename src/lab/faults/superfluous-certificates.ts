import { caCertificate, rootCertificate } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { authority, servedUsually, usualChain, usualValidity } from '../shapes.ts'

const id = 'superfluous-certificates'

/** RFC 8446 §4.4.2: clients should be prepared for certificates that belong to no path. */
export const superfluousCertificates: Fault = {
  id,
  title: 'Superfluous certificates',
  shows: 'Behind the chain stand its root and two certificates of another authority, which nobody needs.',
  build: (now) => {
    const usual = usualChain(id, now)
    const otherRoot = authority(id, 'Other Root CA')
    const other = caCertificate(otherRoot, authority(id, 'Other Intermediate CA'), usualValidity(now, 'intermediate'))
    const unneeded = [usual.root, other, rootCertificate(otherRoot, usualValidity(now, 'root'))]
    return { ...servedUsually(usual), chain: [usual.leaf, usual.intermediate, ...unneeded] }
  },
}
