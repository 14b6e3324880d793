import { isoTime } from '../model/time.ts'
import { expired } from './facts/expired.ts'
import { concern } from './facts/rejections.ts'
import { alternatives, storesWith } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC103: the server sends a cross-certificate that has expired, while the same name and key live on in another
 * certificate: clients that can find that one accept, the others fail.
 * about: the cross-certificate, then the other certificates for its name and key, self-signed ones first.
 * params: `notAfter`; `stores`: the stores that hold one of the others, joined by `, `; empty: none does.
 */
export const crossCertificateExpired: FindingRule = (situation) => {
  const { world } = situation
  return expired(situation, ['cross']).map(({ chain, certificate, explains }) => {
    const others = alternatives(world.graph(chain), certificate)
    const stores = new Set(others.flatMap((c) => storesWith(world, c)))
    return {
      code: 'RC103',
      ...concern(explains),
      about: [certificate, ...others].map((c) => c.sha256),
      params: { notAfter: isoTime(certificate.notAfter), stores: [...stores].join(', ') },
    }
  })
}
