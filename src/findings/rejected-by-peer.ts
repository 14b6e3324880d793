import { failedSends } from './facts/failed-sends.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC601: the server ended the handshake with an alert, before any certificate of it was judged (RFC 8446 §6.2).
 * about: nothing. clients: those whose hello fared so. params: `alert`: its name; `hellos`; `addresses`.
 */
export const rejectedByPeer: FindingRule = (situation) =>
  failedSends(
    situation,
    'RC601',
    (code) => code === 'alert',
    ({ detail }) => ({ alert: detail }),
  )
