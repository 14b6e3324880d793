import type { Finding, Severity } from '../../model/finding.ts'
import type { Danger, WithoutEffectReason } from '../../model/machine.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { shortened, shortenedFact } from '../escape.ts'
import { fill } from '../fill.ts'
import {
  bad,
  capitalised,
  code,
  command,
  dim,
  good,
  hanging,
  joined,
  type Line,
  name,
  type Piece,
  plain,
  type Span,
  strong,
  warn,
} from '../styled.ts'
import { type HealthWords, healthWords, stopWords } from '../words/health.ts'
import { dangerWords, withoutEffectWords } from '../words/machine.ts'

/** What a machine's health comes to, for a person. */
export interface Health {
  readonly at: UnixSeconds
  readonly findings: readonly Finding[]
  readonly counts: { readonly runtimes: number; readonly stores: number; readonly certificates: number }
  /** Runtimes that could not be looked for to the end. */
  readonly failed: readonly { readonly runtime: string; readonly why: string }[]
}

/** The sentence first, then what is wrong, the gravest first, each with the next command. */
export function renderHealth({ at, findings, counts, failed }: Health): readonly Line[] {
  return [
    hanging('  ', verdict(findings)),
    hanging('  ', [
      dim(
        `${counts.runtimes} installations and ${counts.stores} trust stores with ${counts.certificates} certificates, looked at ${isoTime(at)}`,
      ),
    ]),
    ...findings.flatMap((finding) => [[], ...block(finding)]),
    ...(failed.length === 0 ? [] : [[]]),
    ...failed.map(({ runtime, why }) => hanging('  ', joined(warn('not looked at: '), `${runtime}: ${why}`))),
  ]
}

function verdict(findings: readonly Finding[]): readonly Span[] {
  const of = (severity: Severity): number => findings.filter((f) => f.severity === severity).length
  const [errors, warnings, notices] = [of('error'), of('warning'), of('notice')]
  const rest = [counted(warnings, 'warning'), counted(notices, 'notice')].filter((text) => text !== '').join(', ')
  if (errors > 0)
    return joined(bad(`${errors === 1 ? 'One thing is' : `${errors} things are`} wrong here`), rest === '' ? '.' : `; ${rest}.`)
  if (warnings > 0) return joined(warn('Nothing is broken, but not all is well: '), `${rest}.`)
  return joined(good('All is well here'), rest === '' ? '.' : `; ${rest}.`)
}

const counted = (n: number, noun: string): string => (n === 0 ? '' : `${n} ${noun}${n === 1 ? '' : 's'}`)

/** A finding in words; `null`: there are none for its code. */
function told(finding: Finding): { readonly [part in keyof HealthWords]: readonly Span[] } | null {
  const words = Object.hasOwn(healthWords, finding.code) ? healthWords[finding.code] : undefined
  if (words === undefined) return null
  const slots = slotsOf(finding)
  const { store } = finding.params
  const pasted = store === undefined ? slots : { ...slots, store: code(argument(shortened(store, longest))) }
  const what = fill(words.what, slots)
  // A name at the beginning stays as it is written.
  return {
    what: /^\{(?!runtime)/.test(words.what) ? what : capitalised(what),
    means: fill(words.means, slots),
    next: fill(words.next, pasted),
  }
}

/** A finding with its words, for scripts: what is so, what it means, and the next command (between backticks) or action; may be empty. */
export function toldFinding(finding: Finding): Finding & Readonly<Record<keyof HealthWords, string>> {
  const text = (spans: readonly Span[] = []): string => spans.map((span) => span.text).join('')
  const words = told(finding)
  return { ...finding, what: text(words?.what), means: text(words?.means), next: text(words?.next) }
}

function block(finding: Finding): readonly Line[] {
  const words = told(finding)
  if (words === null) return [hanging('       ', joined(mark(finding), JSON.stringify(finding.params)))]
  const { what, means, next } = words
  return [
    hanging('       ', joined(mark(finding), what)),
    ...(textIn(means) ? [hanging('       ', joined('       ', means))] : []),
    ...(textIn(next) ? [hanging('         ', joined('       ', dim('→ '), withCommands(next)))] : []),
  ]
}

/** What stands between backticks is a command: one span, whatever was filled in. */
function withCommands(spans: readonly Span[]): readonly Span[] {
  const parts: Span[] = []
  let open: string | null = null
  for (const each of spans) {
    if (each.style !== 'plain') {
      if (open === null) parts.push(each)
      else open += each.text
      continue
    }
    for (const [i, text] of each.text.split('`').entries()) {
      if (i > 0) {
        if (open !== null) parts.push(command(open))
        open = open === null ? '' : null
      }
      if (open !== null) open += text
      else if (text !== '') parts.push(plain(text))
    }
  }
  return open === null ? parts : [...parts, command(open)]
}

/** As one word of a command. A path may hold blanks, and a variable that names one whatever its setter liked. */
function argument(text: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text)) return text
  return /["$`!\n]/.test(text) ? `'${text.replace(/'/g, `'\\''`)}'` : `"${text}"`
}

