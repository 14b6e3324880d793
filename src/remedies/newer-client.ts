import type { ClientId, ClientProfile } from '../model/client.ts'
import type { Delta } from '../model/delta.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** Newer releases that are tried for one client: our own bound. */
const mostTried = 4

/**
 * A newer release of the same client, the nearest first. `profiles`: the clients that are known; a release is newer
 * than another of the same tool and variant only.
 */
export const newerClient = (profiles: readonly ClientProfile[]): RemedyRule => ({
  name: 'newer-client',
  owner: 'runtime',
  propose: (situation) => {
    // The profile's id, not the entry's: a release without one of its own is answered for by the nearest lower one.
    const seats = new Map(rejected(situation).map((j) => [j.seat.entry.id, j.seat.profile.id]))
    return [...seats].flatMap(([client, id]) =>
      newer(id, profiles).map((to): readonly Delta[] => [{ kind: 'set-client', client, to }]),
    )
  },
})

const form = /^(?<tool>.+?)-(?<release>\d+(?:\.\d+)*)(?<variant>(?:-.+)?)$/

interface Parsed {
  readonly id: ClientId
  readonly family: string
  readonly release: readonly number[]
}

function parse(id: ClientId): Parsed | null {
  const groups = form.exec(id)?.groups
  if (groups === undefined) return null
  return { id, family: `${groups['tool']} ${groups['variant']}`, release: (groups['release'] ?? '').split('.').map(Number) }
}

function newer(id: ClientId, profiles: readonly ClientProfile[]): readonly ClientId[] {
  const own = parse(id)
  if (own === null) return []
  return profiles
    .flatMap((p) => parse(p.id) ?? [])
    .filter((p) => p.family === own.family && compare(p.release, own.release) > 0)
    .toSorted((a, b) => compare(a.release, b.release))
    .slice(0, mostTried)
    .map((p) => p.id)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
