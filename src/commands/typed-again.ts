import type { FixFlags } from './fix-flags.ts'

/** Flags that decide what is judged and proposed, in the order in which they are written. Without them a command that is pasted asks something else. */
const repeated = [
  'client',
  'store',
  'host',
  'at',
  'port',
  'starttls',
  'servername',
  'connect',
  'hello',
  'allAddresses',
  'repeat',
  'timeout',
  'root',
  'sha256',
  'wheel',
  'with',
  'scope',
  'aia',
  'aiaPrivate',
  'clock',
  'locate',
  'offline',
  'noProxy',
] as const satisfies readonly (keyof FixFlags)[]

/** The target with these flags, as they can be typed behind `rootcause fix`. */
export function typedAgain(target: string, flags: Pick<FixFlags, (typeof repeated)[number]>): string {
  return [shellWord(target), ...repeated.flatMap((flag) => words(flag, flags[flag]))].join(' ')
}

function words(flag: string, value: FixFlags[(typeof repeated)[number]]): readonly string[] {
  const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  if (value === undefined || value === false) return []
  if (value === true) return [name]
  const values = typeof value === 'string' || typeof value === 'number' ? [value] : value
  return values.flatMap((one) => [name, shellWord(String(one))])
}

/** As one word of a command of a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
