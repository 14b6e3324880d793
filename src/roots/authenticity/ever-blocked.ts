import type { Sha256 } from '../../model/sha256.ts'
import { countsAsBlock } from '../counts-as-block.ts'
import { platform } from '../platforms.ts'
import { places, type RootTable } from '../table.ts'
import { trustHistory } from '../trust-history.ts'

/**
 * Certificates that a platform of the table blocked at any time, with the titles of the platforms. Lists of blocked certificates are
 * cut back when their entries have expired (Apple took DigiNotar's out in 2022): that is no pardon.
 */
export function everBlocked(table: RootTable): ReadonlyMap<Sha256, readonly string[]> {
  let known = made.get(table)
  if (known === undefined) made.set(table, (known = collect(table)))
  return known
}

const made = new WeakMap<RootTable, ReadonlyMap<Sha256, readonly string[]>>()

function collect(table: RootTable): ReadonlyMap<Sha256, readonly string[]> {
  const found = new Map<Sha256, string[]>()
  for (const { id, snapshots } of table.raw.stores) {
    const title = platform(id)?.title ?? id
    for (const place of new Set(snapshots.flatMap(({ block }) => places(block)))) {
      const sha256 = table.sha256At(place)
      if (!countsAsBlock(id, trustHistory(table, sha256).length > 0)) continue
      const titles = found.get(sha256)
      if (titles === undefined) found.set(sha256, [title])
      else titles.push(title)
    }
  }
  return found
}
