import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { condarcFiles } from './condarc-files.ts'
import { textAt } from './place.ts'
import { inFile, variable } from './setting.ts'

/** What one place says of `ssl_verify`. `path`: with its variables replaced; a `~` is not. */
export type CondaSetting =
  | { readonly kind: 'on' | 'off' | 'truststore'; readonly setting: Setting }
  | { readonly kind: 'path'; readonly setting: Setting; readonly path: string }

type Said = CondaSetting & { readonly isFinal: boolean }

/**
 * Every place that sets it, the one that wins first: a line with `#!final`, the weakest of such; then CONDA_SSL_VERIFY or its alias, then the
 * files, later ones first (observed: conda 26.7.1; without `#!final` 23.7.4, 23.9.0, 24.5.0, 25.1.1, 25.11.1 and 26.1.1 too).
 */
export function condaVerifySettings(host: Host, prefix: string): readonly CondaSetting[] {
  const rising = [...condarcFiles(host, prefix).flatMap((path) => verifyLines(host, path)), ...variables(host)]
  const final = rising.find(({ isFinal }) => isFinal)
  const falling = rising.toReversed()
  return final === undefined ? falling : [final, ...falling.filter((one) => one !== final)]
}

/** A variable that is set to nothing turns verification off, as an empty line of a file does (observed: conda 23.7.4 to 26.7.1). */
const variables = (host: Host): readonly Said[] =>
  ['CONDA_SSL_VERIFY', 'CONDA_VERIFY_SSL'].flatMap((name) => {
    const value = host.env[name]
    return value === undefined ? [] : [{ ...meant(host, variable(name, value), value, /^$/), isFinal: false }]
  })

/** A key at the outermost level of the YAML, quoted or not; `verify_ssl` is another name for it. */
export const condaVerifyKey = /^(["']?)(?:ssl_verify|verify_ssl)\1\s*:(?=\s|$)/

/** Where a file sets it. */
export function verifyLines(host: Host, path: string): readonly Said[] {
  const lines = (textAt(host, path) ?? '').split(/\r?\n/)
  return lines.flatMap((line, i) => {
    const key = condaVerifyKey.exec(line)?.[0]
    if (key === undefined) return []
    const own = unquoted(line.slice(key.length).trim())
    // Nothing, or the mark of a block: the value stands on the next line, where that is indented.
    const value = /^[|>]?[-+]?$/.test(own) ? unquoted(/^\s+(\S.*)$/.exec(lines[i + 1] ?? '')?.[1] ?? '') : own
    return [
      { ...meant(host, inFile('ssl_verify', value, path, i + 1), value, /^(?:~|null)$/i), isFinal: /\s#!final\s*$/.test(line) },
    ]
  })
}

/** A scalar of YAML without its quotes and escapes, or without the comment behind it. */
function unquoted(text: string): string {
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')/.exec(text) ?? []
  return double?.replace(/\\(.)/g, '$1') ?? single?.replaceAll("''", "'") ?? text.replace(/(?:^|\s+)#.*$/, '').trim()
}

/** conda/auxlib/type_coercion.py, boolify, after the variables are replaced; every value of these was observed. */
function meant(host: Host, setting: Setting, text: string, isNull: RegExp): CondaSetting {
  const value = withVariables(host, text).trim()
  const number = /^[-+]?\d+(?:\.\d+)?$/.test(value) ? Number(value) : null
  if (/^(?:true|yes|on|y)$/i.test(value) || (number !== null && number !== 0)) return { kind: 'on', setting }
  if (/^(?:false|no|off|n|non|none|)$/i.test(value) || number === 0 || isNull.test(value)) return { kind: 'off', setting }
  return value === 'truststore' ? { kind: 'truststore', setting } : { kind: 'path', setting, path: value }
}

/** os.path.expandvars: on Windows `%NAME%` too. */
const withVariables = (host: Host, text: string): string =>
  text.replace(/\$\{(\w+)\}|\$(\w+)|%(\w+)%/g, (all, braced?: string, plain?: string, percent?: string) => {
    const name = braced ?? plain ?? (host.platform === 'win32' ? percent : undefined)
    return host.env[name ?? ''] ?? all
  })
