import type { Certificate } from '../../model/certificate.ts'
import { isSelfIssued, namesChain } from '../../graph/issuers.ts'
import type { ObservedChain, World } from '../../graph/world.ts'

/** How far a chain leads by itself: names that chain and signatures that fit, whatever a client would say to the rest. */
export interface Reach {
  /** The target and every sent certificate above it. */
  readonly sent: readonly Certificate[]
  /** Those of `sent` whose issuer was not sent; a self-issued one counts as issuing itself and is a top. */
  readonly tops: readonly Certificate[]
  /** By store: its certificates that issued one of `sent`, or are one of them. Stores that hold none are absent. */
  readonly anchors: ReadonlyMap<string, readonly Certificate[]>
}

/** The reach of one chain; an empty chain reaches nothing. */
export function reach(world: World, chain: ObservedChain): Reach {
  const [target] = chain.sent
  if (target === undefined) return { sent: [], tops: [], anchors: new Map() }
  const { signed } = world.graph(chain)
  const issued = (child: Certificate, issuer: Certificate) =>
    namesChain(child, issuer, 'canonical') && signed(child, issuer) !== 'invalid'
  const sent = new Set([target])
  const tops: Certificate[] = []
  // Set iteration visits what is added on the way: a worklist.
  for (const child of sent) {
    const issuers = chain.sent.filter((c) => c !== child && issued(child, c))
    for (const issuer of issuers) sent.add(issuer)
    if (issuers.length === 0 || isSelfIssued(child)) tops.push(child)
  }
  const anchors = new Map<string, readonly Certificate[]>()
  for (const store of world.stores.values()) {
    const found = new Set<Certificate>()
    for (const child of sent) {
      if (store.bySha256.has(child.sha256)) found.add(child)
      for (const { certificate } of store.bySubject.get(child.issuer.canonical) ?? []) {
        if (issued(child, certificate)) found.add(certificate)
      }
    }
    if (found.size > 0) anchors.set(store.id, [...found])
  }
  return { sent: [...sent], tops, anchors }
}

/** Certificates anywhere in the evidence, but not sent in this chain, that issued `child`. Expired ones are among them. */
export function issuersElsewhere(world: World, chain: ObservedChain, child: Certificate): readonly Certificate[] {
  const { signed } = world.graph(chain)
  return [...world.certificates.values()].filter(
    (c) => !chain.sent.includes(c) && c !== child && namesChain(child, c, 'canonical') && signed(child, c) === 'valid',
  )
}
