import type { Certificate } from '../model/certificate.ts'
import type { Finding } from '../model/finding.ts'
import { takesAnchors } from '../graph/takes-anchors.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import type { Situation } from '../validation/proof.ts'
import { curedBy } from './facts/cured.ts'
import { reach } from './facts/reach.ts'
import { concern, rejections } from './facts/rejections.ts'
import { storesWith } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

/** Pairs of store and anchor that are tried: our own bound, for each costs every verdict once more. */
const mostTried = 8

/**
 * RC402: a store lacks an anchor that another store of the evidence holds, and clients on it would accept if it had it:
 * every verdict was evaluated again with the anchor added.
 * about: the anchor. clients: those that it would turn. params: `store`: the one that lacks it; `presentIn`: those that
 * hold it, joined by `, `.
 */
export const anchorMissing: FindingRule = (situation) =>
  lacking(situation).flatMap(({ store, anchor }): readonly Finding[] => {
    const explained = curedBy(situation, [{ kind: 'add-anchor', store, cert: anchor.sha256 }])
    if (explained.length === 0) return []
    const presentIn = storesWith(situation.world, anchor).join(', ')
    return [{ code: 'RC402', ...concern(explained), about: [anchor.sha256], params: { store, presentIn } }]
  })

function lacking(situation: Situation): readonly { readonly store: string; readonly anchor: Certificate }[] {
  const { world } = situation
  const stores = new Set(rejections(situation).map((r) => r.judgement.seat.entry.store))
  const known = new Set(world.chains.flatMap((chain) => [...reach(world, chain).anchors.values()].flat()).filter(isSelfIssued))
  const pairs = [...stores].flatMap((store) => {
    const held = world.stores.get(store)
    if (held === undefined || !takesAnchors(world.evidence, store)) return []
    return [...known].filter((anchor) => !held.bySha256.has(anchor.sha256)).map((anchor) => ({ store, anchor }))
  })
  return pairs.slice(0, mostTried)
}
