/** Flags of `find` and `fix` that decide what is judged. */
interface Judged {
  readonly client?: readonly string[]
  readonly store?: readonly string[]
  readonly at?: string
  readonly host?: string
  readonly root?: readonly string[]
  readonly aia?: boolean
  readonly offline?: boolean
  readonly noProxy?: boolean
  readonly locate?: boolean
  readonly sha256?: string
  readonly scope?: string
  readonly with?: string
}

/**
 * The target with the flags that decide what is judged and proposed, as they can be typed behind `rootcause fix`: without them a command
 * that is pasted asks something else.
 */
export function typedAgain(target: string, flags: Judged): string {
  const valued = (name: string, values: readonly (string | undefined)[] | undefined = []): readonly string[] =>
    values.flatMap((value) => (value === undefined ? [] : [`--${name}`, shellWord(value)]))
  const on = (name: string, isOn: boolean | undefined): readonly string[] => (isOn === true ? [`--${name}`] : [])
  return [
    shellWord(target),
    ...valued('client', flags.client),
    ...valued('store', flags.store),
    ...valued('host', [flags.host]),
    ...valued('at', [flags.at]),
    ...valued('root', flags.root),
    ...valued('sha256', [flags.sha256]),
    ...valued('with', [flags.with]),
    ...valued('scope', [flags.scope]),
    ...on('aia', flags.aia),
    ...on('locate', flags.locate),
    ...on('offline', flags.offline),
    ...on('no-proxy', flags.noProxy),
  ].join(' ')
}

/** As one word of a command of a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
