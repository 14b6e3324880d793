import type { Host } from '../host/host.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/** curl, the program: `cacert` in the one configuration file that it reads (curl(1), --config, --cacert). */
export const curlConfig = bundleCure({
  id: 'curl-config',
  title: "curl's cacert",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('curl'),
  effect: 'replaces',
  set: (host, path) => {
    const edit = (text: string): string =>
      withLine(text, inUtf8(`cacert = "${path.replace(/[\\"]/g, '\\$&')}"`), {
        isSame: (line) => /^(?:--)?cacert(?:\s|=|:|$)/.test(line),
        isHeading: null,
        isOwnHeading: null,
        heading: '',
      })
    return filesAlone(settingFile(host, fileOf(host), edit, 'curl verifies with this file.'))
  },
  notes: ['Programs on top of libcurl read no configuration file of curl, and are not reached.'],
})

/** The first that is there, for it is the only one read (curl: src/tool_findfile.c); else the one in the home folder. */
function fileOf(host: Host): string {
  const { env, home, platform } = host
  const names = platform === 'win32' ? ['.curlrc', '_curlrc'] : ['.curlrc']
  const at = (folder: string | undefined): readonly string[] =>
    folder === undefined || folder === '' ? [] : names.map((name) => placeIn(host, folder, name))
  const xdg = env['XDG_CONFIG_HOME'] ?? ''
  const own = env['HOME'] ?? home
  const places = [
    ...at(env['CURL_HOME']),
    ...(xdg === '' ? [] : [placeIn(host, xdg, 'curlrc'), placeIn(host, xdg, '.curlrc')]),
    ...at(own),
    ...(platform === 'win32' ? [...at(home), ...at(env['APPDATA'])] : [placeIn(host, own, '.config', 'curlrc')]),
  ]
  return places.find((path) => kindAt(host, path) === 'file') ?? placeIn(host, own, names.at(-1) ?? '.curlrc')
}
