import type { ClientProfile } from '../model/client.ts'
import type { Delta } from '../model/delta.ts'
import { judge, type Judgement } from '../validation/judge.ts'
import type { Situation } from '../validation/proof.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** A newer release of the same client: the nearest one from which on every release that is known accepts. */
export const newerClient: RemedyRule = {
  name: 'newer-client',
  owner: 'runtime',
  propose: (situation) =>
    rejected(situation).flatMap((judgement) =>
      release(situation, judgement).map(({ id }): readonly Delta[] => [
        { kind: 'set-client', client: judgement.seat.entry.id, to: id },
      ]),
    ),
}

/** Each release is shown what its own hello draws. */
function release({ world, means, ask }: Situation, { seat: { entry, profile } }: Judgement): readonly ClientProfile[] {
  const { newer } = means.relatives(profile)
  const rejects = (other: ClientProfile): boolean =>
    judge(world, [{ entry, profile: other }], world.evidence.clock, ask).some(({ verdict }) => verdict.kind !== 'accepted')
  const last = newer.findLastIndex(rejects)
  return newer.slice(last + 1, last + 2)
}
