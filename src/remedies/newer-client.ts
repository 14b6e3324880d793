import type { ClientProfile } from '../model/client.ts'
import type { Delta } from '../model/delta.ts'
import { acceptedPath } from '../validation/accepted-path.ts'
import type { Judgement } from '../validation/judge.ts'
import type { Situation } from '../validation/proof.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** Newer releases that are tried for a client which was sent no chain: our own bound. */
const mostTried = 4

/** A newer release of the same client: the nearest one from which on every release accepts. */
export const newerClient: RemedyRule = {
  name: 'newer-client',
  owner: 'runtime',
  propose: (situation) => {
    const proposals = rejected(situation).flatMap((judgement) =>
      releases(situation, judgement).map(({ id }): Delta => ({ kind: 'set-client', client: judgement.seat.entry.id, to: id })),
    )
    return proposals.map((delta): readonly Delta[] => [delta])
  },
}

function releases(situation: Situation, { seat, chain }: Judgement): readonly ClientProfile[] {
  const { newer } = situation.means.relatives(seat.profile)
  // What a newer release would be sent is not known before it is tried.
  if (chain === null) return newer.slice(0, mostTried)
  const last = newer.findLastIndex((profile) => acceptedPath(situation, { profile }, chain, seat.entry.store) === null)
  return newer.slice(last + 1, last + 2)
}
