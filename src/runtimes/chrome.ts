import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Danger, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { type BrowserPolicy, isOff, policiesInFolder, policiesInRegistry } from './shared/browser-policies.ts'
import { type FlatpakApp, flatpakApps, flatpakExtensions } from './shared/flatpak-apps.ts'
import { installed } from './shared/installed.ts'
import { kindAt, namesIn, placeIn, realPlace } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { printed } from './shared/printed.ts'
import { builtIn, variable } from './shared/setting.ts'

/** Chrome, Chromium, Edge and Brave: the Chrome Root Store, and on it what the user or an administrator added to the system. */
export const chrome: Runtime = {
  id: 'chrome',
  title: 'Chrome, Chromium, Edge and Brave',
  names: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'msedge', 'microsoft-edge', 'brave-browser'],
  find: async (host) => [
    ...(await Promise.all(brands.flatMap((brand) => programsOf(host, brand).map((path) => installation(host, brand, path))))),
    ...brands.flatMap((brand) => flatpaksOf(host, brand)),
  ],
  asks: async (host, found) => asks(host, found),
}

interface Brand {
  readonly name: string
  readonly programs: readonly string[]
  /** Whole paths on Windows, and names of applications on macOS. */
  readonly windows: readonly string[]
  readonly mac: string
  /** Folders of managed policies on Linux, and the key below `Software\\Policies`. */
  readonly policies: readonly string[]
  readonly key: string
  /** Folder of a snap's home; empty: there is none. */
  readonly snap: string
  /** Its flatpak; empty: there is none that is known. */
  readonly flatpak: string
}

