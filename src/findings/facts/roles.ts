import type { Certificate } from '../../model/certificate.ts'
import type { PathGraph } from '../../model/path.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import type { ObservedChain, World } from '../../graph/world.ts'

/** What a certificate is for one chain. `root`: self-issued, sent, and in no store. `anchor`: in a store, and self-issued or not sent. */
export type Role = 'target' | 'intermediate' | 'cross' | 'root' | 'anchor'

/** Identifiers of the stores that hold a certificate. */
export const storesWith = ({ stores }: World, { sha256 }: Certificate): readonly string[] =>
  [...stores.values()].filter((s) => s.bySha256.has(sha256)).map((s) => s.id)

/** The role of a certificate of the chain's graph. */
export function roleOf(world: World, chain: ObservedChain, certificate: Certificate): Role {
  if (chain.sent[0] === certificate) return 'target'
  const isSent = chain.sent.includes(certificate)
  const isStored = storesWith(world, certificate).length > 0
  if (isStored && (isSelfIssued(certificate) || !isSent)) return 'anchor'
  if (isSelfIssued(certificate)) return 'root'
  return alternatives(world.graph(chain), certificate).length > 0 ? 'cross' : 'intermediate'
}

/**
 * Other certificates of the graph for the same name and key by another issuer (RFC 4158 §1.4), self-signed ones first:
 * a certificate that has one is a cross-certificate. One that was merely renewed by its issuer is none.
 */
export function alternatives(graph: PathGraph, certificate: Certificate): readonly Certificate[] {
  if (isSelfIssued(certificate)) return []
  const entity = graph.entities.find((e) => e.certificates.includes(certificate))
  const others = entity?.certificates.filter((c) => c.issuer.canonical !== certificate.issuer.canonical) ?? []
  return others.toSorted((a, b) => Number(isSelfIssued(b)) - Number(isSelfIssued(a)))
}

/** Each chain that has a target, with each certificate of its graph once. */
export function* placed(
  world: World,
): Generator<{ readonly chain: ObservedChain; readonly certificate: Certificate; readonly role: Role }> {
  const seen = new Set<Certificate>()
  for (const chain of world.chains) {
    if (chain.sent.length === 0) continue
    for (const certificate of world.graph(chain).certificates) {
      if (seen.has(certificate)) continue
      seen.add(certificate)
      yield { chain, certificate, role: roleOf(world, chain, certificate) }
    }
  }
}
