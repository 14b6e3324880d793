import { nameConstraints } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { labHost, servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'name-excluded'

/** RFC 5280 §6.1.3 (c): excluded subtrees. */
export const nameExcluded: Fault = {
  id,
  title: 'Name excluded',
  shows: 'The intermediate may not issue for the very name that the leaf has.',
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        names: [{ dns: labHost }],
        intermediate: { extensions: withExtension(nameConstraints([], [{ dns: labHost }])) },
      }),
    ),
}
