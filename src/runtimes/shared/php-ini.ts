import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { textAt } from './place.ts'
import { inFile } from './setting.ts'

/** Settings of PHP about trust, in all files that were read; of one name the last counts. */
const wanted = ['openssl.cafile', 'openssl.capath', 'curl.cainfo']

/** The line that loads ext/curl counts whatever other extensions are loaded behind it (php.ini: `extension=curl`, `curl.so`, `php_curl.dll`, a path). */
const isCurl = (name: string, value: string): boolean => name === 'extension' && /(?:^|[\\/_])curl(?:\.so|\.dll)?$/i.test(value)

/** The files that `php --ini` says were read, in their order. */
export function iniFiles(text: string): readonly string[] {
  const main = /^Loaded Configuration File:\s*(?<path>\S.*?)\s*$/m.exec(text)?.groups?.['path'] ?? '(none)'
  const more = /^Additional \.ini files parsed:\s*(?<list>[\s\S]*)$/m.exec(text)?.groups?.['list'] ?? ''
  return [main, ...more.split(/,?\s*\r?\n|,/)].map((path) => path.trim()).filter((path) => path !== '' && path !== '(none)')
}

/** Those settings, as the files say them; a line without a value unsets what came before. */
export function iniSettings(host: Host, files: readonly string[]): readonly Setting[] {
  return files
    .flatMap((path) =>
      (textAt(host, path) ?? '').split(/\r?\n/).flatMap((line, i) => {
        const groups = /^\s*(?<name>[\w.]+)\s*=\s*(?<value>.*)$/.exec(line)?.groups
        const name = groups?.['name'] ?? ''
        const value = valueOf(groups?.['value'] ?? '')
        return wanted.includes(name) || isCurl(name, value) ? [inFile(name, value, path, i + 1)] : []
      }),
    )
    .filter(({ name }, i, all) => all.findLastIndex((other) => other.name === name) === i)
    .filter(({ value }) => value !== '')
}

const valueOf = (text: string): string =>
  /^"([^"]*)"|^'([^']*)'/
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined) ?? text.replace(/\s*;.*$/, '').trim()