const brands: readonly Brand[] = [
  {
    name: 'Chrome',
    programs: ['google-chrome', 'google-chrome-stable', 'google-chrome-beta'],
    windows: [
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    ],
    mac: 'Google Chrome',
    policies: ['/etc/opt/chrome/policies/managed'],
    key: 'Google\\Chrome',
    snap: '',
    flatpak: 'com.google.Chrome',
  },
  {
    name: 'Chromium',
    programs: ['chromium', 'chromium-browser'],
    windows: ['C:\\Program Files\\Chromium\\Application\\chrome.exe'],
    mac: 'Chromium',
    policies: ['/etc/chromium/policies/managed', '/etc/chromium-browser/policies/managed'],
    key: 'Chromium',
    snap: 'chromium',
    flatpak: 'org.chromium.Chromium',
  },
  {
    name: 'Edge',
    programs: ['microsoft-edge', 'microsoft-edge-stable'],
    windows: [
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    mac: 'Microsoft Edge',
    policies: ['/etc/opt/edge/policies/managed'],
    key: 'Microsoft\\Edge',
    snap: '',
    flatpak: '',
  },
  {
    name: 'Brave',
    programs: ['brave-browser', 'brave'],
    windows: ['C:\\Program Files\\BraveSoftware\\Brave-Browser\\Application\\brave.exe'],
    mac: 'Brave Browser',
    policies: ['/etc/brave/policies/managed'],
    key: 'BraveSoftware\\Brave',
    snap: 'brave',
    flatpak: '',
  },
]

function programsOf(host: Host, { programs, windows, mac }: Brand): readonly string[] {
  if (host.platform === 'win32') return windows.filter((path) => kindAt(host, path) === 'file')
  if (host.platform !== 'darwin') return installed(host, programs)
  return [`/Applications/${mac}.app/Contents/MacOS/${mac}`].filter((path) => kindAt(host, path) === 'file')
}

const flatpaksOf = (host: Host, { name, flatpak }: Brand): readonly Installation[] =>
  (flatpak === '' ? [] : flatpakApps(host, flatpak)).map(({ folder, version }) => ({
    runtime: 'chrome',
    path: folder,
    version,
    client: version === null ? 'chrome' : `chrome-${version.split('.')[0]}`,
    note: `${name}, flatpak`,
  }))

async function installation(host: Host, { name }: Brand, path: string): Promise<Installation> {
  const version = host.platform === 'win32' ? besideProgram(host, path) : await told(host, path)
  const client = version === null ? 'chrome' : `chrome-${version.split('.')[0]}`
  return { runtime: 'chrome', path, version, client, note: isSnap(host, path) ? `${name}, snap` : name }
}

/** chrome.exe prints nothing; its files lie in a folder that is called by the release. */
const besideProgram = (host: Host, path: string): string | null =>
  namesIn(host, path.replace(/\\[^\\]*$/, ''))
    .filter((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name))
    .toSorted((a, b) => (isAtLeast(a, b) ? 1 : -1))
    .at(-1) ?? null

const told = async (host: Host, path: string): Promise<string | null> =>
  /(?:^|\s)(?<version>\d+\.\d+\.\d+\.\d+)\b/m.exec((await printed(host, [path, '--version'], { HOME: '/nonexistent' })) ?? '')
    ?.groups?.['version'] ?? null

const isSnap = (host: Host, path: string): boolean =>
  path.startsWith('/snap/') || realPlace(host, path).startsWith('/snap/') || realPlace(host, path).endsWith('/snap')

const wanted = [
  'CACertificates',
  'CACertificatesWithConstraints',
  'CADistrustedCertificates',
  'CAHintCertificates',
  'CAPlatformIntegrationEnabled',
  'ChromeRootStoreEnabled',
  'CertificateTransparencyEnforcementDisabledForUrls',
]

function asks(host: Host, found: Installation): Asking {
  const brand = brands.find(({ name }) => found.note.startsWith(name))
  const isFlatpak = found.note.endsWith('flatpak')
  const policies = brand === undefined ? [] : policiesOf(host, brand, isFlatpak)
  const named = (name: string): BrowserPolicy | undefined => policies.find((policy) => policy.name === name)
  const integration = named('CAPlatformIntegrationEnabled')
  const isApart = integration !== undefined && isOff(integration.value) && isAtLeast(found.version, '131')
  const database = host.platform === 'linux' || host.platform === 'other' ? databaseOf(host, found, brand) : null
  const stores: readonly AskedStore[] = isApart
    ? []
    : database === null
      ? host.platform === 'linux' || host.platform === 'other'
        ? []
        : [{ store: 'system', ifUnreadable: 'goes-on' }]
      : [{ store: `nss:${database}`, ifUnreadable: 'goes-on' }]
  const inPolicy = ['CACertificates', 'CACertificatesWithConstraints', 'CADistrustedCertificates'].flatMap(
    (name) => named(name) ?? [],
  )
  return {
    installation: found,
    stores,
    unknown: [
      'the Chrome Root Store that is built in, or was fetched since, is not read; what stands here comes on top of it',
      ...(inPolicy.length === 0
        ? []
        : [`certificates in the policies ${inPolicy.map(({ name }) => name).join(', ')} are not read`]),
    ].join('; '),
    why: builtIn('Chrome Root Store', found.version ?? ''),
    overrides: policies.filter(({ name }) => name !== 'ChromeRootStoreEnabled').map(({ setting }) => setting),
    withoutEffect: [
      ...dropped(policies, found.version),
      ...unread(host, database),
      ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'].flatMap((name): readonly WithoutEffect[] => {
        const value = host.env[name] ?? ''
        return value === ''
          ? []
          : [{ setting: variable(name, value), reason: 'other-runtime', params: { instead: 'CACertificates' } }]
      }),
    ],
    dangers: keyLog(host),
    source:
      "documented: Chromium's docs/linux/cert_management.md (2026), Chrome enterprise policies; milestones 120 (ChromeRootStoreEnabled gone) and 131 (CAPlatformIntegrationEnabled) from documentation and memory; flatpak: flatpak-metadata(5) and the manifests of Flathub of 2026-08, none was run",
  }
}

/**
 * The flatpak of Chrome sees the system's folder (flathub/com.google.Chrome ef8d98b: chrome.sh); that of Chromium what unmanaged extensions of
 * flatpak hold (flathub/org.chromium.Chromium afd3456: README.md), and not those that are installed as flatpaks, which are not looked for here.
 */
