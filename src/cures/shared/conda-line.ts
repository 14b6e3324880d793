import type { Host } from '../../host/host.ts'
import type { Step } from '../../model/plan.ts'
import { placeIn } from '../../runtimes/shared/place.ts'
import { inUtf8, withLine } from './edited-text.ts'
import { settingFile } from './setting-file.ts'

/** The step that sets conda's `ssl_verify` (or its other name, where that stands there) in the user's .condarc; as `settingFile`. `value` is YAML. */
export function condaLine(host: Host, value: string, why: string): readonly Step[] | null {
  const edit = (text: string): string =>
    withLine(text, inUtf8(`ssl_verify: ${value}`), {
      isSame: (line) => /^(?:ssl_verify|verify_ssl)\s*:/.test(line),
      isHeading: null,
      isOwnHeading: null,
      heading: '',
      isOutermost: true,
    })
  return settingFile(host, host.env['CONDARC'] || placeIn(host, host.home, '.condarc'), edit, why)
}
