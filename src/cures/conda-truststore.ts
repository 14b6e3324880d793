import { placeIn } from '../runtimes/shared/place.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { filesAlone } from './shared/bundle-cure.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'
import { switchCure } from './shared/switch-cure.ts'

/**
 * conda: `ssl_verify: truststore` in the user's .condarc, by which it asks the system's store (conda documentation: Settings, ssl_verify; from
 * release 23.9 on, with Python 3.10 and later). An older conda takes the word for a path: the runtime says so, and nothing is proposed.
 */
export const condaTruststore = switchCure({
  id: 'conda-truststore',
  title: "conda's ssl_verify: truststore",
  owner: 'runtime',
  scope: 'user',
  tried: 'documented',
  reaches: isOf('conda'),
  set: (host) => {
    const file = host.env['CONDARC'] || placeIn(host, host.home, '.condarc')
    const edit = (text: string): string =>
      withLine(text, inUtf8('ssl_verify: truststore'), {
        isSame: (line) => /^(?:ssl_verify|verify_ssl)\s*:/.test(line),
        isHeading: null,
        isOwnHeading: null,
        heading: '',
      })
    return filesAlone(settingFile(host, file, edit, "conda asks the system's store in the place of its own list."))
  },
  notes: ['Not yet proved with a conda.', "conda's solver has a TLS library of its own, which is not reached."],
})
