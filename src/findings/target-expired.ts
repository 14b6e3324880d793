import { isoTime } from '../model/time.ts'
import { expired } from './facts/expired.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC101: the server's own certificate has expired. Every client that heeds time rejects it.
 * about: the target. params: `notAfter`, its last second.
 */
export const targetExpired: FindingRule = (situation) =>
  expired(situation, ['target']).map(({ certificate, explains }) => ({
    code: 'RC101',
    ...concern(explains),
    about: [certificate.sha256],
    params: { notAfter: isoTime(certificate.notAfter) },
  }))
