import type { Host } from '../../host/host.ts'
import type { Advice, Step } from '../../model/plan.ts'
import { kindAt, nameOf, placeIn } from '../../runtimes/shared/place.ts'
import { asCharacters, inUtf8, isUtf16, withLine } from './edited-text.ts'
import { isPowershell, powershellLine, powershellProfile, quotedForPowershell, withProfileLine } from './powershell-profile.ts'
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
 * fish's conf.d (fish(1), Configuration files), PowerShell's profile, the first of `.bash_profile`, `.bash_login`, `.profile` (bash(1),
 * INVOCATION), else `.profile`. On Windows it is the reader's to type. `null`: the user has no home, or the value has lines, which a line
 * cannot hold. Where the file sets the variable already, and this session has not read that, it is the reader's too; so is a file that cannot
 * be read or edited.
 */
export function userVariable(host: Host, wanted: WantedVariable): VariableWay | null {
  const { name, value, isAppended, why } = wanted
  const before = isAppended ? (host.env[name] ?? '') : ''
  const sets = { [name]: before === '' || before.split(/\s+/).includes(value) ? before || value : `${before} ${value}` }
  if (/[\0\r\n]/.test(value)) return null
  if (host.platform === 'win32')
    return { steps: [], sets, notes: [], advice: [{ owner: 'user', ...onWindows(name, sets[name] ?? '', why) }] }
  if (!host.home.startsWith('/')) return null
  const shell = shellOf(host)
  const own = shell.line(wanted)
  const file = shell.file(host, name)
  const at = isAppended || (host.env[name] ?? '') !== '' ? null : unreadLine(host, file, name, own)
  if (at !== null) return { steps: [], sets, notes: [], advice: [heldBack(name, `${file}:${at}`)] }
  const step = settingFile(host, file, (text) => shell.edit(text, own), why, shell.readsUtf16)
  if (step === null) return { steps: [], sets, notes: [], advice: [closed(file)] }
  const gui: readonly Advice[] =
    host.platform === 'darwin'
      ? [
          {
            owner: 'user',
            what: `programs that are not started from a shell see ${name} after this`,
            command: `launchctl setenv ${name} ${shell.quoted(sets[name] ?? '')}`,
          },
        ]
      : []
  return {
    steps: step,
    sets,
    advice: gui,
    notes: [
      isReadAtLogin(host, file)
        ? `${name} holds in sessions that begin with a login after it: log in anew. A window that is opened in the session of now is none.`
        : `${name} holds in shells and sessions that begin after it; those that run now keep what they have.`,
      ...endingEarly(host, file),
    ],
  }
}

/**
 * Whether shells read a file at a login alone (bash(1), INVOCATION; dash(1), Invocation; observed with bash 5.2.15 and dash 0.5.12: a shell
 * that is interactive and no login shell does not). zsh's .zshenv and what fish and PowerShell have is read by each.
 */
export function isReadAtLogin(host: Host, path: string): boolean {
  const real = (file: string): string => host.realPath(file) ?? file
  return loginFiles.some((name) => real(placeIn(host, host.home, name)) === real(path))
}

const loginFiles: readonly string[] = ['.bash_profile', '.bash_login', '.profile']

/**
 * A line that may keep a POSIX shell from reading what stands behind it, ours among that: `exec zsh`, `exit`, `return`. What only redirects
 * does not, nor what a function returns.
 */
function endingEarly(host: Host, file: string): readonly string[] {
  const at = shellOf(host) === posix ? linesOf(host, file).findIndex((line) => ending.test(line)) : -1
  return at === -1 ? [] : [`Line ${at + 1} of ${file} may end it before ours is read: see that it does not.`]
}

