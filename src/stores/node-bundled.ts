import type { Store } from './store.ts'

/** The list of authorities that is compiled into this Node: Mozilla's at the time of the release. */
export const nodeBundled: Store = {
  id: 'node',
  title: 'the list that is compiled into the Node that runs this program',
  read: async (host) => {
    const certificates = (host.runtimeRoots('bundled') ?? []).map((der) => ({ der, settings: null }))
    return { origin: `bundled with ${host.runtime}`, certificates }
  },
  locate: () => [{ name: 'node', title: 'the list that is compiled into the Node that runs this program' }],
}
