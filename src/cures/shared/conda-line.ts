import type { Host } from '../../host/host.ts'
import type { Step } from '../../model/plan.ts'
import { condaVerifyKey } from '../../runtimes/shared/conda-settings.ts'
import { isCondarcName, namedCondarc } from '../../runtimes/shared/condarc-files.ts'
import { placeIn } from '../../runtimes/shared/place.ts'
import { inUtf8, withLine } from './edited-text.ts'
import { settingFile } from './setting-file.ts'

/**
 * The step that sets conda's `ssl_verify` (or its other name, where that stands there) in the user's .condarc, or in the file that CONDARC
 * names; as `settingFile`. `value` is YAML.
 */
export function condaLine(host: Host, value: string, why: string): readonly Step[] | null {
  const named = namedCondarc(host)
  const file = named !== null && isCondarcName(named) ? named : placeIn(host, host.home, '.condarc')
  const edit = (text: string): string | null =>
    isOfPlainLines(text)
      ? withLine(text, inUtf8(`ssl_verify: ${value}`), {
          isSame: (line) => condaVerifyKey.test(line),
          isHeading: null,
          isOwnHeading: null,
          heading: '',
          isOutermost: true,
        })
      : null
  return settingFile(host, file, edit, why)
}

/** A path as YAML; in double quotes a backslash would begin an escape (YAML 1.2.2 §7.3.2). */
export const yamlPath = (path: string): string => `'${path.replaceAll("'", "''")}'`

/** Keys without an indent, and no value of ours that goes on in the next line: other forms of YAML are left alone. */
function isOfPlainLines(text: string): boolean {
  const lines = text.replace(/^\xef\xbb\xbf/, '').split(/\r?\n/)
  const first = lines.find((line) => !/^\s*(?:#|$|---\s*$)/.test(line))
  const goesOn = lines.some((line, i) => condaVerifyKey.test(line) && /^[ \t]+[^\s#]/.test(lines[i + 1] ?? ''))
  return !goesOn && (first === undefined || /^["'\w]/.test(first))
}
