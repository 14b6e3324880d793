import { history, type HistoryEntry } from '../apply/history.ts'
import type { Journal } from '../apply/journal.ts'
import type { Conflict } from '../apply/take-back.ts'
import { undo } from '../apply/undo.ts'
import { RootcauseError } from '../model/error.ts'
import { lineChanges } from '../report/plan/line-changes.ts'
import { bad, command, dim, good, type Line, name, plain, strong } from '../report/styled.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { UndoFlags } from './fix-flags.ts'
import { journalsHere, portsFor } from './journals.ts'
import { stands } from './judged-history.ts'
import { withoutSecrets } from './shown-plan.ts'
import { shellWord } from './typed-again.ts'

/** Runs `rootcause undo`; sets the exit code of the context. */
export async function runUndo(this: Context, { yes, keep }: UndoFlags, id?: string): Promise<void> {
  const { entry, journal } = changeOf(this, id)
  if (yes !== true) {
    const answer = await this.ask(
      `Take back ${entry.id}, made for ${entry.about.target} (${entry.plans.map((p) => p.title).join(', ')})?`,
    )
    if (answer === null) throw new RootcauseError('usage', 'nobody is here to be asked', `rootcause undo ${entry.id} --yes`)
    if (!answer) throw new RootcauseError('stopped', 'nothing was changed', 'rootcause history lists what was done')
  }
  this.goesOn()
  const { state, conflicts } = await undo(entry.id, portsFor(journal, this), { keep: keep ?? [] })
  const lines: readonly Line[] = [
    ...conflicts.flatMap((conflict) => conflictLines(conflict, entry.id)),
    [
      state === 'partly'
        ? bad(`${entry.id} is taken back in part.`)
        : good(state === 'undone' ? `${entry.id} is taken back.` : `${entry.id} was taken back already.`),
    ],
  ]
  this.process.stdout.write(paint(lines, terminalOf(this.process.stdout, this.host.env)))
  this.process.exitCode = state === 'partly' ? 1 : 0
}

/** The change that is meant, with the journal that has it: the last one that stands, where none is named. */
function changeOf({ host }: Context, id: string | undefined): { readonly entry: HistoryEntry; readonly journal: Journal } {
  const all = journalsHere(host).flatMap((journal) => history([journal]).map((entry) => ({ entry, journal })))
  const meant =
    id === undefined
      ? all
          .filter(({ entry }) => stands(entry))
          .toSorted((a, b) => a.entry.at - b.entry.at)
          .at(-1)
      : // Journals that did not see one another may have given one name twice.
        all.filter(({ entry }) => entry.id === id).toSorted((a, b) => Number(stands(b.entry)) - Number(stands(a.entry)))[0]
  if (meant !== undefined) return meant
  if (id === undefined)
    throw new RootcauseError('input', 'there is nothing to take back', 'rootcause history lists what was done')
  throw new RootcauseError('input', `there is no change ${id}`, 'rootcause history lists what was done')
}

/** The three versions of a file that somebody changed since, as what each did. */
function conflictLines({ path, before, ours, now }: Conflict, id: string): readonly Line[] {
  return [
    [strong('Left alone: '), name(path), plain(' was changed by somebody else since.')],
    ...versions('What rootcause had changed', before, ours),
    ...versions('What was changed since', ours, now),
    [dim('  To keep it as it is now: '), command(`rootcause undo ${id} --keep ${shellWord(path)}`)],
    [],
  ]
}

function versions(title: string, from: Uint8Array | null, to: Uint8Array | null): readonly Line[] {
  const text = (bytes: Uint8Array | null): string => (bytes === null ? '' : new TextDecoder().decode(bytes))
  const what = from === null ? ' (the file was made)' : to === null ? ' (the file was removed)' : ''
  const changes = lineChanges(text(from), text(to)).slice(0, mostLines)
  return [
    [plain('  '), dim(`${title}${what}:`)],
    ...changes.map(({ kind, text: line }): Line => {
      const safe = withoutSecrets(line)
      return [plain('    '), kind === 'added' ? good(`+ ${safe}`) : kind === 'removed' ? bad(`- ${safe}`) : dim(`  ${safe}`)]
    }),
  ]
}

/** Lines of one version that are shown at most. */
const mostLines = 20
