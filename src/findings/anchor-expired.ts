import { isoTime } from '../model/time.ts'
import { expired } from './facts/expired.ts'
import { concern } from './facts/rejections.ts'
import { storesWith } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC104: a trust anchor that this chain can lead to has expired. RFC 5280 §6.1.1 (d) takes no validity from an anchor;
 * OpenSSL, GnuTLS and Go heed its dates, webpki, Java and Android do not. Expired anchors that the chain does not lead to
 * are not told.
 * about: the anchor. params: `notAfter`; `stores`: those that hold it, joined by `, `.
 */
export const anchorExpired: FindingRule = (situation) =>
  expired(situation, ['anchor']).map(({ certificate, explains }) => ({
    code: 'RC104',
    ...concern(explains),
    about: [certificate.sha256],
    params: { notAfter: isoTime(certificate.notAfter), stores: storesWith(situation.world, certificate).join(', ') },
  }))
