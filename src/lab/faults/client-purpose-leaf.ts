import { extKeyUsage, purpose } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'client-purpose-leaf'

/** RFC 5280 §4.2.1.12: id-kp-clientAuth without id-kp-serverAuth. */
export const clientPurposeLeaf: Fault = {
  id,
  title: 'Leaf for clients alone',
  shows: "The leaf's extended key usage allows TLS clients, not servers.",
  build: (now) => servedUsually(usualChain(id, now, { leaf: { extensions: withExtension(extKeyUsage(purpose.clientAuth)) } })),
}
