import type { Plan } from '../model/plan.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { Journal } from './journal.ts'
import type { About } from './journal-line.ts'
import { type ChangeRecord, recordOf } from './record.ts'

/** One change of the past. */
export interface HistoryEntry {
  readonly id: string
  readonly at: UnixSeconds
  readonly about: About
  readonly plans: readonly Plan[]
  readonly state: 'applied' | 'rolled-back' | 'broken-off' | 'undone' | 'partly-undone' | 'unfinished'
  /** Changes with the last of which what is left goes too. Empty: it waits for none. */
  readonly waitsFor: readonly string[]
}

/** Whether a change that stands could be taken back without loss, and why that is thought. */
export interface StillNeeded {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly why: string
}

/** All changes that these journals tell of, the eldest first. */
export const history = (journals: readonly Journal[]): readonly HistoryEntry[] =>
  journals.flatMap((journal) => journal.ids().flatMap((id) => entryOf(journal, id) ?? [])).toSorted((a, b) => a.at - b.at)

/** The same, each change that stands judged by the caller; of the others there is nothing to need. */
export async function historyWithNeed(
  journals: readonly Journal[],
  judge: (entry: HistoryEntry) => Promise<StillNeeded>,
): Promise<readonly (HistoryEntry & { readonly stillNeeded: StillNeeded | null })[]> {
  const judged: (HistoryEntry & { readonly stillNeeded: StillNeeded | null })[] = []
  for (const entry of history(journals)) {
    const stands = entry.state === 'applied' || entry.state === 'partly-undone' || entry.state === 'unfinished'
    judged.push({ ...entry, stillNeeded: stands ? await judge(entry) : null })
  }
  return judged
}

function entryOf(journal: Journal, id: string): HistoryEntry | null {
  const record = recordOf(journal.lines(id) ?? [])
  if (record === null) return null
  const { at, about, plans } = record
  const text = about.case === null ? null : journal.kept(about.case)
  return {
    id,
    at,
    about: { ...about, case: text === null ? null : new TextDecoder().decode(text) },
    plans,
    state: stateOf(record),
    waitsFor: record.end?.waitsFor ?? [],
  }
}

/** How far a change came. */
export function stateOf({ end }: ChangeRecord): HistoryEntry['state'] {
  return end === null || end.state === 'stuck' ? 'unfinished' : end.state
}
