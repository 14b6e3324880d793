import type { Fault } from '../fault.ts'
import { tower } from '../tower.ts'

const id = 'wrong-order'

/** RFC 5246 §7.4.2: each certificate certifies the one before it. RFC 8446 §4.4.2 lets clients be lenient. */
export const wrongOrder: Fault = {
  id,
  title: 'Wrong order',
  shows: 'Two intermediates and the root are sent from the root down, behind the leaf.',
  build: (now) => {
    const built = tower(id, now, 2)
    const [leaf, ...above] = [...built.chain, ...built.anchors]
    return { ...built, chain: leaf ? [leaf, ...above.reverse()] : [] }
  },
}
