import { loadRoots } from '../roots/load.ts'
import { platform } from '../roots/platforms.ts'
import { storeAt } from '../roots/store-at.ts'
import type { Host } from '../host/host.ts'
import type { Asking } from '../model/machine.ts'
import { isAbsolutePlace, kindAt, placeIn } from '../runtimes/shared/place.ts'
import { pythonEnvironments } from '../runtimes/shared/python-environments.ts'
import type { Cure } from './cure.ts'
import { served } from './shared/served.ts'

/**
 * A newer certifi in the environment that asks one: the right way where the newest that is known holds what is missing, and the package
 * manager's to walk, so it is advice.
 */
export const certifiUpgrade: Cure = {
  id: 'certifi-upgrade',
  title: 'a newer certifi',
  owner: 'runtime',
  scope: 'project',
  tried: 'documented',
  plan: async (host, need) => {
    const bundles = [
      ...new Set(
        served(need, (asking) => certifiOf(host, asking) !== null).flatMap(({ askings }) =>
          askings.flatMap((a) => certifiOf(host, a) ?? []),
        ),
      ),
    ]
    const certifi = platform('certifi')
    if (bundles.length === 0 || need.add.length === 0 || certifi === null) return null
    const { anchors } = storeAt(await loadRoots(), { platform: certifi, when: { kind: 'latest' } })
    const newest = new Set<string>(anchors.map(({ anchor }) => anchor.sha256))
    if (!need.add.every(({ sha256 }) => newest.has(sha256))) return null
    const names = need.add.map(({ label }) => label).join(', ')
    const advice = bundles.map((bundle) => ({
      owner: 'runtime' as const,
      what: `a newer certifi holds ${names}; this environment has an older one (${bundle})`,
      command: `${programOf(host, bundle)} -m pip install --upgrade certifi`,
    }))
    return { steps: [], advice, deltas: [], notes: [] }
  },
}

/** The bundle of a certifi; that which pip brings in itself comes and goes with pip. */
const certifiOf = (host: Host, { stores, why }: Asking): string | null =>
  (why.kind === 'built-in' &&
    stores
      .map(({ store }) => store)
      .find(
        (store) =>
          /[\\/]certifi[\\/]cacert\.pem$/.test(store) &&
          !/[\\/]_vendor[\\/]/.test(store) &&
          isAbsolutePlace(host, store) &&
          kindAt(host, store) === 'file',
      )) ||
  null

/** The interpreter of the environment in whose folders it lies. */
function programOf(host: Host, bundle: string): string {
  const environment = pythonEnvironments(host).find(({ site }) =>
    site.some((folder) => bundle.startsWith(placeIn(host, folder, 'certifi'))),
  )
  return environment?.program ?? 'python'
}
