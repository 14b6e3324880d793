import type { Certificate } from '../../model/certificate.ts'
import type { ObservedChain, World } from '../../graph/world.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { reach } from './reach.ts'

/** Certificates of a chain that made the signature of another one in it, and so act as authorities; self-issued ones apart. */
export function issuersSent(world: World, chain: ObservedChain): readonly Certificate[] {
  return reach(world, chain).sent.filter((c) => c !== chain.sent[0] && !isSelfIssued(c))
}
