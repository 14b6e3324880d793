import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { formatName } from '../x509/name.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { issuersElsewhere, reach } from './facts/reach.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC201: the server leaves out an intermediate (RFC 8446 §4.4.2: each certificate certifies the one before it; only the
 * anchor may be left out). Told when the chain leads to no store and either the target stands without its issuer, or
 * the evidence holds the issuer and it is no root.
 * about: the certificate without issuer, then the missing ones that the evidence holds.
 * params: `issuer`: the name that is missing; `known`: `held` when the evidence has the certificate, else `not-held`:
 * then the target's issuer might also be a private root.
 */
export const intermediateMissing: FindingRule = (situation) =>
  situation.world.chains.flatMap((chain) =>
    missingAbove(situation.world, chain).map(({ top, held }) => ({
      code: 'RC201',
      ...concern(withoutIssuer(situation, chain)),
      about: [top, ...held].map((c) => c.sha256),
      params: { issuer: formatName(top.issuer), known: held.length > 0 ? 'held' : 'not-held' },
    })),
  )

function missingAbove(
  world: World,
  chain: ObservedChain,
): readonly { readonly top: Certificate; readonly held: readonly Certificate[] }[] {
  const { tops, anchors } = reach(world, chain)
  if ([...anchors.values()].flat().some(isSelfIssued)) return []
  return tops.flatMap((top) => {
    // Somebody of that name is there: its key does not fit, which is RC314.
    if (isSelfIssued(top) || isNamed(world, chain, top)) return []
    const held = issuersElsewhere(world, chain, top).filter((c) => !isSelfIssued(c))
    return held.length > 0 || top === chain.sent[0] ? [{ top, held }] : []
  })
}

const isNamed = (world: World, { sent }: ObservedChain, { issuer }: Certificate): boolean =>
  sent.some((c) => c.subject.canonical === issuer.canonical) ||
  [...world.stores.values()].some((s) => (s.bySubject.get(issuer.canonical) ?? []).some((a) => isSelfIssued(a.certificate)))
