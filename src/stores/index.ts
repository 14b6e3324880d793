import type { Host } from '../host/host.ts'
import { certificateFiles } from './certificate-files.ts'
import { nodeBundled } from './node-bundled.ts'
import type { FoundStore, Store, StoreContent, StoreFormat } from './store.ts'
import { system } from './system.ts'

/** Stores that have a name. Any other word on the command line is a path. */
export const stores: readonly Store[] = [system, nodeBundled]

/** Kinds of files and folders that are stores; the first that knows what lies at a path reads it. The last knows everything. */
const formats: readonly StoreFormat[] = [certificateFiles]

/** Reads a store by its name or path; `null`: there is nothing of that name. */
export async function readStore(host: Host, name: string): Promise<StoreContent | null> {
  const named = stores.find(({ id }) => (id.endsWith(':') ? name.startsWith(id) : name === id))
  if (named !== undefined) return named.read(host, name)
  try {
    if (host.stat(name) === null) return null
    const format = formats.find(({ isAt }) => isAt(host, name))
    return (await format?.read(host, name)) ?? null
  } catch (error) {
    return { origin: name, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

/** The stores with names that this machine has. */
export const locateStores = (host: Host): readonly FoundStore[] => stores.flatMap(({ locate }) => locate(host))
