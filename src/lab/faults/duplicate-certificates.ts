import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'duplicate-certificates'

/** RFC 5246 §7.4.2 gives every certificate one place; RFC 8446 §4.4.2 asks for leniency. */
export const duplicateCertificates: Fault = {
  id,
  title: 'Duplicate certificates',
  shows: 'Leaf and intermediate are each sent twice.',
  build: (now) => {
    const usual = usualChain(id, now)
    return { ...servedUsually(usual), chain: [usual.leaf, usual.leaf, usual.intermediate, usual.intermediate] }
  },
}
