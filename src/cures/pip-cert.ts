import type { Host } from '../host/host.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/** pip: `cert` under `[global]` of the user's file, which takes the place of pip's own certifi (pip documentation: Configuration). */
export const pipCert = bundleCure({
  id: 'pip-cert',
  title: "pip's cert",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('pip'),
  effect: 'replaces',
  set: (host, path) => {
    const file = userFile(host)
    const edit = (text: string): string =>
      withLine(text, inUtf8(`cert = ${path}`), {
        isSame: (line) => /^(?:--)?cert\s*[=:]/i.test(line),
        isHeading: (line) => /^\[[^\]]+\]/.test(line),
        isOwnHeading: (line) => /^\[\s*global\s*\]/.test(line),
        heading: '[global]',
      })
    return file === null ? null : filesAlone(settingFile(host, file, edit, 'pip verifies with this file.'))
  },
  notes: ['Programs that pip starts, and other libraries, ask their own lists.'],
})

/** The user's file that counts last of those that pip reads (pip: utils/appdirs.py, configuration.py). */
function userFile(host: Host): string | null {
  const { env, home, platform } = host
  const named = env['PIP_CONFIG_FILE'] ?? ''
  if (named !== '') return kindAt(host, named) === 'file' ? named : null
  if (home === '') return null
  if (platform === 'win32') return placeIn(host, env['APPDATA'] ?? placeIn(host, home, 'AppData', 'Roaming'), 'pip', 'pip.ini')
  const mac = placeIn(host, home, 'Library', 'Application Support', 'pip')
  if (platform === 'darwin' && kindAt(host, mac) === 'directory') return placeIn(host, mac, 'pip.conf')
  const config = platform === 'darwin' ? placeIn(host, home, '.config') : env['XDG_CONFIG_HOME'] || placeIn(host, home, '.config')
  return placeIn(host, config, 'pip', 'pip.conf')
}
