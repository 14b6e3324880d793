import type { Host } from '../host/host.ts'
import { placeIn, textAt } from '../runtimes/shared/place.ts'
import { isAtLeast } from '../runtimes/shared/release-order.ts'
import type { Need } from './cure.ts'
import { filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf, served } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'
import { switchCure } from './shared/switch-cure.ts'

/**
 * uv: `system-certs = true` in the user's uv.toml, by which it asks the system's store in the place of the list that it was built with (uv
 * documentation: TLS certificates). Before 0.11 the key is `native-tls` (uv: changelogs, 0.11.0).
 */
export const uvSystemCerts = switchCure({
  id: 'uv-system-certs',
  title: "uv's system-certs",
  owner: 'runtime',
  scope: 'user',
  tried: 'documented',
  reaches: isOf('uv'),
  set: (host, need) => {
    const file = userFile(host)
    const key = keyFor(need)
    const edit = (text: string): string =>
      withLine(text, inUtf8(`${key} = true`), {
        isSame: (line) => new RegExp(`^${key}\\s*=`).test(line),
        // A key behind a table's heading would be that table's.
        isHeading: (line) => line.startsWith('['),
        isOwnHeading: null,
        heading: '',
      })
    return file === null ? null : filesAlone(settingFile(host, file, edit, "uv asks the system's store."))
  },
  notes: ['Not yet proved with a uv.'],
})

/** The newer name where all of them know it. */
function keyFor(need: Need): string {
  const versions = served(need, isOf('uv')).flatMap(({ askings }) => askings.map(({ installation }) => installation.version))
  return versions.every((version) => isAtLeast(version, '0.11')) ? 'system-certs' : 'native-tls'
}

/** The user's file (uv documentation: Configuration files); one that UV_CONFIG_FILE names takes the place of all. */
function userFile(host: Host): string | null {
  const { env, home, platform } = host
  const named = env['UV_CONFIG_FILE'] ?? ''
  if (named !== '') return textAt(host, named) === null ? null : named
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? (home === '' ? '' : placeIn(host, home, 'AppData', 'Roaming'))
    return roaming === '' ? null : placeIn(host, roaming, 'uv', 'uv.toml')
  }
  const config = env['XDG_CONFIG_HOME'] ?? (home === '' ? '' : placeIn(host, home, '.config'))
  return config === '' ? null : placeIn(host, config, 'uv', 'uv.toml')
}
