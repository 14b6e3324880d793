import { blamedForPurpose } from './facts/blamed-for-purpose.ts'
import { issuersSent } from './facts/issuers-sent.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC308: a certificate that acts as an authority is none: no basicConstraints with cA (RFC 5280 §4.2.1.9), or a version
 * that cannot have them (§6.1.4 k). OpenSSL 1.x words it as a wrong purpose.
 * about: the certificate. params: `version`.
 */
export const notACa: FindingRule = (situation) => {
  const own = blamedForPurpose(situation, 'not-a-ca')
  const acting = situation.world.chains.flatMap((chain) => issuersSent(situation.world, chain))
  const without = acting.filter((c) => c.basicConstraints?.cA !== true)
  return [...new Set([...without, ...own.keys()])].map((certificate) => ({
    code: 'RC308',
    ...concern(own.get(certificate) ?? []),
    about: [certificate.sha256],
    params: { version: String(certificate.version) },
  }))
}