const textIn = (spans: readonly Span[]): boolean => spans.some(({ text }) => text.trim() !== '')

const mark = ({ code: number, severity }: Finding): readonly Span[] => [marks[severity](number), plain('  ')]

const marks: Readonly<Record<Severity, (text: string) => Span>> = { error: bad, warning: warn, notice: strong }

function slotsOf({ code: number, params }: Finding): Readonly<Record<string, Piece>> {
  const slots = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, shown(key, value)] as const))
  const reason = params['reason'] ?? ''
  if (number === 'RC801')
    return {
      ...slots,
      said: isDanger(reason) ? dangerWords[reason] : reason,
      undo: params['kind'] === 'built-in' ? madeSo : 'Take it out, then see what fails',
    }
  if (number === 'RC808' || number === 'RC811')
    return { ...slots, other: (params['update'] ?? '') === '' ? 'Update whatever brings that store' : '' }
  if (number === 'RC815') return { ...slots, state: behind(params) }
  if (number === 'RC813') return { ...slots, fate: reason === 'over' ? 'it has expired' : 'the system brings it by itself now' }
  if (number === 'RC802' || (number === 'RC804' && reason !== ''))
    return {
      ...slots,
      ...lostSlots(params),
      trusts: trusts(params),
      said: isWithoutEffect(reason) ? fill(withoutEffectWords[reason], slots) : reason,
    }
  return number === 'RC804' ? { ...slots, trusts: trusts(params), fails: noIssuer } : slots
}

/** Several are told without their paths. */
const trusts = ({ path = '' }: Finding['params']): string => (path === '' ? 'trust' : 'trusts')

const noIssuer = 'Every server fails there, with “unable to get local issuer certificate” or the like'

const onlyOthers = 'No certificate comes from there: what else is asked is all that is left.'
/** Of a program that verifies nothing the finding is this one (observed: curl -k goes on, and without it ends with 77). */
const whereOn = 'Where verification is on, every request fails there at once.'

/** What becomes of a setting that leads nowhere, and what to do about it. */
function lostSlots({ outcome = '', id = '', path = '' }: Finding['params']): Readonly<Record<string, string>> {
  const words = path !== '' && Object.hasOwn(stopWords, id) ? stopWords[id] : undefined
  return {
    does: outcome === '' ? 'has no effect' : 'gives nothing to trust',
    lost: outcome === '' ? '' : outcome === 'stops' ? whereOn : onlyOthers,
    fails: outcome === 'stops' ? `Every request fails there at once${words === undefined ? '' : `, with “${words}”`}` : noIssuer,
    mend: outcome === '' ? '' : 'Take it out, or name the file that is meant',
  }
}

/** How a list of ours stands to what it was made of. */
function behind({ lacks = '', keeps = '', why = '' }: Finding['params']): string {
  if (why !== '') return `cannot be compared with what it was made of: ${why}`
  const more = lacks === '' ? '' : `lacks ${lacks} that its sources hold now`
  const gone = keeps === '' ? '' : `holds ${keeps} that they hold no more`
  return `has fallen behind: it ${[more, gone].filter((text) => text !== '').join(', and ')}`
}

/** Nobody set it, so nobody can take it out. */
const madeSo = 'The program is made so; what it reads can turn verification on'

/** Lists can be long: what follows is in `--format json`. */
const longest = 300

const shown = (key: string, value: string): Piece =>
  value === ''
    ? ''
    : key === 'runtime'
      ? name(value)
      : key === 'settings'
        ? settingsOf(value)
        : copied.has(key)
          ? code(shortenedFact(key, value, longest))
          : shortenedFact(key, value, longest)

/** `NODE_OPTIONS=--use-system-ca for node; ...`: what is set is typed as it stands. */
const settingsOf = (settings: string): Piece =>
  settings.split('; ').flatMap((one, i) => {
    const at = one.lastIndexOf(' for ')
    return [plain(i === 0 ? '' : '; '), command(one.slice(0, at)), plain(one.slice(at))]
  })

/** What a reader copies. */
const copied: ReadonlySet<string> = new Set(['copies', 'setting', 'path', 'store', 'stores', 'instead', 'where'])

const isDanger = (reason: string): reason is Danger['reason'] => Object.hasOwn(dangerWords, reason)

const isWithoutEffect = (reason: string): reason is WithoutEffectReason => Object.hasOwn(withoutEffectWords, reason)
