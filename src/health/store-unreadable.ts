import type { Asking } from '../model/machine.ts'
import type { HealthRule } from './rule.ts'
import { askersOf, installationNames } from './view.ts'

/** RC803: a store that is asked cannot be read. A file that a setting names, and that holds no certificate, is told with the setting. */
export const storeUnreadable: HealthRule = (view) =>
  view.stores.flatMap(({ name, unreadable }) => {
    const askers = askersOf(view, name).filter((asking) => !isTold(asking, name))
    if (unreadable === null || askers.length === 0) return []
    const fails = askers.some((a) => a.stores.some((s) => s.store === name && s.ifUnreadable === 'fails'))
    return [
      {
        code: 'RC803',
        severity: fails ? ('error' as const) : ('warning' as const),
        about: [],
        clients: [],
        params: {
          store: name.replace(keyed, ''),
          id: askers[0]?.installation.runtime ?? '',
          why: unreadable,
          runtimes: installationNames(askers),
          fails: fails ? 'yes' : 'no',
        },
      },
    ]
  })

/** How the password is found that opens it; the rest is its path (stores/keyed-store.ts). */
const keyed = /^keyed:[^:]*:/

const isTold = ({ withoutEffect }: Asking, store: string): boolean =>
  withoutEffect.some(({ outcome, params }) => outcome !== undefined && params['path'] === store.replace(/^pem:/, ''))
