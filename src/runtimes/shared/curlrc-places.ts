import type { Host } from '../../host/host.ts'
import { placeIn } from './place.ts'
import { isAtLeast } from './release-order.ts'

/** The program that looks: its own folder, which counts on Windows alone, and its release; `null`: not known, so a new one. */
export interface LookingCurl {
  readonly folder: string
  readonly version: string | null
}

/**
 * Where curl looks for its configuration file: the first that is there is read, and no other. Read in src/tool_findfile.c of 7.81.0, 7.82.0
 * (764e4f066d), 8.10.0 (26e9d3a896) and 8.20 (e0dd6eb4a4), and in src/tool_homedir.c of 7.72.0 and 7.73.0; observed with 7.88.1 (strace).
 * The folder that the account has is looked at last, and is not known here where HOME names another.
 */
export function curlrcPlaces(host: Host, { folder, version }: LookingCurl): readonly string[] {
  const isNew = (since: string): boolean => version === null || isAtLeast(version, since)
  const beside = host.platform === 'win32' ? named(host, folder, true) : []
  return [...(isNew('7.81') ? inTurn(host, isNew) : inOneHome(host, isNew('7.73'))), ...beside]
}

/** Each variable in its turn. Where a name without the dot was looked for, the other names of that kind and `_curlrc` are passed over. */
function inTurn(host: Host, isNew: (since: string) => boolean): readonly string[] {
  const { env, platform } = host
  const [curlHome, xdg] = [env['CURL_HOME'] ?? '', env['XDG_CONFIG_HOME'] ?? '']
  const isWindows = platform === 'win32'
  const isBare = xdg !== '' && isNew('8.10')
  const profile = env['USERPROFILE'] ?? host.home
  const homes = [homeOf(host), ...(isWindows ? [profile, env['APPDATA'] ?? '', under(host, profile, 'Application Data')] : [])]
  const configs = xdg === '' && isNew('7.82') ? [curlHome === '' ? (env['HOME'] ?? '') : curlHome] : []
  return [
    ...named(host, curlHome, isWindows),
    ...(isBare ? [placeIn(host, xdg, 'curlrc')] : named(host, xdg, isWindows)),
    ...homes.flatMap((home) => named(host, home, isWindows && !isBare)),
    ...configs.flatMap((home) => (home === '' ? [] : [placeIn(host, home, '.config', 'curlrc')])),
  ]
}

/** Before 7.81 one folder counts: the first of the variables that is set, whatever lies in it, but for XDG_CONFIG_HOME. */
function inOneHome(host: Host, knowsXdg: boolean): readonly string[] {
  const { env, platform } = host
  const isWindows = platform === 'win32'
  const curlHome = env['CURL_HOME'] ?? ''
  if (curlHome !== '') return named(host, curlHome, isWindows)
  const data = env['APPDATA'] ?? ''
  const windows = data === '' ? under(host, env['USERPROFILE'] ?? host.home, 'Application Data') : data
  const home = isWindows ? (env['HOME'] ?? windows) : homeOf(host)
  return [...(knowsXdg ? named(host, env['XDG_CONFIG_HOME'] ?? '', false) : []), ...named(host, home, isWindows)]
}

/** On Windows HOME is seldom set, and nothing stands in for it. */
const homeOf = ({ env, home, platform }: Host): string => env['HOME'] ?? (platform === 'win32' ? '' : home)

const under = (host: Host, base: string, more: string): string => (base === '' ? '' : placeIn(host, base, more))

/** `.curlrc`, on Windows `_curlrc` as well. */
const named = (host: Host, base: string, takesUnderscore: boolean): readonly string[] =>
  base === '' ? [] : ['.curlrc', ...(takesUnderscore ? ['_curlrc'] : [])].map((name) => placeIn(host, base, name))
