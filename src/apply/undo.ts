import { RootcauseError } from '../model/error.ts'
import { endOf, endWith, leftOver } from './ending.ts'
import { finishWaiting } from './finish-waiting.ts'
import { placeOf } from './do-step.ts'
import { stateOf } from './history.ts'
import { otherChanges } from './other-changes.ts'
import type { UndoPorts } from './ports.ts'
import { recordOf } from './record.ts'
import type { StillNamed } from './still-named.ts'
import { type Conflict, takeBack } from './take-back.ts'

/** What came of taking a change back. */
export interface Undone {
  readonly id: string
  /** `partly`: something is left, by a conflict or a failure. `nothing`: it was taken back already, or somebody else is at it. */
  readonly state: 'undone' | 'partly' | 'nothing'
  /** Files that somebody else changed since, in three versions; they were left alone. */
  readonly conflicts: readonly Conflict[]
  /** Files of ours that stay, for what was left alone or kept still names them, or another change needs them. */
  readonly left: readonly StillNamed[]
  /** What stays for good as it is, now or since an earlier try. */
  readonly kept: readonly string[]
  /** Changes that had waited for this one, and are gone with it. */
  readonly along: readonly string[]
  /** For the reader: failures, and what else happened on the way. */
  readonly told: readonly string[]
}

/** How conflicts are settled. */
export interface UndoChoice {
  /** Paths of conflicts that stay for good as they are now; the others are left alone, for another try. */
  readonly keep: readonly string[]
}

/**
 * Takes a change back, finished or not: files to the byte, mode and owner, entries by their tool, and stores that are made of them made
 * again. Throws where there is no such change.
 */
export async function undo(id: string, ports: UndoPorts, { keep }: UndoChoice = { keep: [] }): Promise<Undone> {
  const told: string[] = []
  const own: UndoPorts = {
    ...ports,
    told: (line) => {
      told.push(line)
      ports.told(line)
    },
  }
  if (recordOf(ports.journal.lines(id) ?? []) === null)
    throw new RootcauseError('input', `there is no change ${id}`, 'rootcause history lists what was done')
  const lock = ports.journal.lock()
  if ('heldBy' in lock) {
    own.told(`another rootcause (process ${lock.heldBy}) is changing something`)
    return { ...nothing, id, told }
  }
  try {
    // Read under the lock: whoever held it before may have done it.
    const record = recordOf(ports.journal.lines(id) ?? [])
    if (record === null || isOver(stateOf(record))) return { ...nothing, id, told }
    const taken = await takeBack(record, own, keep, otherChanges(record, own))
    const { conflicts, failures, left } = taken
    const why = leftOver(id, taken)
    failures.forEach(own.told)
    endWith(id, endOf(taken, 'undone'), why ?? '', own)
    const along = await finishWaiting(own)
    return { id, state: why === null ? 'undone' : 'partly', conflicts, left, kept: keptIn(ports, id), along, told }
  } finally {
    lock.release()
  }
}

const nothing = { state: 'nothing', conflicts: [], left: [], kept: [], along: [] } as const

function keptIn({ journal }: UndoPorts, id: string): readonly string[] {
  const steps = recordOf(journal.lines(id) ?? [])?.steps ?? []
  return [...new Set(steps.flatMap(({ state, step }) => (state === 'kept' ? [placeOf(step.change)] : [])))]
}

const isOver = (state: string): boolean => state === 'undone' || state === 'rolled-back' || state === 'broken-off'
