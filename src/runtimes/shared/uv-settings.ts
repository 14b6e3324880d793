import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { folderOf, fromHere, placeIn, textAt } from './place.ts'
import { inFile } from './setting.ts'
import { readTomlEntries, type TomlEntry } from './toml-entries.ts'

/** A setting of uv that bears on trust. */
export interface UvSetting {
  readonly name: string
  readonly value: TomlEntry['value']
  readonly setting: Setting
}

const names = ['system-certs', 'native-tls', 'allow-insecure-host']

/**
 * What uv's files say, the one that wins first: UV_CONFIG_FILE alone, or else the nearest uv.toml or pyproject.toml at or above the folder where the
 * shell stands, the user's and the machine's (uv: concepts/configuration-files.md). UV_NO_CONFIG: none.
 */
export function uvSettings(host: Host): readonly UvSetting[] {
  const { env } = host
  if (/^(1|true|yes|on)$/i.test(env['UV_NO_CONFIG'] ?? '')) return []
  const named = env['UV_CONFIG_FILE'] ?? ''
  const files = named !== '' ? [{ path: fromHere(host, named), table: '' }] : [...projectFile(host), ...kept(host)]
  return files.flatMap(({ path, table }) => settingsIn(host, path, table))
}

function settingsIn(host: Host, path: string, table: string): readonly UvSetting[] {
  return readTomlEntries(textAt(host, path) ?? '').flatMap(({ key, value, line }) => {
    const name = names.find((n) => key === `${table}${n}`)
    const text = Array.isArray(value) ? value.join(' ') : String(value)
    return name === undefined ? [] : [{ name, value, setting: inFile(name, text, path, line) }]
  })
}

interface File {
  readonly path: string
  readonly table: string
}

/** In one folder uv.toml is read and pyproject.toml is not. */
function projectFile(host: Host): readonly File[] {
  let folder = host.cwd
  while (folder !== '') {
    const own = placeIn(host, folder, 'uv.toml')
    if (textAt(host, own) !== null) return [{ path: own, table: '' }]
    const project = placeIn(host, folder, 'pyproject.toml')
    if (/^\s*\[tool\.uv\b/m.test(textAt(host, project) ?? '')) return [{ path: project, table: 'tool.uv.' }]
    const parent = folderOf(folder)
    folder = parent === folder || parent === '/' ? '' : parent
  }
  return []
}

function kept(host: Host): readonly File[] {
  const { env, home, platform } = host
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? (home === '' ? '' : placeIn(host, home, 'AppData', 'Roaming'))
    const machine = placeIn(host, env['SystemDrive'] ?? 'C:', 'ProgramData', 'uv', 'uv.toml')
    return [roaming === '' ? '' : placeIn(host, roaming, 'uv', 'uv.toml'), machine].map((path) => ({ path, table: '' }))
  }
  const user = env['XDG_CONFIG_HOME'] ?? (home === '' ? '' : placeIn(host, home, '.config'))
  const machines = (env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':').map((folder) => placeIn(host, folder, 'uv', 'uv.toml'))
  const machine = [...machines, '/etc/uv/uv.toml'].find((path) => textAt(host, path) !== null)
  return [user === '' ? '' : placeIn(host, user, 'uv', 'uv.toml'), machine ?? ''].map((path) => ({ path, table: '' }))
}
