import type { Host } from '../host/host.ts'
import { curlrcPlaces } from '../runtimes/shared/curlrc-places.ts'
import { folderOf, kindAt, placeIn } from '../runtimes/shared/place.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf, type Served } from './shared/served.ts'
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
  set: (host, path, _need, clients) => {
    const file = fileOf(host, clients)
    if (file === null) return null
    const edit = (text: string): string =>
      withLine(text, inUtf8(`cacert = "${path.replace(/[\\"]/g, '\\$&')}"`), {
        isSame: (line) => /^(?:--)?cacert(?:\s|=|:|$)/.test(line),
        isHeading: null,
        isOwnHeading: null,
        heading: '',
      })
    return filesAlone(settingFile(host, file, edit, 'curl verifies with this file.'))
  },
  notes: ['Programs on top of libcurl read no configuration file of curl, and are not reached.'],
})

/**
 * The file that every curl here reads: the first that is there; else the one in the home folder, which all releases look for. `null`:
 * they read different ones.
 */
function fileOf(host: Host, clients: readonly Served[]): string | null {
  const files = clients
    .flatMap(({ askings }) => askings)
    .map(({ installation }) => {
      const places = curlrcPlaces(host, { folder: folderOf(installation.path), version: installation.version })
      const own = places.find(
        (path) => path === placeIn(host, host.env['HOME'] ?? host.home, host.platform === 'win32' ? '_curlrc' : '.curlrc'),
      )
      return places.find((path) => kindAt(host, path) === 'file') ?? own ?? places[0] ?? null
    })
  const [file = null, ...others] = new Set(files)
  return others.length === 0 ? file : null
}
