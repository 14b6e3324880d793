import type { Host } from '../../host/host.ts'
import type { WithoutEffect } from '../../model/machine.ts'
import { variable } from './setting.ts'

/**
 * Variables that are set and that nobody reads, for their names are not quite one of `names`: other order of the words, other
 * underscores, a plural, other letters' case (which counts everywhere but on Windows). `aliases`: further wrong names, with the right one.
 */
export function misnamed(
  host: Host,
  names: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): readonly WithoutEffect[] {
  const isWindows = host.platform === 'win32'
  return Object.entries(host.env).flatMap(([name, value]) => {
    const upper = name.toUpperCase()
    if (value === undefined || value === '' || names.includes(isWindows ? upper : name)) return []
    const alias = Object.hasOwn(aliases, upper) ? aliases[upper] : undefined
    const instead = alias ?? names.find((right) => isAlike(upper, right))
    return instead === undefined ? [] : [{ setting: variable(name, value), reason: 'wrong-name' as const, params: { instead } }]
  })
}

/** Variables of other programs that are set while none of `own` is: they do nothing here. */
export function ofOthers(
  host: Host,
  own: readonly string[],
  others: readonly string[],
  instead: string,
): readonly WithoutEffect[] {
  if (own.some((name) => isSet(host, name))) return []
  return others
    .filter((name) => isSet(host, name))
    .map((name) => ({
      setting: variable(name, host.env[name] ?? ''),
      reason: 'other-runtime' as const,
      params: { instead },
    }))
}

/** Whether a variable is there and not empty. */
export const isSet = (host: Host, name: string): boolean => (host.env[name] ?? '') !== ''

const isAlike = (left: string, right: string): boolean =>
  words(left).toSorted().join(' ') === words(right).toSorted().join(' ') || words(left).join('') === words(right).join('')

const words = (name: string): readonly string[] => name.split('_').map((word) => word.replace(/(?<=..)S$/, ''))
