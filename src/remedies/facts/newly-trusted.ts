import type { Delta } from '../../model/delta.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { acceptedPath } from '../../validation/accepted-path.ts'
import type { Situation } from '../../validation/proof.ts'
import { rejected } from './rejected.ts'

/**
 * Roots on which clients would stand after the deltas and that their stores do not hold now: an anchor that a store gets, and that on which
 * a client accepts in the store to which it is moved. Whether they are authentic is not decided here.
 */
export function newlyTrusted(situation: Situation, deltas: readonly Delta[]): readonly Sha256[] {
  const { stores } = situation.world
  const found = deltas.flatMap((delta): readonly Sha256[] => {
    if (delta.kind === 'add-anchor') return [delta.cert]
    if (delta.kind === 'make-store') return delta.anchors
    if (delta.kind !== 'set-store') return []
    const own = rejected(situation).filter(({ seat: { entry } }) => entry.id === delta.client && entry.store === delta.from)
    return own.flatMap(({ seat, chain }) => {
      const anchor = acceptedPath(situation, seat, chain, delta.store)?.anchor ?? null
      return anchor === null || stores.get(delta.from)?.bySha256.has(anchor.sha256) === true ? [] : [anchor.sha256]
    })
  })
  return [...new Set(found)]
}
