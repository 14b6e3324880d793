import { nameConstraints } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { labHost, servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'name-not-permitted'

/** RFC 5280 §6.1.3 (b): permitted subtrees. */
export const nameNotPermitted: Fault = {
  id,
  title: 'Name not permitted',
  shows: 'The intermediate may issue for names below lab.test alone; the leaf is for another.',
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        names: [{ dns: labHost }],
        intermediate: { extensions: withExtension(nameConstraints([{ dns: 'lab.test' }], [])) },
      }),
    ),
}
