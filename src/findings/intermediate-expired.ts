import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued, namesChain } from '../graph/issuers.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { isoTime } from '../model/time.ts'
import { expired } from './facts/expired.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC102: an authority's certificate that the server sends has expired, and no certificate for the same name and key
 * stands under another issuer.
 * about: the certificate, then the current ones that made the same signatures. params: `notAfter`; `kind`: `intermediate`, or `root`
 * for a self-issued one that no store holds; `renewal`: whether a current one is `sent` as well, is `held` elsewhere in the
 * evidence, or `none`; `root` where `kind` is.
 */
export const intermediateExpired: FindingRule = (situation) =>
  expired(situation, ['intermediate', 'root']).map(({ chain, certificate, role, explains }) => {
    const newer = successors(situation.world, chain, certificate)
    const found = newer.some((c) => chain.sent.includes(c)) ? 'sent' : newer.length > 0 ? 'held' : 'none'
    return {
      code: 'RC102',
      ...concern(explains),
      about: [certificate, ...newer].map((c) => c.sha256),
      params: { notAfter: isoTime(certificate.notAfter), kind: role, renewal: role === 'root' ? 'root' : found },
    }
  })

/** Current certificates of the same name whose key made the signatures that the expired one's made, of this chain. */
function successors(world: World, chain: ObservedChain, expiredOne: Certificate): readonly Certificate[] {
  const { signed } = world.graph(chain)
  const { clock } = world.evidence
  const isSigner = (child: Certificate, issuer: Certificate) =>
    child !== issuer && namesChain(child, issuer, 'canonical') && signed(child, issuer) === 'valid'
  const children = chain.sent.filter((c) => isSigner(c, expiredOne))
  return [...world.certificates.values()].filter(
    (c) =>
      c !== expiredOne &&
      !isSelfIssued(c) &&
      c.notBefore <= clock &&
      clock < c.notAfter &&
      c.subject.canonical === expiredOne.subject.canonical &&
      children.some((child) => isSigner(child, c)),
  )
}
