import type { Host } from '../host/host.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import type { Need } from './cure.ts'
import { bundleCure, type BundleSetting, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

const common = {
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('git'),
  effect: 'replaces',
  notes: [],
} as const satisfies Partial<BundleSetting>

/** git: `http.<url>.sslCAInfo` in the user's settings (git-config(1)): the least, for it reaches the one server that is meant. */
export const gitServerCaInfo = bundleCure({
  ...common,
  id: 'git-server-ca-info',
  title: "git's sslCAInfo for this server",
  // Each server has a list of its own: one in common would lose what it was made with for another.
  file: ({ target }) => `git-${(target?.host ?? '').toLowerCase().replace(/[^a-z0-9.-]/g, '_')}-${target?.port ?? 0}.pem`,
  set: (host, path, { target }) => {
    const url = target === undefined ? null : addressOf(target)
    return url === null ? null : caInfo(host, path, `[http "${url}"]`, `git verifies ${url} with this file.`)
  },
})

/** git: `http.sslCAInfo`, which takes the place of the bundle that its libcurl was built with (git-config(1)), for every server. */
export const gitCaInfo = bundleCure({
  ...common,
  id: 'git-ca-info',
  title: "git's sslCAInfo",
  set: (host, path) => caInfo(host, path, '[http]', 'git verifies every server with this file.'),
})

/** `null`: there is no server, or its name is not one that stands in a heading as it is. */
const addressOf = ({ host, port }: NonNullable<Need['target']>): string | null =>
  port === 0 || !/^[\w.:-]+$/.test(host)
    ? null
    : `https://${host.includes(':') ? `[${host}]` : host}${port === 443 ? '' : `:${port}`}`

function caInfo(host: Host, path: string, heading: string, why: string) {
  const edit = (text: string): string =>
    withLine(text, inUtf8(`\tsslCAInfo = "${path.replace(/[\\"]/g, '\\$&')}"`), {
      isSame: (line) => /^sslcainfo\s*=/i.test(line),
      isHeading: (line) => line.startsWith('['),
      isOwnHeading: (line) => line.toLowerCase().startsWith(heading.toLowerCase()),
      heading,
    })
  return filesAlone(settingFile(host, userFile(host), edit, why))
}

/** git_global_config: `~/.gitconfig` is written to, and where it is not there `git/config` of the user's configuration folder, if that is. */
function userFile(host: Host): string {
  const named = host.env['GIT_CONFIG_GLOBAL'] ?? ''
  if (named !== '') return named
  const plain = placeIn(host, host.home, '.gitconfig')
  const other = placeIn(host, host.env['XDG_CONFIG_HOME'] || placeIn(host, host.home, '.config'), 'git', 'config')
  return kindAt(host, plain) !== 'file' && kindAt(host, other) === 'file' ? other : plain
}
