import { isoTime } from '../model/time.ts'
import type { HealthRule } from './rule.ts'

/** RC805: the machine's clock stands before the newest day of which this very program has data. */
export const clockBehind: HealthRule = ({ at, time, programmes: { newest } }) =>
  // What was measured says more.
  at >= newest || time?.kind === 'known'
    ? []
    : [
        {
          code: 'RC805',
          severity: 'error',
          about: [],
          clients: [],
          params: { clock: isoTime(at), atLeast: isoTime(newest).slice(0, 10) },
        },
      ]
