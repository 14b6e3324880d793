import type { Host } from '../../host/host.ts'
import type { Asking } from '../../model/machine.ts'
import type { Scope, Tried } from '../../model/plan.ts'
import type { Owner } from '../../model/remedy.ts'
import type { Cure, Draft, Need } from '../cure.ts'
import { outcome } from './outcome.ts'
import { served } from './served.ts'
import type { VariableWay } from './user-variable.ts'

/** A setting by which a runtime asks another store that is there already. */
export interface SwitchSetting {
  readonly id: string
  readonly title: string
  readonly owner: Owner
  readonly scope: Scope
  readonly tried: Tried
  readonly reaches: (asking: Asking) => boolean
  readonly set: (host: Host, need: Need) => VariableWay | null
  readonly notes: readonly string[]
}

/** A way that sets it, for those whom the other store cures. */
export function switchCure(setting: SwitchSetting): Cure {
  const { id, title, owner, scope, tried } = setting
  return { id, title, owner, scope, tried, plan: (host, need) => plan(host, need, setting) }
}

async function plan(host: Host, need: Need, { reaches, set, notes }: SwitchSetting): Promise<Draft | null> {
  if (need.add.length + need.drop.length === 0) return null
  const wanted = served(need, reaches)
  const way = wanted.length === 0 ? null : set(host, need)
  if (way === null) return null
  const { clients, deltas } = await outcome(host, need, wanted, way)
  if (clients.length === 0) return null
  return {
    steps: way.steps,
    advice: way.advice,
    deltas,
    notes: [...notes, ...way.notes],
    ...(Object.keys(way.sets).length === 0 ? {} : { sets: way.sets }),
  }
}
