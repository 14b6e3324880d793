import type { FileState } from '../host/hand.ts'
import { contentOf, placeOf } from './do-step.ts'
import { lookingHand } from './hand-for.ts'
import type { UndoPorts } from './ports.ts'
import type { ChangeRecord, StepRecord } from './record.ts'
import { namesIn, textOf } from './text-names.ts'

/** A file of ours that stays: without it programs would fail that read what still names it, or that another change cured by it. */
export interface StillNamed {
  readonly path: string
  /** Paths of files that were not taken back and name it. */
  readonly by: readonly string[]
  /** Changes that stand and need it; it goes with the last of them. */
  readonly changes: readonly string[]
}

/** Steps in the order in which they are taken back: the last first, but files that other files name behind those. */
export function backwards({ steps }: ChangeRecord): readonly StepRecord[] {
  const texts = steps.flatMap(({ step: { change } }) =>
    change.kind === 'file' ? [{ place: change.path, text: textOf(contentOf(change)) }] : [],
  )
  const isNamed = ({ step: { change } }: StepRecord): boolean =>
    change.kind === 'file' && texts.some(({ place, text }) => place !== change.path && namesIn(text, change.path) > 0)
  const last = steps.toReversed()
  return [...last.filter((own) => !isNamed(own)), ...last.filter(isNamed)]
}

/** Files of the change that we made name a file that it made, and that still do; empty: none does, and it may go. */
export function namers(own: StepRecord, { steps }: ChangeRecord, ports: UndoPorts): readonly string[] {
  const place = placeOf(own.step.change)
  const first = steps.find(({ step }) => placeOf(step.change) === place)
  if (first === undefined || first.before !== null) return []
  const by = steps.flatMap(({ step, state }) => {
    const { change } = step
    if (change.kind !== 'file' || change.path === place || state === null || namesIn(textOf(contentOf(change)), place) === 0)
      return []
    const before = steps.find((other) => placeOf(other.step.change) === change.path)?.before ?? null
    const now = readable(() => lookingHand(step, { ...ports, told: () => {} }).read(change.path))
    // As it was before us it is none of ours, whatever it names; what cannot be read may name it.
    const isOurs =
      now === 'unreadable' || (now !== null && now.sha256 !== before?.sha256 && namesIn(textOf(now.content), place) > 0)
    return isOurs ? [change.path] : []
  })
  return [...new Set(by)]
}

function readable(read: () => FileState | null): FileState | null | 'unreadable' {
  try {
    return read()
  } catch {
    return 'unreadable'
  }
}
