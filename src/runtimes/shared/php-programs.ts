import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { installed } from './installed.ts'
import { iniFiles, iniSettings } from './php-ini.ts'
import { namesIn } from './place.ts'
import { printed } from './printed.ts'

/** PHP on the command line, the one that a shell would start first before the others. */
export const phpPrograms = (host: Host): readonly string[] => installed(host, ['php'], places(host))

function places(host: Host): readonly string[] {
  if (host.platform === 'win32') return ['C:\\php\\php.exe', 'C:\\xampp\\php\\php.exe', 'C:\\tools\\php\\php.exe']
  const numbered = namesIn(host, '/usr/bin').filter((name) => /^php\d\.\d$/.test(name))
  return ['/usr/bin/php', ...numbered.map((name) => `/usr/bin/${name}`), '/opt/homebrew/bin/php', '/usr/local/bin/php']
}

/** As it numbers itself; `null`: it did not say. */
export const phpVersion = async (host: Host, path: string): Promise<string | null> =>
  /^PHP (?<version>\d+(?:\.\d+)+)/m.exec((await printed(host, [path, '-n', '--version'])) ?? '')?.groups?.['version'] ?? null

/** What the ini files say that this PHP reads; the variables that move them go with it. */
export async function phpSettings(host: Host, path: string): Promise<readonly Setting[]> {
  const names = ['PHPRC', 'PHP_INI_SCAN_DIR'] as const
  const env = Object.fromEntries(names.flatMap((name) => (host.env[name] === undefined ? [] : [[name, host.env[name] ?? '']])))
  return iniSettings(host, iniFiles((await printed(host, [path, '--ini'], env)) ?? ''))
}
