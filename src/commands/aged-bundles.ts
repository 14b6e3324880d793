import { history } from '../apply/history.ts'
import { bundleAge, ownBundles } from '../cures/shared/complete-bundle.ts'
import type { AgedBundle } from '../health/view.ts'
import type { Host } from '../host/host.ts'
import { stands } from './judged-history.ts'
import { journalsHere } from './journals.ts'

/** Lists of ours that have fallen behind their sources, or cannot be compared with them, with the change that made each. */
export async function agedBundles(host: Host): Promise<readonly AgedBundle[]> {
  const made = history(journalsHere(host)).filter(stands)
  const own = await ownBundles(host)
  const others = made
    .flatMap(({ plans }) => plans.flatMap((p) => p.steps.flatMap(({ change }) => (change.kind === 'file' ? [change.path] : []))))
    .filter((path, i, all) => all.indexOf(path) === i && !own.some((bundle) => bundle.path === path))
  const all = [...own, ...(await Promise.all(others.map(async (path) => ({ path, age: await bundleAge(host, path) }))))]
  return all.flatMap(({ path, age }): readonly AgedBundle[] => {
    if (age.kind === 'none' || age.kind === 'fresh') return []
    const by = made.findLast(({ plans }) =>
      plans.some((p) => p.steps.some(({ change }) => change.kind === 'file' && change.path === path)),
    )
    return [
      {
        path,
        lacks: age.kind === 'aged' ? age.lacks : [],
        keeps: age.kind === 'aged' ? age.keeps : [],
        why: age.kind === 'unknown' ? age.why : '',
        id: by?.id ?? '',
        again: by?.about.command ?? '',
      },
    ]
  })
}
