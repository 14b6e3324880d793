import type { Host } from '../../host/host.ts'
import type { Advice, Step } from '../../model/plan.ts'
import { kindAt, nameOf, placeIn } from '../../runtimes/shared/place.ts'
import { inUtf8, isUtf16, withLine } from './edited-text.ts'
import { settingFile } from './setting-file.ts'

/** A variable that new shells and sessions of the user shall have. */
export interface WantedVariable {
  readonly name: string
  readonly value: string
  /** The value is one word more of a list that may be set already (`NODE_OPTIONS`). */
  readonly isAppended: boolean
  readonly why: string
}

/** How it is brought about; where no file does it, by the reader. */
export interface VariableWay {
  readonly steps: readonly Step[]
  readonly advice: readonly Advice[]
  readonly sets: Readonly<Record<string, string>>
  readonly notes: readonly string[]
}

/**
 * A line in the file that the user's shell reads when a session begins: `.zshenv` (zsh(1), STARTUP/SHUTDOWN FILES), a file of its own in
 * fish's conf.d (fish(1), Configuration files), the first of `.bash_profile`, `.bash_login`, `.profile` (bash(1), INVOCATION), else
 * `.profile`. On Windows `setx`, which is the reader's to type. `null`: the user has no home.
 */
export function userVariable(host: Host, wanted: WantedVariable): VariableWay | null {
  const { name, value, isAppended, why } = wanted
  const before = isAppended ? (host.env[name] ?? '') : ''
  const sets = { [name]: before === '' || before.split(/\s+/).includes(value) ? before || value : `${before} ${value}` }
  if (host.platform === 'win32')
    return { steps: [], sets, notes: [], advice: [{ owner: 'user', what: why, command: `setx ${name} "${sets[name]}"` }] }
  if (!host.home.startsWith('/')) return null
  const isFish = nameOf(host.env['SHELL'] ?? '') === 'fish'
  const path = isFish ? fishFile(host, name) : startFile(host)
  const line = inUtf8(isFish ? fishLine(wanted) : shellLine(wanted))
  const step = settingFile(host, path, (text) => edited(text, line), why)
  if (step === null) return null
  const gui: readonly Advice[] =
    host.platform === 'darwin'
      ? [
          {
            owner: 'user',
            what: `programs that are not started from a shell see ${name} after this`,
            command: `launchctl setenv ${name} '${sets[name]}'`,
          },
        ]
      : []
  return {
    steps: step,
    sets,
    advice: gui,
    notes: [`${name} holds in shells and sessions that begin after it; those that run now keep what they have.`],
  }
}

const edited = (text: string, line: string): string | null =>
  isUtf16(text)
    ? null
    : withLine(text, line, { isSame: (own) => own === line, isHeading: null, isOwnHeading: null, heading: '', eol: '\n' })

const fishFile = (host: Host, name: string): string =>
  placeIn(
    host,
    host.env['XDG_CONFIG_HOME'] || placeIn(host, host.home, '.config'),
    'fish',
    'conf.d',
    `rootcause-${name.toLowerCase().replaceAll('_', '-')}.fish`,
  )

function startFile(host: Host): string {
  const inHome = (name: string): string => placeIn(host, host.home, name)
  const shell = nameOf(host.env['SHELL'] ?? '')
  if (shell === 'zsh') return placeIn(host, host.env['ZDOTDIR'] || host.home, '.zshenv')
  const files = shell === 'bash' ? ['.bash_profile', '.bash_login', '.profile'] : ['.profile']
  return inHome(files.find((name) => kindAt(host, inHome(name)) === 'file') ?? '.profile')
}

/** Quoted for a POSIX shell: nothing in it is expanded. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A word that stands there already is not added again: the file may be read twice in one session. */
function shellLine({ name, value, isAppended }: WantedVariable): string {
  if (!isAppended) return `export ${name}=${quoted(value)}`
  const word = value.replaceAll(/["$`\\]/g, '\\$&')
  return `case " \${${name}-} " in *" ${word} "*) ;; *) export ${name}="\${${name}:+$${name} }"${quoted(value)} ;; esac`
}

function fishLine({ name, value, isAppended }: WantedVariable): string {
  const text = `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  return isAppended
    ? `contains -- ${text} (string split ' ' -- "$${name}"); or set -gx ${name} (string trim -- "$${name} "${text})`
    : `set -gx ${name} ${text}`
}
