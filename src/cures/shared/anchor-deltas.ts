import type { Delta } from '../../model/delta.ts'
import type { AnchorToChange } from '../cure.ts'
import type { Served } from './served.ts'

/** What becomes of the stores that these clients ask, in the evidence; each once. */
export function anchorDeltas(
  kind: 'add-anchor' | 'drop-anchor',
  clients: readonly Served[],
  anchors: readonly AnchorToChange[],
): readonly Delta[] {
  const stores = [...new Set(clients.map(({ store }) => store))]
  return stores.flatMap((store) => anchors.map(({ sha256 }): Delta => ({ kind, store, cert: sha256 })))
}
