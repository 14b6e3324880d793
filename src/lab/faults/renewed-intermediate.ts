import { caCertificate } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'renewed-intermediate'

/** RFC 4158 §3.5.4: of two certificates for one name and key, the valid one is to be preferred. Greedy clients take the first. */
export const renewedIntermediate: Fault = {
  id,
  title: 'Renewed intermediate beside the expired one',
  shows: 'The server sends the expired intermediate first and the renewed one, of the same name and key, behind it.',
  build: (now) => {
    const usual = usualChain(id, now)
    const { root, intermediate } = usual.entities
    const expired = caCertificate(root, intermediate, around(now, -1828, -3))
    return { ...servedUsually(usual), chain: [usual.leaf, expired, usual.intermediate] }
  },
}
