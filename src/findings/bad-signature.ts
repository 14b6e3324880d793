import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued, namesChain } from '../graph/issuers.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { blamed, concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC314: authorities of the right name are there, and none of their keys made the certificate's signature: it was
 * altered, or made with a key that was since replaced. Where one of several keys fits, RC211 tells it.
 * about: the certificate, then the authorities of that name. params: none.
 */
export const badSignature: FindingRule = (situation) => {
  const own = blamed(situation, ['signature-invalid'])
  return situation.world.chains.flatMap((chain) => {
    const { certificates, signed } = situation.world.graph(chain)
    const onTheWay = belowByName(chain.sent)
    return onTheWay.flatMap((child) => {
      const named = isSelfIssued(child) ? [] : certificates.filter((c) => c !== child && namesChain(child, c, 'canonical'))
      if (named.length === 0 || !named.every((c) => signed(child, c) === 'invalid')) return []
      const orphaned = withoutIssuer(situation, chain).filter((r) => r.verdict.told.certificate === child)
      return [
        {
          code: 'RC314',
          ...concern([...new Set([...(own.get(child) ?? []), ...orphaned])]),
          about: [child, ...named].map((c) => c.sha256),
          params: {},
        },
      ]
    })
  })
}

/** The target and what was sent above it, by names alone: a broken signature must not hide what is above it. */
function belowByName(sent: readonly Certificate[]): readonly Certificate[] {
  const found = new Set(sent.slice(0, 1))
  // Set iteration visits what is added on the way: a worklist.
  for (const child of found) for (const c of sent) if (namesChain(child, c, 'canonical')) found.add(c)
  return [...found]
}
