import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { kindAt, nameOf, namesIn, placeIn, textAt } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'

/**
 * Programs that are built on Electron: two runtimes in one. What a window or the module `net` asks goes through Chromium, which looks at the
 * system's own store, on Linux the NSS database of the user; what the main process asks by `https` goes through Node and its list
 * (electron/electron#11741). What such a program adds by itself, as VS Code does, is not known.
 */
export const electron: Runtime = {
  id: 'electron',
  title: 'programs on Electron',
  names: ['vscode', 'code', 'discord', 'slack', 'teams', 'cursor', 'obsidian', 'signal-desktop'],
  find: async (host) => folders(host).map((folder) => installation(host, folder)),
  asks: async (host, found) => asks(host, found),
}

/** Folders in which such programs are installed, each below one of these. */
function parents(host: Host): readonly string[] {
  const { env, home, platform } = host
  if (platform === 'win32')
    return [
      placeIn(host, env['LOCALAPPDATA'] ?? placeIn(host, home, 'AppData', 'Local'), 'Programs'),
      env['ProgramFiles'] ?? 'C:\\Program Files',
    ]
  if (platform === 'darwin') return ['/Applications', placeIn(host, home, 'Applications')]
  const snaps = namesIn(host, '/snap').flatMap((name) =>
    ['usr/share', 'usr/lib', 'opt'].map((at) => `/snap/${name}/current/${at}`),
  )
  const flatpaks = ['/var/lib/flatpak/app', placeIn(host, home, '.local', 'share', 'flatpak', 'app')].flatMap((folder) =>
    namesIn(host, folder).map((name) => placeIn(host, folder, name, 'current', 'active', 'files')),
  )
  return ['/opt', '/usr/share', '/usr/lib', ...snaps, ...flatpaks]
}

function folders(host: Host): readonly string[] {
  const isMac = host.platform === 'darwin'
  return parents(host).flatMap((parent) =>
    namesIn(host, parent)
      .map((name) => placeIn(host, parent, name))
      .filter((folder) =>
        isMac
          ? kindAt(host, placeIn(host, folder, 'Contents', 'Frameworks', 'Electron Framework.framework')) === 'directory'
          : // The pack is Chromium's, the folder with the program's own script Electron's.
            kindAt(host, placeIn(host, folder, 'chrome_100_percent.pak')) === 'file' &&
            ['app.asar', 'app', 'electron.asar', 'default_app.asar'].some(
              (name) => kindAt(host, placeIn(host, folder, 'resources', name)) !== null,
            ),
      ),
  )
}

/** Electron's own archive has a file with its release, which packages may leave out. */
function installation(host: Host, folder: string): Installation {
  const text = host.platform === 'darwin' ? null : textAt(host, placeIn(host, folder, 'version'))
  const version = /^v?(?<version>\d+\.\d+\.\d+)/.exec(text ?? '')?.groups?.['version'] ?? null
  const packaging = folder.startsWith('/snap/') ? 'snap' : folder.includes('/flatpak/app/') ? 'flatpak' : ''
  const name = nameOf(folder).replace(/\.app$/, '')
  return { runtime: 'electron', path: folder, version, client: null, note: packaging === '' ? name : `${name}, ${packaging}` }
}

function asks(host: Host, found: Installation): Asking {
  const isLinux = host.platform === 'linux' || host.platform === 'other'
  const database = isLinux ? databaseOf(host, found) : null
  const stores: readonly AskedStore[] = isLinux
    ? database === null
      ? []
      : [{ store: `nss:${database}`, ifUnreadable: 'goes-on' }]
    : [{ store: 'system', ifUnreadable: 'goes-on' }]
  return {
    installation: found,
    stores,
    unknown: 'the lists that are built into its Chromium and its Node are not read, nor what the program adds by itself',
    why: builtIn(isLinux ? "Chromium's list and the NSS database of the user" : "Chromium's list and the system's store", ''),
    overrides: [],
    withoutEffect: [...ofNode(host, found), ...ofOthers(host, isLinux)],
    dangers: [],
    source:
      'documented: electron/electron docs/api/environment-variables.md (NODE_OPTIONS in packaged programs); electron/electron#41689 (NODE_EXTRA_CA_CERTS, targets 28 to 31), #11741; Chromium docs/linux/cert_management.md. None was run',
  }
}

/** A snap and a flatpak have a home of their own. */
function databaseOf(host: Host, { note, path }: Installation): string | null {
  const snap = /^\/snap\/([^/]+)/.exec(path)?.[1] ?? ''
  const flatpak = /\/flatpak\/app\/([^/]+)/.exec(path)?.[1] ?? ''
  const home = note.endsWith(', snap')
    ? placeIn(host, host.home, 'snap', snap, 'current')
    : note.endsWith(', flatpak')
      ? placeIn(host, host.home, '.var', 'app', flatpak)
      : host.home
  const folder = placeIn(host, home, '.pki', 'nssdb')
  return kindAt(host, folder) === 'directory' ? folder : null
}

/** What is Node's reaches the main process alone, and of NODE_OPTIONS a packaged program takes two that have nothing to do with trust. */
function ofNode(host: Host, { version }: Installation): readonly WithoutEffect[] {
  const extra = host.env['NODE_EXTRA_CA_CERTS'] ?? ''
  const options = host.env['NODE_OPTIONS'] ?? ''
  const [flag] = /--use-(?:system|openssl|bundled)-ca/.exec(options) ?? []
  const isOld = !isAtLeast(version, '28')
  return [
    ...(extra === ''
      ? []
      : [
          isOld
            ? { setting: variable('NODE_EXTRA_CA_CERTS', extra), reason: 'too-old' as const, params: { since: '28' } }
            : {
                setting: variable('NODE_EXTRA_CA_CERTS', extra),
                reason: 'some-requests' as const,
                params: { reach: 'https in the main process, not its windows' },
              },
        ]),
    ...(flag === undefined ? [] : [{ setting: variable('NODE_OPTIONS', flag), reason: 'other-runtime' as const, params: {} }]),
  ]
}

function ofOthers(host: Host, isLinux: boolean): readonly WithoutEffect[] {
  const instead = isLinux ? `the NSS database ${placeIn(host, host.home, '.pki', 'nssdb')}` : "the system's store"
  return ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'].flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name] ?? ''
    return value === '' ? [] : [{ setting: variable(name, value), reason: 'other-runtime', params: { instead } }]
  })
}
