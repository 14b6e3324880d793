import type { Sha256 } from '../model/sha256.ts'
import { contentOf, placeOf } from './do-step.ts'
import { stateOf } from './history.ts'
import type { FileBefore } from './journal-line.ts'
import type { UndoPorts } from './ports.ts'
import { type ChangeRecord, isOpen, recordOf, type StepRecord } from './record.ts'
import { namesIn, textOf } from './text-names.ts'

/** What the other changes of this machine have to do with one that is taken back. */
export interface OtherChanges {
  /** Changes that still need what a step of this one made; empty: none does. */
  readonly needing: (own: StepRecord) => readonly string[]
  /** What was at the place of a step before it and all that was taken back around it; `null`: nothing. */
  readonly origin: (own: StepRecord) => FileBefore | null
  /** Folders that changes which are taken back by now made for the same file, outermost first. */
  readonly folders: (own: StepRecord) => readonly string[]
}

/** None: a change that is just being made has only itself to answer for. */
export const noOthers: OtherChanges = { needing: () => [], origin: ({ before }) => before, folders: () => [] }

/**
 * A list of certificates is needed by whoever wrote it later, for it holds what that one added, and by whoever names it; a file that names
 * such a list, by whoever wrote the list and names it nowhere. One that was asked to go, and only waits, needs nothing.
 */
export function otherChanges(record: ChangeRecord, ports: UndoPorts): OtherChanges {
  const own = recordsIn(ports.journal)
  const beside = (ports.others?.() ?? []).flatMap(recordsIn)
  const others = [...beside, ...own.filter(({ id }) => id !== record.id)]
  const later = new Set([
    ...own.slice(own.findIndex(({ id }) => id === record.id) + 1),
    ...beside.filter(({ at }) => at >= record.at),
  ])
  const standing = others.filter(isNeeding)

  const writers = (path: string): readonly ChangeRecord[] =>
    standing.filter((other) => later.has(other) && other.steps.some((own) => isOpen(own) && placeOf(own.step.change) === path))
  const namers = ({ before, step }: StepRecord): readonly ChangeRecord[] =>
    standing.filter(
      (other) =>
        (later.has(other) || before === null) &&
        other.steps.some((own) => isOpen(own) && brings(own, placeOf(step.change), ports)),
    )
  const listed = (own: StepRecord): readonly ChangeRecord[] => {
    const wrote = isList(own) ? writers(placeOf(own.step.change)) : []
    return [...new Set([...wrote, ...namers(own)])]
  }
  /** Those that wrote a list of this change, and are led to it by this step alone. */
  const led = (own: StepRecord): readonly ChangeRecord[] =>
    record.steps.filter(isList).flatMap((list) => {
      const path = placeOf(list.step.change)
      if (!brings(own, path, ports)) return []
      const byThemselves = new Set(namers(list))
      return writers(path).filter((other) => !byThemselves.has(other))
    })
  const ended = others.filter((other) => other.end !== null && other.end.at >= record.at && !isNeeding(other))
  return {
    needing: (own) => (own.step.change.kind === 'file' ? [...new Set([...listed(own), ...led(own)].map(({ id }) => id))] : []),
    origin: (own) => originOf(own, others),
    folders: (own) => {
      const path = placeOf(own.step.change)
      const made = ended.flatMap(({ steps }) => steps.flatMap(({ folders }) => folders))
      return [...new Set(made)].filter((folder) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`)).toSorted()
    },
  }
}

/** Changes that wait for no other any more, and were asked to go before; the last first. */
export function releasedChanges(ports: UndoPorts): readonly ChangeRecord[] {
  const all = [...recordsIn(ports.journal), ...(ports.others?.() ?? []).flatMap(recordsIn)]
  const needing = new Set(all.flatMap((record) => (isNeeding(record) ? [record.id] : [])))
  return recordsIn(ports.journal)
    .filter(({ end }) => end?.waitsFor !== undefined && !end.waitsFor.some((id) => needing.has(id)))
    .toReversed()
}

/** It stands, and nobody asked for it to go. */
function isNeeding(record: ChangeRecord): boolean {
  const state = stateOf(record)
  return state === 'applied' || state === 'unfinished' || (state === 'partly-undone' && record.end?.waitsFor === undefined)
}

/** The eldest first. */
const recordsIn = (journal: UndoPorts['journal']): readonly ChangeRecord[] =>
  journal.ids().flatMap((id) => recordOf(journal.lines(id) ?? []) ?? [])

const isList = ({ step: { change } }: StepRecord): boolean =>
  change.kind === 'file' && textOf(contentOf(change)).includes('-----BEGIN ')

/** Whether a step put the name of a file into another, where it stands still; what cannot be read may name it. */
function brings({ step: { change }, before }: StepRecord, path: string, ports: UndoPorts): boolean {
  if (change.kind !== 'file' || change.path === path) return false
  const made = namesIn(textOf(contentOf(change)), path)
  if (made === 0 || made <= namesIn(textOf(before === null ? null : keptAnywhere(before.sha256, ports)), path)) return false
  try {
    return namesIn(textOf(ports.hand.read(change.path)?.content ?? null), path) > 0
  } catch {
    return true
  }
}

function keptAnywhere(sha256: Sha256, { journal, others = () => [] }: UndoPorts): Uint8Array | null {
  for (const each of [journal, ...others()]) {
    const content = each.kept(sha256)
    if (content !== null) return content
  }
  return null
}

/** Back through the changes that it was made on and that are taken back by now. */
function originOf(own: StepRecord, others: readonly ChangeRecord[]): FileBefore | null {
  const path = placeOf(own.step.change)
  const gone = others.flatMap(({ steps }) =>
    steps.filter((step) => step.state === 'undone' && step.after !== undefined && placeOf(step.step.change) === path),
  )
  const seen = new Set<Sha256>()
  let { before } = own
  while (before !== null && !seen.has(before.sha256)) {
    seen.add(before.sha256)
    const { sha256 } = before
    const under = gone.find(({ after }) => after === sha256)
    if (under === undefined) break
    before = under.before
  }
  return before
}
