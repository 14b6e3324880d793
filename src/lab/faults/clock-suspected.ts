import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'clock-suspected'

/** RFC 5280 §6.1.3 (a)(2) fails on every certificate at once, as it does on a machine whose clock has fallen back by years. */
export const clockSuspected: Fault = {
  id,
  title: 'Everything lies in the future',
  shows: 'Leaf, intermediate and root are all not yet valid: it is the clock that is wrong, not three certificates.',
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        root: around(now, 1000, 8300),
        intermediate: around(now, 1400, 5000),
        leaf: around(now, 2000, 2090),
      }),
    ),
}
