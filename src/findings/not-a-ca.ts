import type { Certificate } from '../model/certificate.ts'
import { namesChain } from '../graph/issuers.ts'
import type { World } from '../graph/world.ts'
import { blamedForPurpose } from './facts/blamed-for-purpose.ts'
import { issuersSent } from './facts/issuers-sent.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC308: a certificate that acts as an authority is none: no basicConstraints with cA (RFC 5280 §4.2.1.9), or a version
 * that cannot have them (§6.1.4 k). OpenSSL 1.x words it as a wrong purpose.
 * A target that is only its own issuer signed no other certificate: RC206.
 * about: the certificate. params: `version`.
 */
export const notACa: FindingRule = (situation) => {
  const own = blamedForPurpose(situation, 'not-a-ca')
  const acting = situation.world.chains.flatMap((chain) => issuersSent(situation.world, chain))
  const without = acting.filter((c) => c.basicConstraints?.cA !== true)
  const told = [...own.keys()].filter((c) => isAboveAnother(situation.world, c))
  return [...new Set([...without, ...told])].map((certificate) => ({
    code: 'RC308',
    ...concern(own.get(certificate) ?? []),
    about: [certificate.sha256],
    params: { version: String(certificate.version) },
  }))
}

/** By names alone: a signature that is false does not hide what the certificate was used for. */
const isAboveAnother = (world: World, issuer: Certificate): boolean =>
  world.chains.some((chain) => world.graph(chain).certificates.some((c) => c !== issuer && namesChain(c, issuer, 'canonical')))
