import type { Delta } from '../model/delta.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** Newer releases that are tried for one client: our own bound. */
const mostTried = 4

/** A newer release of the same client, the nearest first. */
export const newerClient: RemedyRule = {
  name: 'newer-client',
  owner: 'runtime',
  propose: (situation) => {
    const profiles = new Map(rejected(situation).map((j) => [j.seat.entry.id, j.seat.profile]))
    return [...profiles].flatMap(([client, profile]) =>
      situation.means
        .relatives(profile)
        .newer.slice(0, mostTried)
        .map(({ id }): readonly Delta[] => [{ kind: 'set-client', client, to: id }]),
    )
  },
}
