import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'good'

/** The control: RFC 5280 §6.1 finds nothing to say. */
export const good: Fault = {
  id,
  title: 'Nothing wrong',
  shows: 'A leaf, its intermediate and a trusted root, as they ought to be.',
  build: (now) => servedUsually(usualChain(id, now)),
}
