import { resolve } from 'node:path'
import { history, type HistoryEntry } from '../apply/history.ts'
import type { Journal } from '../apply/journal.ts'
import { undo, type Undone } from '../apply/undo.ts'
import { RootcauseError } from '../model/error.ts'
import { bad, command, dim, enumerated, good, hanging, type Line, name, phrase, plain } from '../report/styled.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import { conflictLines } from './conflict-lines.ts'
import type { Context } from './context.ts'
import type { UndoFlags } from './fix-flags.ts'
import { disbelieved, journalsHere, portsFor } from './journals.ts'
import { stands } from './judged-history.ts'
import { oldShell } from './old-shell.ts'

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
  const undone = await undo(entry.id, portsFor(journal, this), { keep: (keep ?? []).map((path) => resolve(path)) })
  const ids = [...(undone.state === 'undone' ? [entry.id] : []), ...undone.along]
  const gone = history(journalsHere(this.host)).filter((each) => ids.includes(each.id))
  const lines = [
    ...undone.conflicts.flatMap((conflict) => conflictLines(conflict, entry.id)),
    ...outcomeLines(undone),
    ...oldShell(
      gone.flatMap(({ plans }) => plans),
      this.host,
    ),
  ]
  this.process.stdout.write(paint(lines, terminalOf(this.process.stdout, this.host.env)))
  this.process.exitCode = undone.state === 'partly' ? 1 : 0
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
  const hint = disbelieved(host)[0] ?? 'rootcause history lists what was done'
  throw new RootcauseError('input', id === undefined ? 'there is nothing to take back' : `there is no change ${id}`, hint)
}

/** What came of it, and what still points where. */
function outcomeLines({ id, state, left, kept, along }: Undone): readonly Line[] {
  if (state === 'nothing') return [[good(`${id} was taken back already.`)]]
  const files = enumerated(kept.map((path) => name(path)))
  const waitsFor = [...new Set(left.flatMap(({ changes }) => changes))]
  return [
    ...left.map(({ path, by, changes }) =>
      hanging(
        '  ',
        changes.length > 0
          ? phrase`Left in place: ${name(path)}, for ${enumerated(changes.map((other) => name(other)))} still ${changes.length === 1 ? 'needs' : 'need'} it.`
          : phrase`Left in place: ${name(path)}, for ${enumerated(by.map((file) => name(file)))} still ${by.length === 1 ? 'names' : 'name'} it; without it the programs that read that would fail.`,
      ),
    ),
    state === 'partly'
      ? [bad(`${id} is taken back in part.`), ...(kept.length === 0 ? [] : phrase` Kept as it is now: ${files}.`)]
      : kept.length === 0
        ? [good(`${id} is taken back.`)]
        : phrase`${good(`${id} is taken back`)}, but for what was kept as it is now: ${files}.`,
    ...(along.length === 0 ? [] : [phrase`What was left of ${enumerated(along.map((other) => name(other)))} is gone with it.`]),
    ...(waitsFor.length === 0
      ? []
      : [
          waitsFor.length === 1
            ? phrase`What is left stays trusted until that change goes too: ${command(`rootcause undo ${waitsFor[0] ?? ''}`)}`
            : [plain('What is left stays trusted until the last of those changes goes too.')],
        ]),
    ...(left.some(({ by }) => by.length > 0) ? [[dim('Once nothing names it any more: '), command(`rootcause undo ${id}`)]] : []),
  ]
}
