import { failedSends } from './facts/failed-sends.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC602: what answers does not speak TLS.
 * about: nothing. clients: those that have no chain for it. params: `protocol`: the protocol that it seems to speak, empty
 * when it is not known; `hellos`; `addresses`.
 */
export const notTls: FindingRule = (situation) =>
  failedSends(
    situation,
    'RC602',
    (code) => code === 'not-tls',
    ({ detail }) => ({ protocol: detail }),
  )
