import { keychains, readKeychain, readMacosAnchors } from './shared/macos-keychains.ts'
import type { FoundStore, Store } from './store.ts'

const prefix = 'macos:'

const found: readonly FoundStore[] = [
  { name: 'macos:anchors', title: 'what macOS trusts for TLS servers: its keychains with their trust settings' },
  { name: 'macos:SystemRoots', title: "the roots of Apple's programme" },
  { name: 'macos:System', title: "the machine's own keychain, what its trust settings name" },
  { name: 'macos:login', title: "the user's keychain, what its trust settings name" },
]

/** Keychains of macOS with their trust settings, through `security`. */
export const macosKeychain: Store = {
  id: prefix,
  title: 'a keychain of macOS: macos:anchors, macos:System, macos:SystemRoots, macos:login',
  read: async (host, name) => {
    if (host.platform !== 'darwin') return null
    const asked = name.slice(prefix.length).toLowerCase()
    if (asked === 'anchors') return readMacosAnchors(host)
    const keychain = keychains.find((k) => k.toLowerCase() === asked)
    return keychain === undefined ? null : readKeychain(host, keychain)
  },
  locate: (host) => (host.platform === 'darwin' ? found : []),
}