function policiesOf(host: Host, { policies, key, flatpak }: Brand, isFlatpak: boolean): readonly BrowserPolicy[] {
  if (host.platform === 'win32')
    return ['HKLM', 'HKCU'].flatMap((hive) => policiesInRegistry(host, `${hive}\\SOFTWARE\\Policies\\${key}`, wanted))
  const extensions = ['Extension', 'Policy'].flatMap((kind) => flatpakExtensions(host, `${flatpak}.${kind}.`))
  const folders =
    isFlatpak && flatpak !== 'com.google.Chrome'
      ? extensions.map((folder) => placeIn(host, folder, 'policies', 'managed'))
      : policies
  return folders.flatMap((folder) => policiesInFolder(host, folder, wanted))
}

/** The database that NSS programs share; from 146 on at a new place unless the old one is there. A snap has a home of its own. */
function databaseOf(host: Host, found: Installation, brand: Brand | undefined): string | null {
  const app = flatpakApps(host, brand?.flatpak ?? '').find(({ folder }) => folder === found.path)
  if (app !== undefined) return inFlatpak(host, app)
  const home =
    found.note.endsWith('snap') && brand !== undefined && brand.snap !== ''
      ? placeIn(host, host.home, 'snap', brand.snap, 'current')
      : host.home
  const old = placeIn(host, home, '.pki', 'nssdb')
  const now = placeIn(host, home, '.local', 'share', 'pki', 'nssdb')
  return (isAtLeast(found.version, '146') ? [old, now] : [old]).find((folder) => kindAt(host, folder) === 'directory') ?? null
}

/** By what flatpak lets it see: the user's home, or its own folder, where of the home what is persistent is kept. */
function inFlatpak(host: Host, { own, home, persistent, version }: FlatpakApp): string | null {
  const kept = home ?? (persistent.includes('.pki') ? own : null)
  const old = kept === null ? [] : [placeIn(host, kept, '.pki', 'nssdb')]
  const now = isAtLeast(version, '146') ? [placeIn(host, own, 'data', 'pki', 'nssdb')] : []
  return [...old, ...now].find((folder) => kindAt(host, folder) === 'directory') ?? null
}

function dropped(policies: readonly BrowserPolicy[], version: string | null): readonly WithoutEffect[] {
  return policies.flatMap(({ name, setting }): readonly WithoutEffect[] => {
    if (name === 'ChromeRootStoreEnabled' && isAtLeast(version, '121'))
      return [{ setting, reason: 'too-new', params: { since: '121' } }]
    const since = name === 'CAPlatformIntegrationEnabled' ? '131' : /^CA(Cert|Dis|Hint)/.test(name) ? '127' : null
    return since === null || isAtLeast(version, since) ? [] : [{ setting, reason: 'too-old', params: { since } }]
  })
}

/** The other database, where certificates were added that this browser does not look at. */
function unread(host: Host, database: string | null): readonly WithoutEffect[] {
  if (host.platform !== 'linux' && host.platform !== 'other') return []
  const folders = [placeIn(host, host.home, '.pki', 'nssdb'), placeIn(host, host.home, '.local', 'share', 'pki', 'nssdb')]
  return folders
    .filter((folder) => folder !== database && kindAt(host, placeIn(host, folder, 'cert9.db')) === 'file')
    .map((folder) => ({
      setting: { kind: 'file', name: 'NSS database', value: folder, where: folder },
      reason: 'other-runtime',
      params: database === null ? {} : { instead: database },
    }))
}

/** SSLKEYLOGFILE: what is written there decrypts every connection. */
function keyLog(host: Host): readonly Danger[] {
  const value = host.env['SSLKEYLOGFILE'] ?? ''
  return value === '' ? [] : [{ setting: variable('SSLKEYLOGFILE', value), reason: 'key-material-logged', reach: '' }]
}
