import { placeIn } from '../runtimes/shared/place.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/** npm and pnpm: `cafile` in the user's .npmrc, which takes the place of the list (npm docs: config, cafile; observed, see runtimes/npm). */
export const npmCafile = bundleCure({
  id: 'npm-cafile',
  title: "npm's cafile",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('npm'),
  effect: 'replaces',
  set: (host, path) => {
    const own = host.env['npm_config_userconfig'] || host.env['NPM_CONFIG_USERCONFIG'] || placeIn(host, host.home, '.npmrc')
    const line = inUtf8(`cafile=${/[;#"']/.test(path) ? JSON.stringify(path) : path}`)
    const edit = (text: string): string =>
      withLine(text, line, {
        isSame: (each) => /^cafile\s*=/.test(each),
        isHeading: (each) => /^\[.*\]$/.test(each),
        // npm reads nothing behind a heading.
        isOwnHeading: null,
        heading: '',
      })
    return filesAlone(settingFile(host, own, edit, 'npm takes this file in the place of the list of its Node.'))
  },
  notes: ['The programs that npm starts ask their own lists.'],
})
