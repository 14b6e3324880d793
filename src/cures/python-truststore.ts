import type { Cure } from './cure.ts'
import { isAtLeast } from '../runtimes/shared/release-order.ts'
import { anchorsFor } from './shared/anchors-for.ts'
import { isCured } from './shared/outcome.ts'
import { isOf, served } from './shared/served.ts'

/**
 * pip asks the system's store by itself from 24.2 on, on Python 3.10 and later (pip: NEWS.rst, 24.2). Where that store holds what is missing,
 * a newer pip is the right way, and the reader's to walk. An older pip reaches the index with `--cert` this once.
 */
export const pythonTruststore: Cure = {
  id: 'python-truststore',
  title: "a pip that asks the system's store",
  owner: 'runtime',
  scope: 'project',
  tried: 'documented',
  plan: async (host, need) => {
    const old = served(need, (asking) => isOf('pip')(asking) && !isAtLeast(asking.installation.version, '24.2'))
    if (old.length === 0) return null
    const system = await anchorsFor(host, [{ store: 'system', ifUnreadable: 'fails' }])
    if (system === null || !isCured(need, new Set(system))) return null
    const what = "pip 24.2 and later on Python 3.10 and later asks the system's store, which holds what is missing"
    return {
      steps: [],
      deltas: [],
      notes: [],
      advice: [{ owner: 'runtime', what, command: 'python -m pip install --upgrade pip' }],
    }
  },
}
