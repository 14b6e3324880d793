import type { Host } from '../../host/host.ts'
import type { Asking } from '../../model/machine.ts'
import type { Advice, Scope, Step, Tried } from '../../model/plan.ts'
import type { Owner } from '../../model/remedy.ts'
import { fromHere, placeIn } from '../../runtimes/shared/place.ts'
import type { Cure, Draft, Need } from '../cure.ts'
import { additions, completeBundle } from './complete-bundle.ts'
import { sourcesIn, sourcesOf, withEarlier } from './earlier-list.ts'
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
  /** For one that adds: the file that it names now, whose certificates stay added; empty: none. Absent: it names none where the way is offered. */
  readonly named?: (host: Host) => string
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

async function plan(host: Host, asked: Need, setting: BundleSetting): Promise<Draft | null> {
  const { id, reaches, effect, set } = setting
  const folder = setting.folder === undefined ? bundleFolder(host) : setting.folder(host, asked)
  if (folder === null || asked.add.length + asked.drop.length === 0 || (effect === 'adds' && asked.drop.length > 0)) return null
  const path = placeIn(host, folder, setting.file?.(asked) ?? `${id}.pem`)
  // What an earlier change put into the same file is needed by whom it cured.
  const need = { ...asked, add: withEarlier(host, [path], asked) }
  const named = fromHere(host, setting.named?.(host) ?? '')
  const attempt = async (wanted: readonly Served[]): Promise<Draft | Served[] | null> => {
    const replaced = storesAsked(wanted).filter(({ store }) => effect === 'replaces' || (store === named && store !== path))
    const whole = replaced.length === 0 ? null : await listOf(host, path, replaced, need)
    const content = whole ?? (effect === 'adds' ? additions(need.add) : await listOf(host, path, system, need))
    const way = content === null ? null : set(host, path, asked, wanted)
    const own =
      content === null ? null : ownFile(host, path, content, whole !== null && effect === 'adds' ? besideWhy : ownWhy(effect))
    if (way === null || own === null) return null
    const { clients, deltas } = await outcome(host, asked, wanted, { steps: [...own, ...way.steps], sets: way.sets })
    if (clients.length < wanted.length) return [...clients]
    return {
      steps: way.steps.length === 0 && way.advice.length > 0 ? [] : [...own, ...way.steps],
      advice: way.advice,
      deltas,
      notes: [
        ...setting.notes,
        ...way.notes,
        ...(effect === 'replaces' || whole !== null ? [ages(path)] : []),
        ...(effect === 'replaces' && whole === null ? [standsIn] : []),
        ...(effect === 'adds' && whole !== null ? [`What ${named} holds stays added: it is in the new file too.`] : []),
      ],
      ...(Object.keys(way.sets).length === 0 ? {} : { sets: way.sets }),
    }
  }
  const all = served(asked, (asking) => reaches(asking, host))
  const first = all.length === 0 ? null : await attempt(all)
  // The list of one that the setting does not reach has no place in the bundle.
  const draft = Array.isArray(first) && first.length > 0 ? await attempt(first) : first
  return draft === null || Array.isArray(draft) ? null : draft
}

/**
 * The list that stands for stores; one of ours among them by what it was made of, so that it does not follow itself. What the file at `path`
 * was made of for others stays in it.
 */
async function listOf(host: Host, path: string, asked: Asking['stores'], need: Need): Promise<Uint8Array | null> {
  const own = asked.map(({ store }) => store)
  const all = { ...need, add: withEarlier(host, own, need) }
  const list = await completeBundle(host, sourcesOf(host, [...sourcesIn(host, path), ...asked]), all)
  return list ?? completeBundle(host, sourcesOf(host, asked), all)
}

/** A list that cannot be read is no base: the system's stands in, where the setting that decides leads nowhere. */
const system = [{ store: 'system', ifUnreadable: 'fails' }] as const
const standsIn = "What is asked now cannot be read, so the new list is made of the system's."

const ownWhy = (effect: BundleSetting['effect']): string =>
  effect === 'adds'
    ? 'A file of ours that holds what is added.'
    : 'A file of ours that holds the whole list as it is today, with what is added.'

const besideWhy = 'A file of ours that holds what the setting adds today, with what is added.'

const ages = (path: string): string =>
  `${path} takes the place of a list, and does not follow its updates: rootcause doctor tells when it has fallen behind.`

/** A way that is files alone. */
export const filesAlone = (steps: readonly Step[] | null): VariableWay | null =>
  steps === null ? null : { steps, sets: {}, advice: noAdvice, notes: [] }

const noAdvice: readonly Advice[] = []
