import type { Host } from '../../host/host.ts'
import type { LinuxStore } from './linux-store.ts'
import { firstThere } from './listed-store.ts'
import { p11KitInputs, type P11KitPlaces } from './p11-kit-inputs.ts'

/** What tells a store that p11-kit extracts from another. */
export interface P11KitStoreSpec extends P11KitPlaces, Pick<LinuxStore, 'id' | 'title' | 'family' | 'tried' | 'install'> {
  readonly programs: readonly string[]
  readonly args: readonly string[]
  readonly outputs: (host: Host) => readonly string[]
}

/** A store that a distribution's tool extracts from p11-kit's folders. */
export const p11KitStore = ({ programs, args, source, packaged, ...own }: P11KitStoreSpec): LinuxStore => ({
  ...own,
  isReadByP11Kit: true,
  regenerate: (host) => {
    const path = firstThere(host, programs)
    const [store = source] = own.outputs(host)
    return path === null ? null : [{ store, tool: { argv: [path, ...args], env: {}, files: {} } }]
  },
  inputs: (host, need) => p11KitInputs(host, { source, packaged }, need),
})
