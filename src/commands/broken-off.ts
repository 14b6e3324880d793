import { history } from '../apply/history.ts'
import type { Host } from '../host/host.ts'
import type { BrokenOff } from '../report/plan/plan-report.ts'
import { journalsHere } from './journals.ts'

/** Changes of this machine that have not come to their end, the eldest first; nothing is taken back. */
export const brokenOff = (host: Host): readonly BrokenOff[] =>
  journalsHere(host).flatMap((journal) => {
    const by = journal.heldBy()
    return history([journal]).flatMap(({ id, about, state }) =>
      state === 'unfinished' ? [{ id, target: about.target, by }] : [],
    )
  })
