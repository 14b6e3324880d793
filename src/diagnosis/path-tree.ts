import type { Certificate } from '../model/certificate.ts'
import type { PathTree, PathTreeNode } from '../model/report.ts'
import { isSelfIssued, namesChain } from '../graph/issuers.ts'
import type { ObservedChain, World } from '../graph/world.ts'

/** Nodes of one tree. The limit is ours: a chain of namesakes could fill the screen and the memory. */
const maxNodes = 200

/** Everything that could stand above the target of a chain; `null` for an empty chain. Branches end at a repetition. */
export function pathTree(world: World, chain: ObservedChain): PathTree | null {
  const [target] = chain.sent
  if (target === undefined) return null
  const { certificates, signed } = world.graph(chain)
  let left = maxNodes
  const node = (certificate: Certificate, below: readonly Certificate[]): PathTreeNode => {
    left -= 1
    const isRoot = isSelfIssued(certificate) && signed(certificate, certificate) === 'valid'
    const above = isRoot
      ? []
      : certificates.filter((c) => c !== certificate && !below.includes(c) && namesChain(certificate, c, 'canonical'))
    const issuers = above.filter((c) => signed(certificate, c) === 'valid')
    return {
      certificate: certificate.sha256,
      sentAt: chain.sent.flatMap((c, i) => (c === certificate ? [i] : [])),
      stores: [...world.stores.values()].filter((s) => s.bySha256.has(certificate.sha256)).map((s) => s.id),
      issuers: issuers.flatMap((issuer) => (left > 0 ? [node(issuer, [...below, certificate])] : [])),
      namesakes: above.filter((c) => !issuers.includes(c)).map((c) => c.sha256),
    }
  }
  return { chain: chain.id, root: node(target, []) }
}
