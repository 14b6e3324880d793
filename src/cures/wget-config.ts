import type { Asking } from '../model/machine.ts'
import { nameOf, placeIn } from '../runtimes/shared/place.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { settingFile } from './shared/setting-file.ts'

/** GNU Wget: `ca_certificate` in the user's .wgetrc, which is asked beside the system's store (observed, see runtimes/wget). */
export const wgetConfig = bundleCure({
  id: 'wget-config',
  title: "Wget's ca_certificate",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  // Wget2 has a file of its own; one that has a list already is helped by the cure of named bundles.
  reaches: (asking) =>
    asking.installation.runtime === 'wget' &&
    nameOf(asking.installation.path).startsWith('wget') &&
    !asking.installation.note.startsWith('Wget2') &&
    (asking.why.kind === 'built-in' || isLost(asking)),
  effect: 'adds',
  set: (host, path) => {
    const file = host.env['WGETRC'] || placeIn(host, host.home, host.platform === 'win32' ? 'wget.ini' : '.wgetrc')
    const edit = (text: string): string =>
      withLine(text, inUtf8(`ca_certificate = ${path}`), {
        isSame: (line) => /^ca[-_]?certificate\s*=/i.test(line),
        isHeading: null,
        isOwnHeading: null,
        heading: '',
      })
    return filesAlone(settingFile(host, file, edit, "Wget asks this file beside the system's store."))
  },
  notes: [],
})

/** Whether the list that it names is none, so that Wget goes on without it (observed, see runtimes/wget): nothing is lost with its line. */
const isLost = ({ why, withoutEffect }: Asking): boolean =>
  withoutEffect.some(
    ({ setting, reason }) =>
      setting.where === why.where && setting.name === why.name && (reason === 'no-such-file' || reason === 'no-certificate'),
  )
