import type { HistoryEntry } from '../apply/history.ts'
import { isoTime } from '../model/time.ts'
import { command, dim, enumerated, good, hanging, type Line, name, phrase, plain, strong, warn } from '../report/styled.ts'
import { jsonText } from '../report/json.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { HistoryFlags } from './fix-flags.ts'
import { disbelieved } from './journals.ts'
import { isJson } from './json-flags.ts'
import { type JudgedEntry, judgedHistory } from './judged-history.ts'
import type { StillNeeded } from './still-needed.ts'

/** Runs `rootcause history`. */
export async function runHistory(this: Context, flags: HistoryFlags): Promise<void> {
  const judged = await judgedHistory(this, flags.offline === true)
  const { stdout } = this.process
  if (isJson(flags)) {
    stdout.write(jsonText({ schema: 1, changes: judged.map(shown) }))
    return
  }
  const open = disbelieved(this.host).map((why) => hanging('  ', [warn(`${why}.`)]))
  const lines = open.length > 0 && judged.length === 0 ? open : [...open, ...linesOf(judged)]
  stdout.write(paint(lines, terminalOf(stdout, this.host.env)))
}

const shown = ({ entry: { id, at, about, plans, state, waitsFor }, still }: JudgedEntry) => ({
  id,
  at,
  target: about.target,
  incidents: about.incidents,
  clients: about.clients,
  state,
  waitsFor,
  plans: plans.map(({ cure, title, scope, steps }) => ({ cure, title, scope, steps: steps.length })),
  stillNeeded: still,
})

function linesOf(judged: readonly JudgedEntry[]): readonly Line[] {
  if (judged.length === 0) return [[plain('rootcause fix has changed nothing here.')]]
  return judged.flatMap(({ entry, still }, i) => [...(i === 0 ? [] : [[]]), ...entryLines(entry, still)])
}

function entryLines({ id, at, about, plans, state, waitsFor }: HistoryEntry, still: StillNeeded | null): readonly Line[] {
  const incident = about.incidents.length === 0 ? '' : ` (${about.incidents.join(', ')})`
  return [
    hanging('    ', phrase`${strong(id)}  for ${name(about.target)}${incident}, ${isoTime(at)}: ${stateWords[state]}`),
    hanging(
      '    ',
      phrase`  ${plans.map((p) => p.title).join(', ')}, so that ${few(about.clients)} ${about.clients.length === 1 ? 'accepts' : 'accept'}`,
    ),
    ...(still === null ? [] : [hanging('    ', phrase`  ${neededWords[still.needed]}: ${still.why}`)]),
    ...(waitsFor.length === 0
      ? []
      : [hanging('    ', phrase`  What is left of it goes with ${enumerated(waitsFor.map((other) => name(other)))}.`)]),
    ...(still?.needed === 'no' || state === 'unfinished' || (state === 'partly-undone' && waitsFor.length === 0)
      ? [[dim('  → '), command(`rootcause undo ${id}`)]]
      : []),
  ]
}

/** Clients that are named; JSON has them all. */
const mostClients = 6

const few = (clients: readonly string[]): string =>
  clients.length <= mostClients + 1
    ? clients.join(', ')
    : `${clients.slice(0, mostClients).join(', ')} and ${clients.length - mostClients} more`

const stateWords: Readonly<Record<HistoryEntry['state'], string>> = {
  applied: 'done',
  'rolled-back': 'did not cure, and was taken back',
  'broken-off': 'was broken off, and was taken back',
  undone: 'taken back',
  'partly-undone': 'taken back in part',
  unfinished: 'broken off before its end',
}

const neededWords = {
  yes: good('Still needed'),
  no: warn('No longer needed'),
  unknown: dim('Whether it is still needed is not known'),
} as const
