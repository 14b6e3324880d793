import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { refusalOf } from './configparser.ts'
import { readIni } from './ini-file.ts'
import { fromHere, kindAt, placeIn, textAt } from './place.ts'
import { inFile, variable } from './setting.ts'

/** A setting of pip where it stands. */
export interface PipSetting {
  readonly setting: Setting
  /** `global`, the name of a command, or `:env:`. */
  readonly section: string
  /** As it was read, passwords and all. */
  readonly value: string
}

/**
 * Every place that sets a key, the one that wins first: variables, then the section of the command, then `global`; in each the later file before
 * the earlier (pip: cli/parser.py, configuration.py). Empty values do not count. Sections of other commands come last.
 */
export function pipSettings(host: Host, prefix: string, key: string, command = 'install'): readonly PipSetting[] {
  const name = `PIP_${key.toUpperCase().replaceAll('-', '_')}`
  const value = host.env[name] ?? ''
  const fromEnvironment = value === '' ? [] : [{ setting: variable(name, value), section: ':env:', value }]
  const fromFiles = pipFiles(host, prefix).flatMap((path) =>
    readIni(textAt(host, path) ?? '')
      .filter((entry) => entry.key.replaceAll('_', '-').replace(/^--/, '') === key && entry.value !== '')
      .map((entry) => ({
        setting: inFile(key, entry.value.replaceAll('\n', ' ').trim(), path, entry.line),
        section: entry.section,
        value: entry.value,
      })),
  )
  const of = (section: string): readonly PipSetting[] => fromFiles.filter((s) => s.section === section).toReversed()
  const others = fromFiles.filter(({ section }) => section !== command && section !== 'global')
  return [...fromEnvironment, ...of(command), ...of('global'), ...others]
}

/** The first of pip's files that ends every pip: it is refused as a whole (pip: configuration.py, ConfigurationFileCouldNotBeLoaded). `null`: none is. */
export function pipStoppedBy(host: Host, prefix: string): string | null {
  for (const path of pipFiles(host, prefix)) {
    const octets = octetsAt(host, path)
    const refusal = octets === null ? null : refusalOf(octets)
    if (refusal !== null) return `${path}${refusal.line === 0 ? '' : `:${refusal.line}`}: ${refusal.why}`
  }
  return null
}

function octetsAt(host: Host, path: string): Uint8Array | null {
  try {
    return kindAt(host, path) === 'file' ? host.readFile(path) : null
  } catch {
    // pip passes over what it may not read.
    return null
  }
}

/** pip's files, later ones winning: the machine's, the user's, the environment's, PIP_CONFIG_FILE (pip: configuration.py, utils/appdirs.py). */
function pipFiles(host: Host, prefix: string): readonly string[] {
  const own = host.env['PIP_CONFIG_FILE']
  if (own === (host.platform === 'win32' ? 'nul' : '/dev/null')) return []
  const basename = host.platform === 'win32' ? 'pip.ini' : 'pip.conf'
  const named = own === undefined || own === '' ? [] : [fromHere(host, own)]
  // Where the named file is there, the user's own are left out.
  const users = named.some((path) => kindAt(host, path) !== null) ? [] : userFolders(host)
  return [...machineFolders(host), ...users, prefix].map((folder) => placeIn(host, folder, basename)).concat(named)
}

function machineFolders(host: Host): readonly string[] {
  if (host.platform === 'win32') return [placeIn(host, host.env['ProgramData'] ?? 'C:\\ProgramData', 'pip')]
  if (host.platform === 'darwin') return ['/Library/Application Support/pip']
  return [...(host.env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':').map((folder) => placeIn(host, folder, 'pip')), '/etc']
}

function userFolders(host: Host): readonly string[] {
  const { env, home } = host
  if (home === '') return []
  if (host.platform === 'win32')
    return [placeIn(host, home, 'pip'), placeIn(host, env['APPDATA'] ?? placeIn(host, home, 'AppData', 'Roaming'), 'pip')]
  const mac = placeIn(host, home, 'Library', 'Application Support', 'pip')
  const plain = placeIn(host, env['XDG_CONFIG_HOME'] ?? placeIn(host, home, '.config'), 'pip')
  const onMac = kindAt(host, mac) === 'directory' ? mac : placeIn(host, home, '.config', 'pip')
  return [placeIn(host, home, '.pip'), host.platform === 'darwin' ? onMac : plain]
}
