import type { Certificate } from '../../model/certificate.ts'
import { isSelfIssued, namesChain } from '../../graph/issuers.ts'
import type { ObservedChain, World } from '../../graph/world.ts'

/** Whether `issuer` bears the name and made the signature; a fact that nobody can compute does not speak against it. */
export const issued = (world: World, chain: ObservedChain, child: Certificate, issuer: Certificate): boolean =>
  namesChain(child, issuer, 'canonical') && world.graph(chain).signed(child, issuer) !== 'invalid'

/** Every certificate of the evidence by its subject: sent in any chain, held by any store, or fetched. */
export function bySubject({ certificates }: World): ReadonlyMap<string, readonly Certificate[]> {
  const found = new Map<string, Certificate[]>()
  for (const certificate of certificates.values()) {
    const name = certificate.subject.canonical
    const namesakes = found.get(name)
    if (namesakes === undefined) found.set(name, [certificate])
    else namesakes.push(certificate)
  }
  return found
}

/** Whether the clock stands within the validity (RFC 5280 §4.1.2.5: both ends inclusive; here the last second counts as out). */
export const isCurrent = ({ evidence }: World, { notBefore, notAfter }: Certificate): boolean =>
  evidence.clock >= notBefore && evidence.clock < notAfter

/** The store that the operating system's administrator keeps; any other may be a file that somebody made a minute ago. */
const administrators = 'system'

/**
 * Whether the evidence for an anchor may be no more than the server's own word: the server sends it, and no store that an
 * administrator keeps holds it (DESIGN §7: a certificate is not trusted because a server sent it).
 */
export const isOnlyTheServersWord = ({ chains, stores }: World, anchor: Certificate): boolean =>
  chains.some((c) => c.sent.includes(anchor)) && stores.get(administrators)?.bySha256.has(anchor.sha256) !== true

/**
 * Current anchors of the evidence's stores that issued a certificate which the chain leads to. One that any store rejects
 * is left out, and so is what is no root, and what may be only the server's word.
 */
export function anchorsAbove(world: World, chain: ObservedChain): readonly Certificate[] {
  const found = new Set<Certificate>()
  const graph = world.graph(chain)
  const rejected = (c: Certificate) =>
    [...world.stores.values()].some((s) => (s.bySha256.get(c.sha256)?.settings?.rejects.length ?? 0) > 0)
  const held = (c: Certificate) => [...world.stores.values()].some((s) => s.bySha256.has(c.sha256))
  const roots = graph.certificates.filter(
    (c) => isSelfIssued(c) && held(c) && isCurrent(world, c) && !rejected(c) && !isOnlyTheServersWord(world, c),
  )
  for (const root of roots) {
    if (graph.certificates.some((child) => child !== root && !isSelfIssued(child) && issued(world, chain, child, root)))
      found.add(root)
  }
  return [...found]
}
