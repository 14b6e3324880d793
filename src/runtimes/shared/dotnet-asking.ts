import type { Host } from '../../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../../model/machine.ts'
import { kindAt, namesIn, placeIn } from './place.ts'
import { isAtLeast } from './release-order.ts'
import { builtIn, variable } from './setting.ts'
import { ledTo } from './led-to.ts'

const source =
  'measured: .NET 8.0.30 on Debian 12, X509Store and SslStream; dotnet/runtime 9: OpenSslCachedSystemStoreProvider.cs (file and folders of OpenSSL, ' +
  'every file of a folder, self-issued certificates as roots), pal_x509_root.c, OpenSslDirectoryBasedStoreProvider.cs'

/** What .NET of this release asks, itself or under PowerShell 7; `release`: `null` where it is not known, and taken for the newest. */
export function dotnetAsking(host: Host, installation: Installation, release: string | null): Asking {
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
  const parts = [bundleOf(host), foldersOf(host, release), userStore(host)]
  const own = builtIn('the places that its OpenSSL was built with', '')
  const deciding = [...parts.flatMap(({ set }) => set), own]
  return {
    ...shared,
    stores: parts.flatMap(({ stores }) => stores),
    why: deciding[0] ?? own,
    overrides: deciding.slice(1),
    withoutEffect: parts.flatMap(({ withoutEffect }) => withoutEffect),
  }
}

/** The profile of a release on OpenSSL; `null` below the first that was seen, and for the keychains. */
export const dotnetClient = ({ platform }: Host, release: string | null): string | null =>
  platform === 'win32'
    ? 'dotnet-windows'
    : platform === 'linux' && release !== null && isAtLeast(release, '8.0')
      ? `dotnet-${release.split('.')[0]}-openssl`
      : null

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
  // CachedSystemStoreProvider tries DER where there is no PEM (dotnet/runtime).
  const led = ledTo(host, setting, value, 'file', 'any')
  return 'lost' in led
    ? { stores: [], set: [setting], withoutEffect: [led.lost] }
    : { stores: [asked(led.path)], set: [setting], withoutEffect: [] }
}

/** A list of folders from .NET 8 on (seen with 8.0.30); before, as documented, one folder. */
function foldersOf(host: Host, version: string | null): Part {
  const value = host.env['SSL_CERT_DIR']
  if (value === undefined) {
    const usual = ['/etc/pki/tls/certs', '/etc/ssl/certs'].find((path) => kindAt(host, path) === 'directory')
    return usual === undefined ? none : { ...none, stores: [asked(usual)] }
  }
  const setting = variable('SSL_CERT_DIR', value)
  if (value.includes(':') && !isAtLeast(version, '8.0'))
    return { stores: [], set: [setting], withoutEffect: [{ setting, reason: 'too-old', params: { since: '8.0' } }] }
  const led = value.split(':').map((folder) => ledTo(host, setting, folder, 'directory'))
  return {
    stores: led.flatMap((one) => ('lost' in one ? [] : [asked(one.path)])),
    set: [setting],
    withoutEffect: led.flatMap((one) => ('lost' in one ? [one.lost] : [])),
  }
}

/** X509Store of the current user: what he trusts; what .NET once fetched; and what he disallowed, which ends every verification (`stores/dotnet-user-store.ts`). */
function userStore(host: Host): Part {
  const folder = placeIn(host, host.home, '.dotnet', 'corefx', 'cryptography', 'x509stores')
  const filesOf = (name: string): readonly string[] => namesIn(host, placeIn(host, folder, name))
  const stores = ['root', 'ca']
    .filter((name) => filesOf(name).some((file) => file.endsWith('.pfx')))
    .map((name) => asked(`dotnet:${name}`))
  if (filesOf('disallowed').length > 0) stores.push({ store: 'dotnet:disallowed', ifUnreadable: 'fails' })
  return { ...none, stores }
}
