import type { Host } from '../host/host.ts'
import { looked } from '../host/one-look.ts'
import { bunList } from './bun-list.ts'
import { certificateFiles } from './certificate-files.ts'
import { denoList } from './deno-list.ts'
import { dotnetUserStore } from './dotnet-user-store.ts'
import { javaKeyStore } from './java-key-store.ts'
import { keyedStore } from './keyed-store.ts'
import { linuxBundles } from './linux-bundles.ts'
import { macosKeychain } from './macos-keychain.ts'
import { nodeBundled } from './node-bundled.ts'
import { nodeList } from './node-list.ts'
import { nssDatabase, nssStore } from './nss-database.ts'
import { opensslDirectory } from './openssl-directory.ts'
import { p11Kit, p11KitSource } from './p11-kit.ts'
import { pemAlone } from './pem-alone.ts'
import { pkcs12 } from './pkcs12.ts'
import { binding } from './shared/binding.ts'
import { eachOnce } from './shared/each-once.ts'
import type { FoundStore, Store, StoreContent, StoreFormat } from './store.ts'
import { system } from './system.ts'
import { windowsBesideWsl } from './windows-beside-wsl.ts'
import { windowsSystem } from './windows-system.ts'

/** Stores that have a name. Any other word on the command line is a path. */
export const stores: readonly Store[] = [
  system,
  nodeBundled,
  nodeList,
  bunList,
  denoList,
  windowsSystem,
  windowsBesideWsl,
  macosKeychain,
  opensslDirectory,
  nssStore,
  p11Kit,
  linuxBundles,
  dotnetUserStore,
  keyedStore,
  pemAlone,
]

/** Kinds of files and folders that are stores; the first that knows what lies at a path reads it. The last knows everything. */
const formats: readonly StoreFormat[] = [javaKeyStore, pkcs12, nssDatabase, p11KitSource, certificateFiles]

/** Stores that say beside each certificate what it is trusted for, and are obeyed by all who ask them. */
const withSettings: ReadonlySet<Store | StoreFormat> = new Set([
  windowsSystem,
  windowsBesideWsl,
  macosKeychain,
  nssStore,
  p11Kit,
  nssDatabase,
  p11KitSource,
  dotnetUserStore,
])

/** Reads a store by its name or path; `null`: there is nothing of that name. */
export const readStore = (host: Host, name: string): Promise<StoreContent | null> =>
  looked(host, `store ${name}`, () => readAnew(host, name))

async function readAnew(host: Host, name: string): Promise<StoreContent | null> {
  try {
    const named = stores.find(({ id }) => (id.endsWith(':') ? name.startsWith(id) : name === id))
    if (named === undefined && host.stat(name) === null) return null
    const kind = named ?? formats.find(({ isAt }) => isAt(host, name))
    const content = await kind?.read(host, name)
    if (kind === undefined || content === undefined || content === null || 'unreadable' in content) return content ?? null
    const isOfSystem = kind === system && (host.platform === 'win32' || host.platform === 'darwin')
    return withSettings.has(kind) || isOfSystem ? binding(eachOnce(content)) : eachOnce(content)
  } catch (error) {
    return { origin: name, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

/** The stores with names that this machine has. */
export const locateStores = (host: Host): readonly FoundStore[] => stores.flatMap(({ locate }) => locate(host))
