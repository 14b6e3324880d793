import type { ChainAuthority } from '../model/evidence.ts'
import { productIn } from '../findings/facts/private-authority.ts'
import { reach } from '../findings/facts/reach.ts'
import { namesChain } from '../graph/issuers.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import { wellKnownAuthorities } from '../roots/well-known.ts'

/**
 * How the authorities stand to which the chains lead, as far as anything hangs on it: not where every store holds one that bears no
 * product's name. The table of public roots is loaded only where a chain does not end at one of the authorities that most servers use:
 * it costs as much as the rest of a check.
 */
export async function chainAuthorities(world: World): Promise<readonly ChainAuthority[]> {
  const found = new Map<Sha256, ChainAuthority>()
  for (const chain of world.chains) {
    const { tops, anchors } = reach(world, chain)
    const isHeldByAll = anchors.size > 0 && [...world.stores.values()].every((s) => s.unreadable !== null || anchors.has(s.id))
    for (const top of tops) {
      const path = upwards(world, chain, top)
      if (isHeldByAll && path.every(({ issuer }) => productIn(issuer) === null)) continue
      const isKnown = path.some((c) => wellKnownAuthorities.has(c.sha256))
      const { isPublic, roots } = isKnown
        ? { isPublic: true, roots: [] }
        : await (await import('./public-authority.ts')).publicAuthority(path, (top, anchor) =>
            isIssuedBy(world, chain, top, anchor),
          )
      found.set(top.sha256, { top: top.sha256, isPublic, ...(roots.length > 0 ? { roots } : {}) })
    }
  }
  return [...found.values()]
}

/** A certificate and all that stands above it in any store: an anchor may be an intermediate of a public authority. */
function upwards(world: World, chain: ObservedChain, top: Certificate): readonly Certificate[] {
  const found = new Set([top])
  // Set iteration visits what is added on the way: a worklist.
  for (const child of found) {
    for (const c of world.graph(chain).certificates) if (isIssuedBy(world, chain, child, c)) found.add(c)
  }
  return [...found]
}

const isIssuedBy = (world: World, chain: ObservedChain, child: Certificate, issuer: Certificate): boolean =>
  namesChain(child, issuer, 'canonical') && world.graph(chain).signed(child, issuer) !== 'invalid'
