import type { Host } from '../../host/host.ts'
import type { Tool } from '../../model/plan.ts'
import type { LinuxStore } from './linux-store.ts'
import { listedInputs, type ListedStore } from './listed-inputs.ts'

/** What tells a store of Debian's layout from another. */
export interface ListedStoreSpec extends ListedStore, Pick<LinuxStore, 'id' | 'title' | 'family' | 'tried' | 'install'> {
  /** Behind the program. */
  readonly args: readonly string[]
  /** Java's key store follows, by a hook of the tool and this; `null`: not on this machine, or not known to. */
  readonly java: (host: Host) => readonly { readonly store: string; readonly tool: Tool }[] | null
}

const bundle = '/etc/ssl/certs/ca-certificates.crt'

/** A store that update-ca-certificates makes in /etc/ssl/certs: a bundle, and links under the hashes of names. */
export const listedStore = ({ args, java, isDeep, suffix, ...own }: ListedStoreSpec): LinuxStore => ({
  ...own,
  isReadByP11Kit: false,
  outputs: (host) => [bundle, '/etc/ssl/certs', ...(java(host) ?? []).map(({ store }) => store)],
  regenerate: (host) => {
    const path = firstThere(host, ['/usr/sbin/update-ca-certificates', '/usr/bin/update-ca-certificates'])
    if (path === null) return null
    return [{ store: bundle, tool: { argv: [path, ...args], env: {}, files: {} } }, ...(java(host) ?? [])]
  },
  inputs: (host) => listedInputs(host, { isDeep, suffix }),
})

/** The first of some paths at which a file lies. */
export const firstThere = (host: Host, paths: readonly string[]): string | null =>
  paths.find((path) => host.stat(path) === 'file') ?? null
