import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { curlrcPlaces, type LookingCurl } from './curlrc-places.ts'
import { textAt } from './place.ts'
import { inFile } from './setting.ts'

/** A line of curl's configuration file that bears on trust. */
export interface CurlrcLine {
  /** Long name of the option: `cacert`. */
  readonly name: string
  /** `off` where the option is said with `no-`; empty: it takes no value. */
  readonly value: string
  readonly setting: Setting
}

/** Long names of what is read here, by themselves and by their letters. Everything else, with its passwords, is passed over. */
const wanted = new Set(['cacert', 'capath', 'insecure', 'ca-native', 'proxy-insecure', 'doh-insecure'])

/** The lines about trust of the one configuration file that this curl would read. */
export function curlrc(host: Host, looking: LookingCurl): readonly CurlrcLine[] {
  for (const path of curlrcPlaces(host, looking)) {
    const text = textAt(host, path, 'text')
    if (text !== null) return text.split(/\r?\n/).flatMap((line, i) => lineOf(line, path, i + 1))
  }
  return []
}

/**
 * `name = value`, `name: value`, `--name value`, `-k`, `-sk`; a value in double quotes knows backslashes (curl(1), --config). Observed with
 * 7.88.1: behind a dash only a blank stands before the value, a path without a value is passed over, and so is what follows a switch.
 */
function lineOf(line: string, path: string, number: number): readonly CurlrcLine[] {
  const groups = /^[ \t]*(?:(?<dashed>-\S+)(?:\s+|$)|(?<plain>[a-z][\w-]*)(?:\s*[=:]\s*|\s+|$))(?<rest>.*)$/.exec(line)?.groups
  const written = groups?.['plain'] ?? groups?.['dashed'] ?? ''
  const long = cluster.test(written) ? 'insecure' : written.replace(/^--/, '')
  const isOff = long.startsWith('no-') && wanted.has(long.slice(3))
  const name = isOff ? long.slice(3) : long
  const rest = (groups?.['rest'] ?? '').trim()
  const isPath = name === 'cacert' || name === 'capath'
  if (!wanted.has(name) || (isPath && (isOff || rest === ''))) return []
  const value = isOff ? 'off' : isPath ? valueOf(rest) : ''
  return [{ name, value, setting: inFile(name, value, path, number) }]
}

/** `-k` behind other letters that take no value. */
const cluster = /^-[sSLfvigjlnNOqRJZa#0-6]*k/

/** The lines that switch something on, behind the last that switches it off: the last of a name counts (observed). */
export function standing(lines: readonly CurlrcLine[], name: string): readonly CurlrcLine[] {
  const named = lines.filter((line) => line.name === name)
  return named.slice(named.findLastIndex(({ value }) => value === 'off') + 1)
}

function valueOf(rest: string): string {
  const quoted = /^"(?<inner>(?:[^"\\]|\\.)*)"/.exec(rest)?.groups?.['inner']
  return quoted === undefined ? (/^\S*/.exec(rest)?.[0] ?? '') : quoted.replace(/\\(.)/g, '$1')
}
