import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/** Most certificates that are named. */
const most = 3

/**
 * RC720: the clients that were run changed a store of the system: CryptoAPI fetches roots of Microsoft's programme when a path needs them,
 * and keeps them. about: nothing, for a saved case holds no certificates that no path can use. clients: those on the store. params: `store`,
 * `count`, `removed`; `sha256`: the beginnings of the digests of the first new ones; `why`: it can no longer be read, and nothing else is known.
 */
export const storeChanged: FindingRule = ({ world, seats }): readonly Finding[] =>
  (world.evidence.storesAfter ?? []).flatMap((after): readonly Finding[] => {
    const store = after.id
    const before = world.evidence.stores.find(({ id }) => id === store)
    if (before === undefined || !('anchors' in before)) return []
    const clients = [...new Set(seats.filter(({ entry }) => entry.store === store).map(({ entry }) => entry.id))]
    const shared = { code: 'RC720', severity: 'warning', about: [], clients } as const
    if ('unreadable' in after) return [{ ...shared, params: { kind: 'unreadable', store, why: after.unreadable } }]
    const added = after.anchors.filter((sha256) => !before.anchors.includes(sha256))
    const removed = before.anchors.filter((sha256) => !after.anchors.includes(sha256))
    if (added.length + removed.length === 0) return []
    const digests = added.slice(0, most).map((sha256) => `${sha256.slice(0, 16)}…`)
    return [
      {
        ...shared,
        params: {
          kind: added.length > 0 ? 'added' : 'removed',
          store,
          count: String(added.length),
          removed: removed.length === 0 ? '' : String(removed.length),
          sha256: `${digests.join(', ')}${added.length > most ? ', …' : ''}`,
        },
      },
    ]
  })