const ending = /^(?:[^#]*(?:&&|\|\||;|\bthen)\s*|\s*)(?:exit\b|exec\s+[^\s<>&\d])|^(?:[^#]*(?:&&|\|\|)\s*)?return\b/

/** The number of a line of somebody's that sets it, and not as we would; `null`: there is none. */
function unreadLine(host: Host, file: string, name: string, own: string): number | null {
  const lines = linesOf(host, file)
  const at = lines.includes(inUtf8(own)) ? -1 : lines.findIndex((line) => setsIt(name).test(line))
  return at === -1 ? null : at + 1
}

/** None where it is not there, or cannot be read: what would be written says so. */
function linesOf(host: Host, file: string): readonly string[] {
  try {
    const octets = host.stat(file) === null ? null : host.readFile(file)
    return octets === null ? [] : asCharacters(octets).split(/\r?\n/)
  } catch {
    return []
  }
}

/** What it names is not in the list that we see, and a line of ours would beat it. */
const heldBack = (name: string, place: string): Advice => ({
  owner: 'user',
  what:
    `${place} sets ${name}, and this session has not read that line: one of ours would beat it and lose what it names. Plan anew ` +
    'in a shell that has read it, or take that line out first',
  command: '',
})

/** The same for each variable: it is told once. */
const closed = (file: string): Advice => ({
  owner: 'user',
  what:
    `${file} would get a line, and cannot be read or edited: this user may not, it is a link that leads nowhere, or it is no text. ` +
    'ls -l shows which; mend that and plan anew',
  command: '',
})

/** A line of a POSIX shell, or of PowerShell, that sets a variable. */
const setsIt = (name: string): RegExp =>
  new RegExp(`^\\s*(?:(?:export|declare -x|typeset -x)\\s+)?${name}=|^\\s*\\$env:${name}\\s*=`, 'im')

/** How a kind of shell is told. */
interface Shell {
  readonly file: (host: Host, name: string) => string
  readonly line: (wanted: WantedVariable) => string
  readonly quoted: (text: string) => string
  readonly edit: (text: string, line: string) => string | null
  readonly readsUtf16: boolean
}

function shellOf(host: Host): Shell {
  if (isPowershell(host)) return powershell
  return nameOf(host.env['SHELL'] ?? '') === 'fish' ? fish : posix
}

/** A shell takes the CR of a CRLF for a part of the value, and does not read UTF-16. */
const edited = (text: string, line: string): string | null => {
  const own = inUtf8(line)
  return isUtf16(text)
    ? null
    : withLine(text, own, { isSame: (other) => other === own, isHeading: null, isOwnHeading: null, heading: '', eol: '\n' })
}

/** `setx` as both cmd and PowerShell read it; what one of them would read otherwise, or what is longer than `setx` takes (setx, Remarks), in PowerShell. */
const onWindows = (name: string, value: string, why: string): Pick<Advice, 'what' | 'command'> =>
  /^[^"%$`\u201c-\u201e]{1,1000}$/.test(value) && !value.endsWith('\\')
    ? { what: why, command: `setx ${name} "${value}"` }
    : {
        what: `${why} To be typed in PowerShell.`,
        command: `[Environment]::SetEnvironmentVariable('${name}', ${quotedForPowershell(value)}, 'User')`,
      }

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
  const files = shell === 'bash' ? loginFiles : ['.profile']
  return inHome(files.find((name) => kindAt(host, inHome(name)) === 'file') ?? '.profile')
}

/** Quoted for a POSIX shell: nothing in it is expanded. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Quoted for fish (fish(1), Quotes). */
const quotedForFish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A word that stands there already is not added again: the file may be read twice in one session. */
function shellLine({ name, value, isAppended }: WantedVariable): string {
  if (!isAppended) return `export ${name}=${quoted(value)}`
  const word = value.replaceAll(/["$`\\]/g, '\\$&')
  return `case " \${${name}-} " in *" ${word} "*) ;; *) export ${name}="\${${name}:+$${name} }"${quoted(value)} ;; esac`
}

function fishLine({ name, value, isAppended }: WantedVariable): string {
  const text = quotedForFish(value)
  return isAppended
    ? `contains -- ${text} (string split ' ' -- "$${name}"); or set -gx ${name} (string trim -- "$${name} "${text})`
    : `set -gx ${name} ${text}`
}

const posix: Shell = { file: startFile, line: shellLine, quoted, edit: edited, readsUtf16: false }
const fish: Shell = { file: fishFile, line: fishLine, quoted: quotedForFish, edit: edited, readsUtf16: false }
const powershell: Shell = {
  file: powershellProfile,
  line: ({ name, value, isAppended }) => powershellLine(name, value, isAppended),
  quoted: quotedForPowershell,
  edit: withProfileLine,
  readsUtf16: true,
}
