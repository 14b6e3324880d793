import { history, type HistoryEntry } from '../apply/history.ts'
import type { Journal } from '../apply/journal.ts'
import { readCaseFile } from '../capture/case-file.ts'
import { workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Evidence } from '../model/evidence.ts'
import { isoTime } from '../model/time.ts'
import { dim, good, hanging, type Line, name, phrase, plain, strong, warn } from '../report/styled.ts'
import { jsonText } from '../report/json.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { HistoryFlags } from './fix-flags.ts'
import { journalsHere } from './journals.ts'
import { observe } from './observe.ts'
import { optionsOf } from './run-check.ts'
import { stands } from './run-undo.ts'
import { type StillNeeded, stillNeeded } from './still-needed.ts'

/** One change with what is known of it now. */
export interface JudgedEntry {
  readonly entry: HistoryEntry
  /** `null`: nothing of it is left to be needed. */
  readonly still: StillNeeded | null
}

/** Runs `rootcause history`. */
export async function runHistory(this: Context, { json, offline }: HistoryFlags): Promise<void> {
  const judged = await judgedHistory(this, offline === true)
  const { stdout } = this.process
  if (json === true) {
    stdout.write(jsonText({ schema: 1, changes: judged.map(shown) }))
    return
  }
  stdout.write(paint(linesOf(judged), terminalOf(stdout, this.host.env)))
}

/** Everything that was done here; of what stands, whether it is still needed. */
export async function judgedHistory(context: Context, offline: boolean): Promise<readonly JudgedEntry[]> {
  const found: JudgedEntry[] = []
  for (const journal of journalsHere(context.host)) {
    for (const entry of history([journal])) {
      found.push({ entry, still: stands(entry) ? await judge(context, entry, journal, offline) : null })
    }
  }
  return found.toSorted((a, b) => a.entry.at - b.entry.at)
}

async function judge(context: Context, { about, plans }: HistoryEntry, journal: Journal, offline: boolean): Promise<StillNeeded> {
  if (about.case === null) return { needed: 'unknown', why: 'the evidence of then was not kept' }
  const evidence = readCaseFile(about.case, 'the case of then')
  const fresh = offline || evidence.target.port === 0 ? evidence : await chainOfNow(context, about.target, evidence)
  const before = (sha256: Parameters<Journal['kept']>[0]): Uint8Array | undefined => journal.kept(sha256) ?? undefined
  return stillNeeded({ plans, evidence: fresh, before }, context.host, {
    now: context.now,
    shop: workshop(nodeSignatureVerifier()),
  })
}

/** What the server sends now; where it cannot be reached, what it sent then. */
async function chainOfNow(context: Context, target: string, evidence: Evidence): Promise<Evidence> {
  try {
    const now = await observe(target, { ...optionsOf({ timeout: 5, store: ['node'] }, context), observe: 'none' }, context)
    return { ...evidence, sends: now.sends, certs: { ...evidence.certs, ...now.certs } }
  } catch {
    return evidence
  }
}

const shown = ({ entry: { id, at, about, plans, state }, still }: JudgedEntry) => ({
  id,
  at,
  target: about.target,
  incidents: about.incidents,
  clients: about.clients,
  state,
  plans: plans.map(({ cure, title, scope, steps }) => ({ cure, title, scope, steps: steps.length })),
  stillNeeded: still,
})

function linesOf(judged: readonly JudgedEntry[]): readonly Line[] {
  if (judged.length === 0) return [[plain('rootcause fix has changed nothing here.')]]
  return judged.flatMap(({ entry, still }, i) => [...(i === 0 ? [] : [[]]), ...entryLines(entry, still)])
}

function entryLines({ id, at, about, plans, state }: HistoryEntry, still: StillNeeded | null): readonly Line[] {
  const incident = about.incidents.length === 0 ? '' : ` (${about.incidents.join(', ')})`
  return [
    phrase`${strong(id)}  for ${name(about.target)}${incident}, ${isoTime(at)}: ${stateWords[state]}`,
    hanging(
      '    ',
      phrase`  ${plans.map((p) => p.title).join(', ')}, so that ${about.clients.join(', ')} ${about.clients.length === 1 ? 'accepts' : 'accept'}`,
    ),
    ...(still === null ? [] : [hanging('    ', phrase`  ${neededWords[still.needed]}: ${still.why}`)]),
    ...(still?.needed === 'no' || state === 'unfinished' || state === 'partly-undone'
      ? [phrase`  ${dim('→')} rootcause undo ${id}`]
      : []),
  ]
}

const stateWords: Readonly<Record<HistoryEntry['state'], string>> = {
  applied: 'done',
  'rolled-back': 'did not cure, and was taken back',
  undone: 'taken back',
  'partly-undone': 'taken back in part',
  unfinished: 'broken off before its end',
}

const neededWords = {
  yes: good('Still needed'),
  no: warn('No longer needed'),
  unknown: dim('Whether it is still needed is not known'),
} as const
