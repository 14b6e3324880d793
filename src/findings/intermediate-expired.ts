import { isoTime } from '../model/time.ts'
import { expired } from './facts/expired.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC102: an authority's certificate that the server sends has expired, and no certificate for the same name and key
 * stands under another issuer.
 * about: the certificate. params: `notAfter`; `kind`: `intermediate`, or `root` for a self-issued one that no store holds.
 */
export const intermediateExpired: FindingRule = (situation) =>
  expired(situation, ['intermediate', 'root']).map(({ certificate, role, explains }) => ({
    code: 'RC102',
    ...concern(explains),
    about: [certificate.sha256],
    params: { notAfter: isoTime(certificate.notAfter), kind: role },
  }))
