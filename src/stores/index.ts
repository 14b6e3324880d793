import type { Host } from '../host/host.ts'
import { readCertificates } from './certificate-files.ts'
import { nodeBundled } from './node-bundled.ts'
import type { Store, StoreContent } from './store.ts'
import { system } from './system.ts'

/** Stores that have a name. Any other word on the command line is a path. */
export const stores: readonly Store[] = [system, nodeBundled]

/** Reads a store by its name or path; `null`: there is nothing of that name. */
export function readStore(host: Host, name: string): StoreContent | null {
  const named = stores.find((s) => s.id === name)
  return named === undefined ? readCertificates(host, name) : named.read(host)
}
