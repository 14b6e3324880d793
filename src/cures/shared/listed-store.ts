import type { Host } from '../../host/host.ts'
import type { Tool } from '../../model/plan.ts'
import type { LinuxStore } from './linux-store.ts'
import { listedInputs, type ListedStore, textAt } from './listed-inputs.ts'

/** What tells a store of Debian's layout from another. */
export interface ListedStoreSpec extends ListedStore, Pick<LinuxStore, 'id' | 'title' | 'family' | 'tried' | 'install'> {
  /** Behind the program. */
  readonly args: readonly string[]
  /** Java's key store follows, by a hook of the tool and these; empty: by the hook alone. `null`: not on this machine, or not known to. */
  readonly java: (host: Host) => readonly Tool[] | null
}

const bundle = '/etc/ssl/certs/ca-certificates.crt'
/** Java's, made of the bundle by a hook. */
export const keystore = '/etc/ssl/certs/java/cacerts'

/** A store that update-ca-certificates makes in /etc/ssl/certs: a bundle, and links under the hashes of names. */
export const listedStore = ({ args, java, isDeep, suffix, ...own }: ListedStoreSpec): LinuxStore => ({
  ...own,
  isReadByP11Kit: false,
  outputs: (host) => [bundle, '/etc/ssl/certs', ...(java(host) === null ? [] : [keystore])],
  regenerate: (host) => {
    const path = firstThere(host, ['/usr/sbin/update-ca-certificates', '/usr/bin/update-ca-certificates'])
    if (path === null) return null
    const further = (java(host) ?? []).map((tool) => ({ store: keystore, tool }))
    return [{ store: bundle, tool: { argv: [path, ...args], env: {}, files: {} } }, ...further]
  },
  inputs: (host) => listedInputs(host, { isDeep, suffix }),
})

/**
 * Alpine's and Gentoo's hook, which p11-kit's `trust` runs: it makes Java's key store of the finished bundle, and so anew each time
 * (aports, community/java-cacerts 1.0; gentoo, sys-apps/baselayout-java 0.1.0).
 */
export function extractedJava(host: Host): readonly Tool[] | null {
  const text = textAt(host, '/etc/ca-certificates/update.d/java-cacerts')
  return text.includes('trust extract') && text.includes(keystore) && host.stat(keystore) === 'file' ? [] : null
}

/** The first of some paths at which a file lies. */
export const firstThere = (host: Host, paths: readonly string[]): string | null =>
  paths.find((path) => host.stat(path) === 'file') ?? null
