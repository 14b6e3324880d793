import { cures } from '../cures/index.ts'
import type { Cure, Need } from '../cures/cure.ts'
import { changedHost } from '../cures/shared/changed-host.ts'
import type { Host } from '../host/host.ts'
import type { Plan, Step } from '../model/plan.ts'
import { draftOf } from './plans.ts'

/** The machine as the plans before one leave it: files alone, for variables hold in new sessions only. */
export const hostAfter = (host: Host, plans: readonly Plan[]): Host =>
  changedHost(
    host,
    plans.flatMap((p) => p.steps),
    {},
  )

/**
 * The plans for being carried out one after the other. Each was made for the machine as it is; one that changes a file which an earlier one
 * changes too (two variables in one profile) has its steps made anew, for the machine as it is then.
 */
export async function inTurn(
  host: Host,
  need: Need,
  plans: readonly Plan[],
  all: readonly Cure[] = cures,
): Promise<readonly Plan[]> {
  const ordered: Plan[] = []
  for (const plan of plans) {
    const taken = new Set(ordered.flatMap((p) => p.steps.flatMap(fileOf)))
    const cure = plan.steps.flatMap(fileOf).some((path) => taken.has(path)) ? all.find(({ id }) => id === plan.cure) : undefined
    const draft = cure === undefined ? null : await draftOf(cure, hostAfter(host, ordered), need)
    ordered.push(draft === null || draft.steps.length === 0 ? plan : { ...plan, steps: draft.steps })
  }
  return ordered
}

const fileOf = ({ change }: Step): readonly string[] => (change.kind === 'file' ? [change.path] : [])
