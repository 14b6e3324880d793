import { failedSends } from './facts/failed-sends.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC603: no chain was drawn for another reason than an alert or a foreign protocol: no connection, no answer, or none
 * that could be followed.
 * about: nothing. clients: those that have no chain for it. params: `failure`: the `CaptureFailureCode`; `by`: `peer`,
 * `network` or `self`; `detail`; `hellos`; `addresses`.
 */
export const notConnected: FindingRule = (situation) =>
  failedSends(
    situation,
    'RC603',
    (code) => code !== 'alert' && code !== 'not-tls',
    ({ code, by, detail }) => ({ failure: code, by, detail }),
  )
