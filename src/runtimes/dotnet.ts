import type { Host } from '../host/host.ts'
import type { Asking, AskedStore, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { folderOf, kindAt, namesIn, placeIn, realPlace } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'
import { ledTo } from './shared/led-to.ts'

const source =
  'source: dotnet/runtime 9: OpenSslCachedSystemStoreProvider.cs (file and folders of OpenSSL, every file of a folder, self-issued certificates as roots), pal_x509_root.c, ' +
  'OpenSslDirectoryBasedStoreProvider.cs; no .NET was run'

/** .NET and what runs on it, PowerShell 7 and NuGet among them. */
export const dotnet: Runtime = {
  id: 'dotnet',
  title: '.NET',
  names: ['pwsh', 'nuget', 'powershell'],
  find: async (host) => {
    const program = host.platform === 'win32' ? 'dotnet.exe' : 'dotnet'
    const roots = [host.env['DOTNET_ROOT'] ?? '', placeIn(host, host.home, '.dotnet'), ...usualRoots(host)]
    const places = roots.filter((root) => root !== '').map((root) => placeIn(host, root, program))
    const found = [...onSearchPath(host, 'dotnet'), ...places.filter((path) => kindAt(host, path) === 'file')]
    const real = found.map((path) => realPlace(host, path))
    return found
      .filter((_, i) => real.indexOf(real[i] ?? '') === i)
      .map((path) => ({
        runtime: 'dotnet',
        path,
        version: versionOf(host, path),
        client: host.platform === 'win32' ? 'dotnet-windows' : null,
        note: '',
      }))
  },
  asks: async (host, installation): Promise<Asking> => {
    const shared = { installation, unknown: '', dangers: [], source }
    if (host.platform === 'win32' || host.platform === 'darwin') {
      const store = host.platform === 'win32' ? 'windows:ROOT' : 'system'
      const by = host.platform === 'win32' ? 'CryptoAPI' : 'the keychains'
      const unread = ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name): readonly WithoutEffect[] => {
        const value = host.env[name] ?? ''
        return value === ''
          ? []
          : [{ setting: variable(name, value), reason: 'other-runtime', params: { by: `.NET on Linux; here ${by} decides` } }]
      })
      return { ...shared, stores: [{ store, ifUnreadable: 'fails' }], why: builtIn(by, ''), overrides: [], withoutEffect: unread }
    }
    const parts = [bundleOf(host), foldersOf(host, installation.version), userStore(host)]
    const own = builtIn('the places that its OpenSSL was built with', '')
    const deciding = [...parts.flatMap(({ set }) => set), own]
    return {
      ...shared,
      stores: parts.flatMap(({ stores }) => stores),
      why: deciding[0] ?? own,
      overrides: deciding.slice(1),
      withoutEffect: parts.flatMap(({ withoutEffect }) => withoutEffect),
    }
  },
}

const usualRoots = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? [host.env['ProgramFiles'] ?? ''].filter((folder) => folder !== '').map((folder) => placeIn(host, folder, 'dotnet'))
    : ['/usr/lib/dotnet', '/usr/share/dotnet', '/usr/local/share/dotnet', '/opt/dotnet', '/usr/local/bin']

/** The newest shared framework beside the program: the one that new programs get. */
function versionOf(host: Host, program: string): string | null {
  const folder = placeIn(host, folderOf(realPlace(host, program)), 'shared', 'Microsoft.NETCore.App')
  const releases = namesIn(host, folder).filter((name) => /^\d+\.\d+\.\d+/.test(name))
  return releases.toSorted((a, b) => (isAtLeast(a, b) ? -1 : 1))[0] ?? null
}

interface Part {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

const asked = (store: string): AskedStore => ({ store, ifUnreadable: 'goes-on' })
const none: Part = { stores: [], set: [], withoutEffect: [] }

/** The bundles of OpenSSL as distributions build it: OPENSSLDIR/cert.pem. Fedora's lies in /etc/pki/tls, Alpine's and Arch's in /etc/ssl. */
function bundleOf(host: Host): Part {
  const value = host.env['SSL_CERT_FILE']
  if (value === undefined) {
    const first = ['/usr/lib/ssl/cert.pem', '/etc/pki/tls/cert.pem', '/etc/ssl/cert.pem'].find(
      (path) => kindAt(host, path) === 'file',
    )
    return first === undefined ? none : { ...none, stores: [asked(first)] }
  }
  const setting = variable('SSL_CERT_FILE', value)
  const led = ledTo(host, setting, value, 'file')
  return 'lost' in led
    ? { stores: [], set: [setting], withoutEffect: [led.lost] }
    : { stores: [asked(led.path)], set: [setting], withoutEffect: [] }
}

/** A list of folders from .NET 9 on, one folder before. */
function foldersOf(host: Host, version: string | null): Part {
  const value = host.env['SSL_CERT_DIR']
  if (value === undefined) {
    const usual = ['/etc/pki/tls/certs', '/etc/ssl/certs'].find((path) => kindAt(host, path) === 'directory')
    return usual === undefined ? none : { ...none, stores: [asked(usual)] }
  }
  const setting = variable('SSL_CERT_DIR', value)
  if (value.includes(':') && !isAtLeast(version, '9.0'))
    return { stores: [], set: [setting], withoutEffect: [{ setting, reason: 'too-old', params: { since: '9.0' } }] }
  const led = value.split(':').map((folder) => ledTo(host, setting, folder, 'directory'))
  return {
    stores: led.flatMap((one) => ('lost' in one ? [] : [asked(one.path)])),
    set: [setting],
    withoutEffect: led.flatMap((one) => ('lost' in one ? [one.lost] : [])),
  }
}

/** X509Store of the current user: what he trusts, and what he disallowed, which takes away from all the rest (`stores/dotnet-user-store.ts`). */
function userStore(host: Host): Part {
  const folder = placeIn(host, host.home, '.dotnet', 'corefx', 'cryptography', 'x509stores')
  const own = ['root', 'disallowed'].filter((name) =>
    namesIn(host, placeIn(host, folder, name)).some((file) => file.endsWith('.pfx')),
  )
  return { ...none, stores: own.map((name) => asked(`dotnet:${name}`)) }
}
