import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { placeIn } from '../runtimes/shared/place.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/** conda: `ssl_verify` with a path in the user's .condarc (conda documentation: Settings, ssl_verify). */
export const condaSslVerify = bundleCure({
  id: 'conda-ssl-verify',
  title: "conda's ssl_verify",
  owner: 'user',
  scope: 'user',
  tried: 'documented',
  reaches: isOf('conda'),
  effect: 'replaces',
  set: (host, path) => {
    const file = host.env['CONDARC'] || placeIn(host, host.home, '.condarc')
    const edit = (text: string): string =>
      withLine(text, inUtf8(`ssl_verify: ${JSON.stringify(path)}`), {
        // At the outermost level: what is indented belongs to something else, and so is a document's own heading left alone.
        isSame: (line) => /^(?:ssl_verify|verify_ssl)\s*:/.test(line),
        isHeading: null,
        isOwnHeading: null,
        heading: '',
      })
    return filesAlone(settingFile(host, file, edit, 'conda verifies with this file.'))
  },
  notes: ["conda's solver has a TLS library of its own, which is not reached."],
})
