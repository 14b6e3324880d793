import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/** Behind the name of a store that was read again after the clients had run (`commands/stores-read-again.ts`). */
const again = /^(.+) \(read again\)$/

/** Most certificates that are named. */
const most = 3

/**
 * RC720: the clients that were run changed a store of the system: CryptoAPI fetches roots of Microsoft's programme when a path needs them,
 * and keeps them. about: nothing, for a saved case holds no certificates that no path can use. clients: those on the store. params: `store`,
 * `count`, `removed`; `sha256`: the beginnings of the digests of the first new ones; `why`: it can no longer be read, and nothing else is known.
 */
export const storeChanged: FindingRule = ({ world, seats }): readonly Finding[] =>
  world.evidence.stores.flatMap((after): readonly Finding[] => {
    const name = again.exec(after.id)?.[1]
    const before = world.evidence.stores.find(({ id }) => id === name)
    if (name === undefined || before === undefined || !('anchors' in before)) return []
    const clients = [...new Set(seats.filter(({ entry }) => entry.store === name).map(({ entry }) => entry.id))]
    const shared = { code: 'RC720', severity: 'warning', about: [], clients } as const
    if ('unreadable' in after) return [{ ...shared, params: { kind: 'unreadable', store: name, why: after.unreadable } }]
    const added = after.anchors.filter((sha256) => !before.anchors.includes(sha256))
    const removed = before.anchors.filter((sha256) => !after.anchors.includes(sha256))
    if (added.length + removed.length === 0) return []
    const digests = added.slice(0, most).map((sha256) => `${sha256.slice(0, 16)}…`)
    return [
      {
        ...shared,
        params: {
          kind: added.length > 0 ? 'added' : 'removed',
          store: name,
          count: String(added.length),
          removed: removed.length === 0 ? '' : String(removed.length),
          sha256: `${digests.join(', ')}${added.length > most ? ', …' : ''}`,
        },
      },
    ]
  })
