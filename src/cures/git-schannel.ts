import { placeIn } from '../runtimes/shared/place.ts'
import { withLine } from './shared/edited-text.ts'
import { settingFile } from './shared/setting-file.ts'
import { switchCure } from './shared/switch-cure.ts'

/** Git for Windows: `http.sslBackend=schannel`, by which Windows itself verifies (git-config(1), http.sslBackend). */
export const gitSchannel = switchCure({
  id: 'git-schannel',
  title: "git's http.sslBackend=schannel",
  owner: 'runtime',
  scope: 'user',
  tried: 'documented',
  reaches: ({ installation }) => installation.runtime === 'git' && installation.note === 'Git for Windows',
  set: (host) => {
    if (host.platform !== 'win32') return null
    const edit = (text: string): string =>
      withLine(text, '\tsslBackend = schannel', {
        isSame: (line) => /^sslbackend\s*=/i.test(line),
        isHeading: (line) => line.startsWith('['),
        isOwnHeading: (line) => /^\[http\]/i.test(line),
        heading: '[http]',
      })
    const file = host.env['GIT_CONFIG_GLOBAL'] || placeIn(host, host.home, '.gitconfig')
    const steps = settingFile(host, file, edit, 'Windows itself verifies for git.')
    return steps === null ? null : { steps, advice: [], sets: {}, notes: [] }
  },
  notes: ['Not yet proved on Windows.', 'Windows also asks for revocation, which git with its bundle does not.'],
})
