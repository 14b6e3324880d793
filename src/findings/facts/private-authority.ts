import type { Certificate } from '../../model/certificate.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import type { ObservedChain, World } from '../../graph/world.ts'
import type { ClientEvidence } from '../../model/evidence.ts'
import type { Name } from '../../model/name.ts'
import type { Situation } from '../../validation/proof.ts'
import { interceptorOf } from './interceptors.ts'
import { reach } from './reach.ts'

/** An authority that no public programme knows and that a chain leads to. */
export interface PrivateAuthority {
  readonly chain: ObservedChain
  /** Its root: as a store holds it, else as it was sent; else the uppermost certificate that it issued. */
  readonly certificate: Certificate
  /** The name that it bears. */
  readonly name: Name
  /** The product that gives its root such a name; empty: none that is known. */
  readonly product: string
  /** Stores that hold it. */
  readonly stores: readonly string[]
  /** Clients whose store holds it, and those whose store was read and lacks it. */
  readonly have: readonly ClientEvidence[]
  readonly lack: readonly ClientEvidence[]
}

/** Each private authority that a chain leads to, by what was noted when the evidence was made. Empty: none, or nobody looked. */
export function privateAuthorities({ world, seats }: Situation): readonly PrivateAuthority[] {
  const noted = world.evidence.authorities ?? []
  const foreign = new Set(noted.filter((a) => !a.isPublic).map((a) => a.top))
  return world.chains.flatMap((chain): readonly PrivateAuthority[] => {
    const { tops, anchors } = reach(world, chain)
    const own = tops.filter((top) => foreign.has(top.sha256))
    const [top] = own
    // One public way out is enough: then the chain is a public one.
    if (top === undefined || own.length < tops.length) return []
    const held = [...anchors.values()].flat()
    const certificate = held.find(isSelfIssued) ?? held[0] ?? top
    const name = certificate === top ? top.issuer : certificate.subject
    const entries = seats.map((s) => s.entry)
    const hasIt = ({ store }: ClientEvidence): boolean => anchors.has(store)
    return [
      {
        chain,
        certificate,
        name,
        product: productIn(name) ?? productIn(top.issuer) ?? '',
        stores: [...anchors.keys()],
        have: entries.filter(hasIt),
        lack: entries.filter((e) => !hasIt(e) && wasRead(world, e)),
      },
    ]
  })
}

const wasRead = ({ stores }: World, { store }: ClientEvidence): boolean => stores.get(store)?.unreadable === null

/** The product that a name is a known one of, by each of its parts: they put themselves into the common name or the organisation. */
export function productIn({ rdns }: Name): string | null {
  for (const { value } of rdns.flat()) {
    const product = interceptorOf(value)
    if (product !== null) return product
  }
  return null
}
