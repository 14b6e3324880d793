import { blamedForPurpose } from './facts/blamed-for-purpose.ts'
import { issuersSent } from './facts/issuers-sent.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { mayNotSign } from './facts/purpose-fault.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC307: the keyUsage of an authority does not allow it to sign certificates, or the target's does not fit a TLS server
 * (RFC 5280 §4.2.1.3). OpenSSL up to 1.1.1 does not even take such an authority for an issuer, and says that there is none.
 * about: the certificate. params: `kind`: `target` or `issuer`.
 */
export const keyUsage: FindingRule = (situation) => {
  const { world } = situation
  const own = blamedForPurpose(situation, 'key-usage')
  const found = new Map([...own].map(([c, explained]) => [c, [...explained]] as const))
  for (const chain of world.chains) {
    for (const issuer of issuersSent(world, chain).filter(mayNotSign)) {
      const orphaned = withoutIssuer(situation, chain).filter(
        (r) => r.verdict.told.certificate?.issuer.canonical === issuer.subject.canonical,
      )
      found.set(issuer, [...new Set([...(found.get(issuer) ?? []), ...orphaned])])
    }
  }
  const targets = new Set(world.chains.map((c) => c.sent[0]))
  return [...found].map(([certificate, explained]) => ({
    code: 'RC307',
    ...concern(explained),
    about: [certificate.sha256],
    params: { kind: targets.has(certificate) ? 'target' : 'issuer' },
  }))
}
