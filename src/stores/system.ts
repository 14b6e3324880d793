import type { Host } from '../host/host.ts'
import { readCertificates } from './certificate-files.ts'
import { readMacosAnchors } from './shared/macos-keychains.ts'
import { readWindowsStore } from './shared/windows-stores.ts'
import { bundles, directories } from './shared/system-places.ts'
import type { Store, StoreContent } from './store.ts'

/**
 * What the operating system trusts: its bundle on Linux and BSD, its stores on Windows and macOS; where these cannot be read, what the
 * runtime can read of them, which needs Node 22.15 or later.
 */
export const system: Store = {
  id: 'system',
  title: 'what the operating system trusts',
  read: async (host) => {
    if (host.platform === 'linux' || host.platform === 'other') return fromBundle(host)
    const own = await (host.platform === 'win32' ? readWindowsStore(host, 'ROOT') : readMacosAnchors(host))
    // Where the system's own stores cannot be read, the runtime may be able to read the same ones.
    return own === null || 'unreadable' in own ? fromRuntime(host, own) : own
  },
  locate: () => [{ name: 'system', title: 'what the operating system trusts' }],
}

function fromBundle(host: Host): StoreContent | null {
  for (const path of bundles) {
    const content = readCertificates(host, path)
    if (content !== null) return content
  }
  for (const path of directories) {
    const content = readCertificates(host, path)
    if (content !== null && 'certificates' in content) return content
  }
  return fromRuntime(host)
}

function fromRuntime(host: Host, own: StoreContent | null = null): StoreContent {
  const origin =
    host.platform === 'win32' ? 'Windows certificate stores' : host.platform === 'darwin' ? 'macOS keychains' : 'the system'
  const roots = host.runtimeRoots('system')
  if (roots === null) return own ?? { origin, unreadable: `${host.runtime} cannot read it; Node 22.15 and later can` }
  return { origin: `${origin}, as ${host.runtime} reads them`, certificates: roots.map((der) => ({ der, settings: null })) }
}
