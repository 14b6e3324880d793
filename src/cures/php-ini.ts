import { kindAt } from '../runtimes/shared/place.ts'
import { printed } from '../runtimes/shared/printed.ts'
import { iniFiles } from '../runtimes/shared/php-ini.ts'
import type { Host } from '../host/host.ts'
import type { Cure, Need } from './cure.ts'
import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf, served } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

/**
 * PHP on the command line: `openssl.cafile` in the php.ini that it loads, for its streams and ext/curl alike (PHP manual: openssl.cafile;
 * observed, see runtimes/php). SSL_CERT_FILE reaches the streams alone.
 */
export const phpIni: Cure = {
  ...bundle(''),
  plan: async (host, need) => {
    const file = await loadedIni(host, need)
    return file === null ? null : bundle(file).plan(host, need)
  },
}

function bundle(file: string): Cure {
  return bundleCure({
    id: 'php-ini',
    title: "PHP's openssl.cafile",
    owner: 'user',
    scope: 'machine',
    tried: 'real-tool',
    reaches: isOf('php', 'php-curl'),
    effect: 'replaces',
    set: (host, path) => {
      const value = quoted(path)
      if (value === null) return null
      const edit = (text: string): string =>
        withLine(text, inUtf8(`openssl.cafile = ${value}`), {
          isSame: (line) => /^openssl\.cafile\s*=/.test(line),
          // Headings do not count in php.ini, but for [HOST=] and [PATH=], which hold for web servers alone.
          isHeading: (line) => /^\[(?:HOST|PATH)=/i.test(line),
          isOwnHeading: null,
          heading: '',
        })
      return filesAlone(settingFile(host, file, edit, "PHP's streams and ext/curl verify with this file."))
    },
    notes: ["A web server's PHP reads a php.ini of its own, and must be started again after its own is changed."],
  })
}

/**
 * A path as a value: between double quotes `"`, `\\` and `${}` mean something, between single ones nothing does (observed with PHP 8.2;
 * PHP manual: parse_ini_file). `null`: neither can hold it.
 */
function quoted(path: string): string | null {
  if (/[\r\n]/.test(path)) return null
  if (!/["\\]|\$\{/.test(path)) return `"${path}"`
  return path.includes("'") ? null : `'${path}'`
}

/** The php.ini of the PHP that needs it; `null`: several need it, or it loads none. */
async function loadedIni(host: Host, need: Need): Promise<string | null> {
  const programs = [
    ...new Set(
      served(need, isOf('php', 'php-curl')).flatMap(({ askings }) => askings.map(({ installation }) => installation.path)),
    ),
  ]
  const [program] = programs
  if (program === undefined || programs.length > 1) return null
  const env = Object.fromEntries(
    ['PHPRC', 'PHP_INI_SCAN_DIR'].flatMap((name) => (host.env[name] === undefined ? [] : [[name, host.env[name] ?? '']])),
  )
  const text = (await printed(host, [program, '--ini'], env)) ?? ''
  const main = /^Loaded Configuration File:\s*(\S.*?)\s*$/m.exec(text)?.[1] ?? ''
  return iniFiles(text)[0] === main && kindAt(host, main) === 'file' ? main : null
}
