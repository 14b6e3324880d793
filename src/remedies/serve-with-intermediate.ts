import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { bySubject, isCurrent, issued } from './facts/issuers.ts'
import { pathAsSent } from './facts/path-as-sent.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** Intermediates that are added to one chain at most: our own bound. */
const mostAdded = 8

/**
 * The server sends in addition the intermediates that it leaves out, where the evidence holds them: in a store, in
 * another chain, or fetched. They are put behind the certificate that lacks its issuer.
 */
export const serveWithIntermediate: RemedyRule = {
  name: 'serve-with-intermediate',
  owner: 'server-operator',
  propose: (situation) => {
    const { world } = situation
    const chains = new Set(rejected(situation).flatMap((j) => j.chain ?? []))
    return [...chains].flatMap((chain) => {
      const path = pathAsSent(world, chain)
      const tops = path.filter((c) => !isSelfIssued(c) && !path.some((i) => i !== c && issued(world, chain, c, i)))
      return tops.flatMap((top) => {
        const added = above(world, chain, top)
        if (added.length === 0) return []
        const sent = chain.sent.flatMap((c) => (c === top ? [c, ...added] : [c]))
        return [[{ kind: 'set-sent' as const, chain: [...new Set(sent)].map((c) => c.sha256) }]]
      })
    })
  },
}

/** The intermediates above `top` up to one whose issuer is a root or not in the evidence. */
function above(world: World, chain: ObservedChain, top: Certificate): readonly Certificate[] {
  const named = bySubject(world)
  const added: Certificate[] = []
  for (let last = top; added.length < mostAdded; ) {
    const next = (named.get(last.issuer.canonical) ?? []).find(
      (c) =>
        !isSelfIssued(c) && !chain.sent.includes(c) && !added.includes(c) && isCurrent(world, c) && issued(world, chain, last, c),
    )
    if (next === undefined) break
    added.push(next)
    last = next
  }
  return added
}
