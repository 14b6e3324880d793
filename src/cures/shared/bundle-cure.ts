import type { Host } from '../../host/host.ts'
import type { Asking } from '../../model/machine.ts'
import type { Advice, Scope, Step, Tried } from '../../model/plan.ts'
import type { Owner } from '../../model/remedy.ts'
import { placeIn } from '../../runtimes/shared/place.ts'
import type { Cure, Draft, Need } from '../cure.ts'
import { additions, completeBundle } from './complete-bundle.ts'
import { outcome } from './outcome.ts'
import { bundleFolder } from './own-places.ts'
import { served, type Served, storesAsked } from './served.ts'
import { ownFile } from './setting-file.ts'
import type { VariableWay } from './user-variable.ts'

/** A setting that names a file of certificates. */
export interface BundleSetting {
  readonly id: string
  readonly title: string
  readonly owner: Owner
  readonly scope: Scope
  readonly tried: Tried
  readonly reaches: ((asking: Asking, host: Host) => boolean) & { readonly kinds?: number }
  /** `replaces`: the file takes the place of the list, so it holds all of it. `adds`: it holds what is added; nothing can be taken away so. */
  readonly effect: 'replaces' | 'adds'
  /** Where the file is put; `null`: nowhere. Absent: among the user's data. */
  readonly folder?: (host: Host, need: Need) => string | null
  /** The name of the file. Absent: the way's own. */
  readonly file?: (need: Need) => string
  /** How the setting is made to name the file; `null`: it cannot. */
  readonly set: (host: Host, path: string, need: Need, clients: readonly Served[]) => VariableWay | null
  readonly notes: readonly string[]
}

/** A way that makes a file of ours and a setting that names it. */
export function bundleCure(setting: BundleSetting): Cure {
  const { id, title, owner, scope, tried, reaches, effect } = setting
  const reach = { kinds: reaches.kinds ?? 1, replaces: effect === 'replaces' }
  return { id, title, owner, scope, tried, reach, plan: (host, need) => plan(host, need, setting) }
}

async function plan(host: Host, need: Need, setting: BundleSetting): Promise<Draft | null> {
  const { id, reaches, effect, set } = setting
  const folder = setting.folder === undefined ? bundleFolder(host) : setting.folder(host, need)
  if (folder === null || need.add.length + need.drop.length === 0 || (effect === 'adds' && need.drop.length > 0)) return null
  const path = placeIn(host, folder, setting.file?.(need) ?? `${id}.pem`)
  const attempt = async (wanted: readonly Served[]): Promise<Draft | Served[] | null> => {
    const whole = effect === 'adds' ? null : await completeBundle(host, storesAsked(wanted), need)
    const content = effect === 'adds' ? additions(need.add) : (whole ?? (await completeBundle(host, system, need)))
    const way = content === null ? null : set(host, path, need, wanted)
    const own = content === null ? null : ownFile(host, path, content, ownWhy(effect))
    if (way === null || own === null) return null
    const { clients, deltas } = await outcome(host, need, wanted, { steps: [...own, ...way.steps], sets: way.sets })
    if (clients.length < wanted.length) return [...clients]
    return {
      steps: way.steps.length === 0 && way.advice.length > 0 ? [] : [...own, ...way.steps],
      advice: way.advice,
      deltas,
      notes: [
        ...setting.notes,
        ...way.notes,
        ...(effect === 'replaces' ? [ages(path), ...(whole === null ? [standsIn] : [])] : []),
      ],
      ...(Object.keys(way.sets).length === 0 ? {} : { sets: way.sets }),
    }
  }
  const all = served(need, (asking) => reaches(asking, host))
  const first = all.length === 0 ? null : await attempt(all)
  // The list of one that the setting does not reach has no place in the bundle.
  const draft = Array.isArray(first) && first.length > 0 ? await attempt(first) : first
  return draft === null || Array.isArray(draft) ? null : draft
}

/** A list that cannot be read is no base: the system's stands in, where the setting that decides leads nowhere. */
const system = [{ store: 'system', ifUnreadable: 'fails' }] as const
const standsIn = "What is asked now cannot be read, so the new list is made of the system's."

const ownWhy = (effect: BundleSetting['effect']): string =>
  effect === 'adds'
    ? 'A file of ours that holds what is added.'
    : 'A file of ours that holds the whole list as it is today, with what is added.'

const ages = (path: string): string =>
  `${path} takes the place of a list, and does not follow its updates: rootcause doctor tells when it has fallen behind.`

/** A way that is files alone. */
export const filesAlone = (steps: readonly Step[] | null): VariableWay | null =>
  steps === null ? null : { steps, sets: {}, advice: noAdvice, notes: [] }

const noAdvice: readonly Advice[] = []
