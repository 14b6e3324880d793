import { messageOf } from '../host/system-words.ts'
import type { EndLine, EndState } from './journal-line.ts'
import type { UndoPorts } from './ports.ts'
import type { Conflict, TakenBack } from './take-back.ts'

/** How taking back ended: `whole` where nothing is left. */
export const endOf = (taken: TakenBack, whole: EndState): Pick<EndLine, 'state' | 'waitsFor'> => {
  const waitsFor = [...new Set(taken.left.flatMap(({ changes }) => changes))]
  if (taken.failures.length > 0) return { state: 'stuck' }
  if (waitsFor.length > 0) return { state: 'partly-undone', waitsFor }
  return { state: taken.conflicts.length + taken.left.length > 0 ? 'partly-undone' : whole }
}

/** What is left after taking back and how to go on, in words; `null`: nothing is. */
export function leftOver(
  id: string,
  { failures, conflicts, left }: Pick<TakenBack, 'failures' | 'conflicts' | 'left'>,
): string | null {
  const changed = conflicts.map(({ path }: Conflict) => `${path}: somebody else changed it since, and it was left alone`)
  const named = left.map(({ path, by, changes }) =>
    changes.length > 0
      ? `${path}: ${changes.join(' and ')} still ${changes.length === 1 ? 'needs' : 'need'} it, and it was left`
      : `${path}: ${by.join(' and ')} still ${by.length === 1 ? 'names' : 'name'} it, and it was left`,
  )
  const all = [...failures, ...changed, ...named]
  return all.length === 0 ? null : `not taken back: ${all.join('; ')}; rootcause undo ${id} tries again`
}

/** Writes how a change ended. Where even that fails, it counts as unfinished, and the next run looks again. */
export function endWith(
  id: string,
  end: Pick<EndLine, 'state' | 'waitsFor'>,
  why: string,
  { journal, now, told }: UndoPorts,
): void {
  try {
    journal.append({ kind: 'end', id, at: now(), ...end, why })
  } catch (error) {
    told(`the journal cannot be written: ${messageOf(error)}`)
  }
}
