import { concern, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC405: a store that clients ask holds no anchor at all: a container without ca-certificates, a path that does not exist.
 * about: nothing. clients: those on it that reject. params: `store`; `origin`: where it was looked for.
 */
export const storeEmpty: FindingRule = (situation) => {
  // Whom his own setting stops looks into no store: RC404 tells that.
  const asked = new Set(situation.seats.flatMap(({ entry }) => (entry.ends === true ? [] : [entry.store])))
  // The evidence's list, not the world's store: a saved case leaves out the certificates of anchors that nothing can reach.
  return situation.world.evidence.stores
    .filter((s) => 'anchors' in s && s.anchors.length === 0 && s.lost === undefined && asked.has(s.id))
    .map(({ id, origin }) => ({
      code: 'RC405',
      ...concern(rejections(situation).filter((r) => r.judgement.seat.entry.store === id)),
      about: [],
      params: { store: id, origin },
    }))
}
