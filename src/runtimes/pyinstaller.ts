import type { Host } from '../host/host.ts'
import type { Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { foreignVariables } from './shared/foreign-variables.ts'
import { folderOf, kindAt, namesIn, nameOf, placeIn, realPlace } from './shared/place.ts'
import { pythonClient } from './shared/python-defaults.ts'
import { builtIn } from './shared/setting.ts'

/**
 * Programs that were frozen with PyInstaller into a folder: a Python with its libraries, and often a copy of certifi that grows old in it.
 * PyInstaller 6 puts them into `_internal`, earlier releases beside the program.
 */
export const pyinstaller: Runtime = {
  id: 'pyinstaller',
  title: 'programs frozen with PyInstaller',
  names: ['frozen'],
  find: async (host) => {
    const seen = new Set<string>()
    return candidates(host).flatMap((folder) => {
      const inner = [placeIn(host, folder, '_internal'), folder].find(
        (at) => kindAt(host, placeIn(host, at, 'base_library.zip')) === 'file',
      )
      const real = inner === undefined ? '' : realPlace(host, inner)
      if (inner === undefined || seen.has(real)) return []
      seen.add(real)
      return [installed(host, inner)]
    })
  },
  asks: async (host, installation) => {
    const bundle = placeIn(host, installation.path, 'certifi', 'cacert.pem')
    const has = kindAt(host, bundle) === 'file'
    return {
      installation,
      stores: has ? [{ store: bundle, ifUnreadable: 'fails' }] : [],
      unknown: has
        ? 'whether it asks this copy of certifi or what its OpenSSL was built to read'
        : 'which places its OpenSSL was built to read',
      why: builtIn(has ? 'certifi as frozen into the program' : 'the places that its OpenSSL was built with', has ? bundle : ''),
      overrides: [],
      withoutEffect: foreignVariables(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']),
      dangers: [],
      source: "documented: PyInstaller's changelog, 6.0.0 and 6.1.0 (--contents-directory)",
    }
  },
}

/** Folders that a frozen program may lie in: behind the links on the search path, and where programs are unpacked. */
function candidates(host: Host): readonly string[] {
  const { env, platform, home } = host
  const below = (folder: string): readonly string[] => namesIn(host, folder).map((name) => placeIn(host, folder, name))
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? (home === '' ? '' : placeIn(host, home, 'AppData', 'Local'))
    const folders = [
      env['ProgramFiles'] ?? 'C:\\Program Files',
      env['ProgramFiles(x86)'] ?? '',
      local === '' ? '' : placeIn(host, local, 'Programs'),
    ]
    return [
      ...folders.filter((folder) => folder !== '').flatMap(below),
      ...(env['Path'] ?? env['PATH'] ?? '').split(';').filter((f) => f !== ''),
    ]
  }
  const apps =
    platform === 'darwin'
      ? below('/Applications').flatMap((app) => ['Frameworks', 'MacOS'].map((n) => `${app}/Contents/${n}`))
      : []
  return [...linked(host), ...below('/opt'), ...apps]
}

/** Folders of the system's own programs are passed over: they are large, and hold none. */
const ofTheSystem = new Set(['/usr/bin', '/bin', '/usr/sbin', '/sbin'])

function linked(host: Host): readonly string[] {
  const folders = (host.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/') && !ofTheSystem.has(folder))
  return folders.flatMap((folder) => [
    folder,
    ...namesIn(host, folder).map((name) => folderOf(realPlace(host, placeIn(host, folder, name)))),
  ])
}

function installed(host: Host, folder: string): Installation {
  const version = namesIn(host, folder)
    .map((name) => /^(?:lib)?python(\d)\.?(\d+)\.(?:so|dll|dylib)/i.exec(name))
    .map((match) => (match === null ? undefined : `${match[1]}.${match[2]}`))
    .find((v) => v !== undefined)
  const program = nameOf(folder) === '_internal' ? nameOf(folderOf(folder)) : nameOf(folder)
  return {
    runtime: 'pyinstaller',
    path: folder,
    version: version ?? null,
    client: pythonClient(version ?? null, () => openssl(host, folder)),
    note: program,
  }
}

/** The library of OpenSSL that was packed beside the program. */
const openssl = (host: Host, folder: string): string =>
  namesIn(host, folder).some((name) => /^libssl(?:\.so\.3|\.3\.dylib|-3(?:-x64)?\.dll)$/i.test(name)) ? 'OpenSSL 3' : ''
