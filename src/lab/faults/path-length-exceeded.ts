import { basicConstraints } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { withExtension } from '../shapes.ts'
import { tower } from '../tower.ts'

const id = 'path-length-exceeded'

/** RFC 5280 §6.1.4 (l) and (m). */
export const pathLengthExceeded: Fault = {
  id,
  title: 'Path length exceeded',
  shows: 'The upper intermediate allows no further CA below it, and there is one.',
  build: (now) => tower(id, now, 2, (tier) => (tier === 2 ? { extensions: withExtension(basicConstraints(true, 0)) } : {})),
}
