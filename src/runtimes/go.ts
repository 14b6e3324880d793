import type { Host } from '../host/host.ts'
import type { Asking, AskedStore, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { askedFor } from './shared/asked-version.ts'
import { programsOf } from './shared/managed-programs.ts'
import { nixSetting } from './shared/nix-store.ts'
import { folderOf, kindAt, placeIn, realPlace, textAt } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'
import { ledTo } from './shared/led-to.ts'

const source =
  'observed: a program of Go 1.19.8 on Linux, a server for each store (one bundle, the first that is there, and every folder; SSL_CERT_FILE takes the place of the ' +
  'bundle alone, SSL_CERT_DIR, with colons between, that of the folders); golang/go 1.19: crypto/x509/root_unix.go, root_linux.go, root_bsd.go, root_darwin.go, root_windows.go'

/** Bundles, of which the first that can be read counts: root_linux.go, and behind them root_bsd.go, whose platforms have none of the former. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]
const bsdBundles = [
  '/usr/local/etc/ssl/cert.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
  '/etc/openssl/certs/ca-certificates.crt',
]

/** Folders, all of which are read, every file of them. */
const folders = ['/etc/ssl/certs', '/etc/pki/tls/certs', '/system/etc/security/cacerts']
const bsdFolders = ['/etc/ssl/certs', '/usr/local/share/certs', '/etc/openssl/certs']

/** Go, and the programs that are built with it and keep its crypto/x509. */
export const go: Runtime = {
  id: 'go',
  title: 'Go, and programs built with it',
  names: ['golang', 'terraform', 'gh', 'helm'],
  find: async (host) => {
    const program = host.platform === 'win32' ? 'go.exe' : 'go'
    const usual = [placeIn(host, host.env['GOROOT'] ?? '/usr/local/go', 'bin', program), ...windows(host)]
    const sdk = { manager: 'golang.org/dl', folder: placeIn(host, host.home, 'sdk'), below: ['bin', program] }
    const asdf = {
      manager: 'asdf',
      folder: placeIn(host, host.home, '.asdf', 'installs', 'golang'),
      below: ['go', 'bin', program],
    }
    const programs = programsOf(host, 'go', usual, [sdk, asdf])
    return Promise.all(
      programs.map(async ({ path, note }) => {
        const version = await versionOf(host, path)
        return { runtime: 'go', path, version, client: version === null ? 'go' : `go-${version}`, note }
      }),
    )
  },
  asks: async (host, installation): Promise<Asking> => {
    const shared = { installation, unknown: '', dangers: [], source }
    const others = fallback(host, installation.version)
    const nix = ofNix(host, installation)
    if (nix !== null) return { ...shared, ...nix, withoutEffect: [...nix.withoutEffect, ...others] }
    if (host.platform === 'win32' || host.platform === 'darwin') {
      const store = host.platform === 'win32' ? 'windows:ROOT' : 'system'
      const name = host.platform === 'win32' ? 'CryptoAPI' : 'the keychains, through the Security framework'
      const unread = ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((n) => unreadHere(host, n, name))
      const stores: readonly AskedStore[] = [{ store, ifUnreadable: 'fails' }]
      return { ...shared, stores, why: builtIn(name, ''), overrides: [], withoutEffect: [...unread, ...others] }
    }
    const [bundle, list] = [bundleOf(host), foldersOf(host)]
    const own = builtIn('the places that crypto/x509 looks at', '')
    const deciding = [...bundle.set, ...list.set, own]
    return {
      ...shared,
      unknown: bundle.stores.flatMap(({ store }) => markedStart(host, store)).join(),
      stores: [...bundle.stores, ...list.stores],
      why: deciding[0] ?? own,
      overrides: deciding.slice(1),
      withoutEffect: [...bundle.withoutEffect, ...list.withoutEffect, ...others],
    }
  },
}

/** The file VERSION of the distribution; without it, `go version`, which prints `go version go1.19.8 linux/amd64`. */
async function versionOf(host: Host, program: string): Promise<string | null> {
  const root = folderOf(folderOf(realPlace(host, program)))
  const found = /^go(\d+(?:\.\d+)+)/.exec(textAt(host, placeIn(host, root, 'VERSION')) ?? '')?.[1]
  return found ?? /\bgo(\d+(?:\.\d+)+)/.exec((await askedFor(host, program, ['version'])) ?? '')?.[1] ?? null
}

const windows = (host: Host): readonly string[] =>
  host.platform === 'win32' && host.env['ProgramFiles'] !== undefined
    ? [placeIn(host, host.env['ProgramFiles'], 'Go', 'bin', 'go.exe')]
    : []

interface Part {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

/** Of a file with a byte order mark the first block is passed over (encoding/pem: a block begins at the beginning of a line; observed, 1.19.8). */
const markedStart = (host: Host, path: string): readonly string[] =>
  textAt(host, path, 'text')?.startsWith('\u{feff}') === true
    ? [`it passes over the first certificate of ${path}, for a byte order mark stands before it`]
    : []

const asked = (store: string): AskedStore => ({ store, ifUnreadable: 'goes-on' })

function bundleOf(host: Host): Part {
  const value = host.env['SSL_CERT_FILE'] ?? ''
  if (value === '') {
    const first = (host.platform === 'other' ? bsdBundles : bundles).find((path) => kindAt(host, path) === 'file')
    return { stores: first === undefined ? [] : [asked(first)], set: [], withoutEffect: [] }
  }
  const setting = variable('SSL_CERT_FILE', value)
  const led = ledTo(host, setting, value, 'file')
  // The built-in bundles are not looked at any more, even so.
  return 'lost' in led
    ? { stores: [], set: [setting], withoutEffect: [led.lost] }
    : { stores: [asked(led.path)], set: [setting], withoutEffect: [] }
}

function foldersOf(host: Host): Part {
  const value = host.env['SSL_CERT_DIR'] ?? ''
  const usual = (host.platform === 'other' ? bsdFolders : folders).filter((path) => kindAt(host, path) === 'directory')
  if (value === '') return { stores: usual.map(asked), set: [], withoutEffect: [] }
  const setting = variable('SSL_CERT_DIR', value)
  const led = value.split(':').map((folder) => ledTo(host, setting, folder, 'directory'))
  return {
    stores: led.flatMap((one) => ('lost' in one ? [] : [asked(one.path)])),
    set: [setting],
    withoutEffect: led.flatMap((one) => ('lost' in one ? [one.lost] : [])),
  }
}

/**
 * Up to 1.17 Go of the Nix store takes the file of its variable alone, on every system, where that can be read
 * (ssl-cert-file-1.16.patch of nixpkgs, crypto/x509/root.go); `null`: another Go, or nothing is there.
 */
function ofNix(
  host: Host,
  { path, version }: Installation,
): Pick<Asking, 'stores' | 'why' | 'overrides' | 'withoutEffect'> | null {
  const setting = version === null || isAtLeast(version, '1.18') ? null : nixSetting(host, path)
  if (setting === null || kindAt(host, setting.value) !== 'file') return null
  const passed = ['SSL_CERT_FILE', 'SSL_CERT_DIR']
    .filter((name) => (host.env[name] ?? '') !== '')
    .map((name) => variable(name, host.env[name] ?? ''))
  return {
    stores: [asked(setting.value)],
    why: setting,
    overrides: passed,
    withoutEffect: passed.map((each) => ({ setting: each, reason: 'beaten', params: { by: setting.name } })),
  }
}

/** golang/go: on Windows and macOS the system verifies, and crypto/x509 reads neither variable. Go 1.27 is taken to do the same. */
function unreadHere(host: Host, name: string, by: string): readonly WithoutEffect[] {
  const value = host.env[name] ?? ''
  return value === ''
    ? []
    : [{ setting: variable(name, value), reason: 'other-runtime', params: { by: `Go on other systems; here ${by} decides` } }]
}

/** x509.SetFallbackRoots, 1.20: the switch reaches programs that carry a list of their own. */
function fallback(host: Host, version: string | null): readonly WithoutEffect[] {
  const value = host.env['GODEBUG'] ?? ''
  if (!value.split(',').includes('x509usefallbackroots=1')) return []
  const setting = variable('GODEBUG', value)
  return isAtLeast(version, '1.20')
    ? [{ setting, reason: 'some-requests', params: { reach: 'programs that carry roots of their own (x509.SetFallbackRoots)' } }]
    : [{ setting, reason: 'too-old', params: { since: '1.20' } }]
}
