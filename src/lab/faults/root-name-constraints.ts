import { nameConstraints } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { labHost, servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'root-name-constraints'

/** RFC 5280 §6.1.1 gives an anchor no constraints; RFC 5937 does, and clients differ. */
export const rootNameConstraints: Fault = {
  id,
  title: 'Name constraints in the root',
  shows: 'The root itself permits names below lab.test alone: some clients heed the constraints of an anchor, some do not.',
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        names: [{ dns: labHost }],
        root: { extensions: withExtension(nameConstraints([{ dns: 'lab.test' }], [])) },
      }),
    ),
}
