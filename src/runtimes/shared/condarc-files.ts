import type { Host } from '../../host/host.ts'
import { fromHere, kindAt, nameOf, namesIn, placeIn } from './place.ts'

/**
 * The files of settings that conda reads, the weakest first: SEARCH_PATH of conda/base/constants.py, each file at the first of its places. Of a
 * folder the .yml and .yaml files by name (observed: conda 23.7.4 to 26.7.1). `prefix`: where conda itself lies.
 */
export function condarcFiles(host: Host, prefix: string): readonly string[] {
  const { env, home, platform } = host
  const triple = (folder: string): readonly string[] =>
    ['.condarc', 'condarc', 'condarc.d'].map((name) => placeIn(host, folder, name))
  const system = platform === 'win32' ? ['C:\\ProgramData\\conda'] : ['/etc/conda', '/var/lib/conda']
  const xdg = env['XDG_CONFIG_HOME']
  const inHome = home === '' ? [] : [placeIn(host, home, '.config', 'conda'), placeIn(host, home, '.conda')]
  const all = [
    ...[...system, env['CONDA_ROOT'] ?? prefix, ...(xdg === undefined ? [] : [placeIn(host, xdg, 'conda')]), ...inHome]
      .filter((f) => f !== '')
      .flatMap(triple),
    ...(home === '' ? [] : [placeIn(host, home, '.condarc')]),
    ...triple(env['CONDA_PREFIX'] || prefix),
    namedCondarc(host) ?? '',
  ]
  return [...new Set(all.filter((path) => path !== '').flatMap((path) => read(host, path)))]
}

/** What CONDARC names, whatever it is called; `null`: nothing. A `~` is the user's folder. */
export function namedCondarc(host: Host): string | null {
  const value = host.env['CONDARC'] ?? ''
  return value === ''
    ? null
    : fromHere(
        host,
        value.replace(/^~(?=[\\/]|$)/, () => host.home),
      )
}

/** A file of another name is passed over, one that CONDARC names too. */
export const isCondarcName = (path: string): boolean => /^(?:\.?condarc|.+\.ya?ml)$/.test(nameOf(path))

function read(host: Host, path: string): readonly string[] {
  if (kindAt(host, path) === 'directory')
    return namesIn(host, path)
      .filter((name) => /.\.ya?ml$/.test(name))
      .map((name) => placeIn(host, path, name))
  return isCondarcName(path) ? [path] : []
}
