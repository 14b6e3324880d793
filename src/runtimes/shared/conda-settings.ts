import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { kindAt, namesIn, placeIn, textAt } from './place.ts'
import { inFile, variable } from './setting.ts'

/** What one place says of `ssl_verify`. */
export type CondaSetting =
  | { readonly kind: 'on' | 'off' | 'truststore'; readonly setting: Setting }
  | { readonly kind: 'path'; readonly setting: Setting; readonly path: string }

/** Every place that sets it, the one that wins first: CONDA_SSL_VERIFY, then the files, later ones first. */
export function condaVerifySettings(host: Host, prefix: string): readonly CondaSetting[] {
  const value = host.env['CONDA_SSL_VERIFY'] ?? ''
  const named = value === '' ? [] : [read(host, variable('CONDA_SSL_VERIFY', value), value)]
  const files = condaFiles(host, prefix).flatMap((path) => linesOf(host, path))
  return [...named, ...files.toReversed()]
}

/** A key at the outermost level of the YAML; `verify_ssl` is another name for it. */
function linesOf(host: Host, path: string): readonly CondaSetting[] {
  return (textAt(host, path) ?? '').split(/\r?\n/).flatMap((line, i) => {
    const match = /^(?:ssl_verify|verify_ssl)\s*:\s*(.*)$/.exec(line)
    if (match === null) return []
    const value = unquoted(match[1] ?? '')
    return value === '' ? [] : [read(host, inFile('ssl_verify', value, path, i + 1), value)]
  })
}

const unquoted = (text: string): string =>
  /^(?:"([^"]*)"|'([^']*)')/
    .exec(text)
    ?.slice(1)
    .find((t) => t !== undefined) ?? text.replace(/\s+#.*$/, '').trim()

/** Variables in the value are replaced (`expandvars`), a `~` is not. */
function read(host: Host, setting: Setting, value: string): CondaSetting {
  if (/^(true|yes|on|1)$/i.test(value)) return { kind: 'on', setting }
  if (/^(false|no|off|0|none)$/i.test(value)) return { kind: 'off', setting }
  if (value === 'truststore') return { kind: 'truststore', setting }
  const path = value.replace(/\$\{(\w+)\}|\$(\w+)/g, (all, a?: string, b?: string) => host.env[a ?? b ?? ''] ?? all)
  return { kind: 'path', setting, path }
}

/** SEARCH_PATH of conda/base/constants.py, in its order; of a `condarc.d` the .yml and .yaml files by name. */
function condaFiles(host: Host, prefix: string): readonly string[] {
  const { env, home, platform } = host
  const triple = (folder: string): readonly string[] =>
    ['.condarc', 'condarc', 'condarc.d'].map((name) => placeIn(host, folder, name))
  const system = platform === 'win32' ? ['C:\\ProgramData\\conda'] : ['/etc/conda', '/var/lib/conda']
  const xdg = env['XDG_CONFIG_HOME']
  const inHome = home === '' ? [] : [placeIn(host, home, '.config', 'conda'), placeIn(host, home, '.conda')]
  const all = [
    ...[...system, prefix, ...(xdg === undefined ? [] : [placeIn(host, xdg, 'conda')]), ...inHome]
      .filter((f) => f !== '')
      .flatMap(triple),
    ...(home === '' ? [] : [placeIn(host, home, '.condarc')]),
    ...(env['CONDA_PREFIX'] === undefined ? [] : triple(env['CONDA_PREFIX'])),
    env['CONDARC'] ?? '',
  ]
  const once = all.filter((path, i) => path !== '' && all.lastIndexOf(path) === i)
  return once.flatMap((path) =>
    kindAt(host, path) === 'directory'
      ? namesIn(host, path)
          .filter((name) => /\.ya?ml$/.test(name))
          .map((name) => placeIn(host, path, name))
      : [path],
  )
}
