import type { Host } from '../host/host.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/**
 * git: `http.sslCAInfo` in the user's settings, which takes the place of the bundle that its libcurl was built with (git-config(1)). It
 * reaches every server: `http.<url>.sslCAInfo` would be less, and whoever looks again afterwards could not see that it cured.
 */
export const gitCaInfo = bundleCure({
  id: 'git-ca-info',
  title: "git's sslCAInfo",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('git'),
  effect: 'replaces',
  set: (host, path) => {
    const edit = (text: string): string =>
      withLine(text, inUtf8(`\tsslCAInfo = "${path.replace(/[\\"]/g, '\\$&')}"`), {
        isSame: (line) => /^sslcainfo\s*=/i.test(line),
        isHeading: (line) => line.startsWith('['),
        isOwnHeading: (line) => /^\[http\]/i.test(line),
        heading: '[http]',
      })
    return filesAlone(settingFile(host, userFile(host), edit, 'git verifies every server with this file.'))
  },
  notes: [],
})

/** git_global_config: `~/.gitconfig` is written to, and where it is not there `git/config` of the user's configuration folder, if that is. */
function userFile(host: Host): string {
  const named = host.env['GIT_CONFIG_GLOBAL'] ?? ''
  if (named !== '') return named
  const plain = placeIn(host, host.home, '.gitconfig')
  const other = placeIn(host, host.env['XDG_CONFIG_HOME'] || placeIn(host, host.home, '.config'), 'git', 'config')
  return kindAt(host, plain) !== 'file' && kindAt(host, other) === 'file' ? other : plain
}
