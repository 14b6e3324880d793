import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { fromHere, placeIn, textAt } from './place.ts'
import { inFile, variable } from './setting.ts'

/** One key of npm's configuration, the value as npm takes it. */
export interface NpmSetting {
  readonly key: string
  readonly value: string
  readonly setting: Setting
}

/** Keys that bear on trust; no other line of such a file is looked at, for tokens stand beside them. */
const trustKeys = new Set(['cafile', 'ca', 'strict-ssl', 'ca[]'])

/** Spellings that npm takes for unknown keys; observed: npm 11.19.1 warns and goes on. */
const misspelt: Readonly<Record<string, string>> = {
  'ca-file': 'cafile',
  ca_file: 'cafile',
  caFile: 'cafile',
  CAFILE: 'cafile',
  'ca-cert': 'cafile',
  strict_ssl: 'strict-ssl',
  strictSSL: 'strict-ssl',
  'strict-SSL': 'strict-ssl',
}

/** A file of npm's configuration, as far as trust goes: what counts, and what only seems to. */
export interface Npmrc {
  readonly settings: readonly NpmSetting[]
  readonly wrongNames: readonly { readonly setting: Setting; readonly instead: string }[]
}

/**
 * An npmrc: `key = value` a line, the last of a key counts, `;` and `#` begin comments, `${NAME}` stands for a variable, nothing counts
 * behind a `[section]`. Source: npm/ini and @npmcli/config; observed with npm 11.19.1.
 */
export function npmrcAt(host: Host, path: string): Npmrc {
  const settings: NpmSetting[] = []
  const wrongNames: { setting: Setting; instead: string }[] = []
  for (const [i, line] of (textAt(host, path) ?? '').split('\n').entries()) {
    if (/^\s*\[.*\]\s*$/.test(line)) break
    const match = /^\s*([^=;#\s]+)\s*=\s*(.*?)\s*$/.exec(line)
    const key = match?.[1] ?? ''
    const value = expanded(host, bare(match?.[2] ?? ''))
    // A certificate in the line is no secret, and no reader wants it repeated.
    const setting = inFile(key, key.startsWith('ca[') || key === 'ca' ? '' : value, path, i + 1)
    if (trustKeys.has(key)) settings.push({ key: key.replace('[]', ''), value, setting })
    else if (misspelt[key] !== undefined) wrongNames.push({ setting, instead: misspelt[key] ?? '' })
  }
  // As a JavaScript object has it: the last value of a key, at the place where the key stood first.
  return { settings: [...new Map(settings.map((s) => [s.key, s])).values()], wrongNames }
}

/** Without the quotes around it; without a comment behind it where there are none. */
function bare(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text)
  return quoted === null ? text.replace(/\s*(?<!\\)[;#].*$/, '') : (quoted[2] ?? '')
}

const expanded = (host: Host, text: string): string =>
  text.replace(/\$\{([^}]+)\}/g, (all, name: string) => host.env[name] ?? all)

/** The same from variables: `npm_config_cafile`, in whatever case; empty ones are none. `prefixes`: `npm_config_`. */
export function npmVariables(host: Host, prefixes: readonly string[]): readonly NpmSetting[] {
  return Object.entries(host.env).flatMap(([name, value]): readonly NpmSetting[] => {
    const prefix = prefixes.find((p) => name.toLowerCase().startsWith(p))
    if (prefix === undefined || value === undefined || value === '') return []
    const key = name.slice(prefix.length).toLowerCase().replaceAll('_', '-')
    if (!trustKeys.has(key)) return []
    return [{ key, value, setting: variable(name, key === 'ca' ? '' : value) }]
  })
}

/** A path of the configuration: `~` is the home folder, and what is relative begins where the shell stands. */
export function npmPath(host: Host, value: string): string {
  return /^~[\\/]/.test(value) ? placeIn(host, host.home, value.slice(2)) : fromHere(host, value)
}
