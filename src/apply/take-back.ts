import type { Hand } from '../host/hand.ts'
import type { EntryChange, RegenerateChange, RewriteChange } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { messageOf } from '../host/system-words.ts'
import { contentOf, type Log, placeOf, rewritten } from './do-step.ts'
import { failureOf, handFor, ranWhenFree, runWhenFree, untilFree } from './hand-for.ts'
import type { StepLine } from './journal-line.ts'
import type { UndoPorts } from './ports.ts'
import { type OtherChanges, noOthers } from './other-changes.ts'
import { type ChangeRecord, isOpen, type StepRecord } from './record.ts'
import { type StaleStores, staleStores } from './stale-stores.ts'
import { backwards, namers, type StillNamed } from './still-named.ts'
import { textOf } from './text-names.ts'
import { withoutOurs } from './without-ours.ts'

/** A file, or what lies in a store, that somebody else changed after us: nothing is done to it. `null`: there is none in that version. */
export interface Conflict {
  readonly path: string
  readonly before: Uint8Array | null
  readonly ours: Uint8Array | null
  readonly now: Uint8Array | null
}

/** What taking back came to. */
export interface TakenBack {
  readonly conflicts: readonly Conflict[]
  /** What could not be taken back now, and why; another try may. */
  readonly failures: readonly string[]
  /** What stays until nothing names it any more. */
  readonly left: readonly StillNamed[]
  /** Whether there was anything to take back. */
  readonly didSomething: boolean
}

/**
 * Takes a change back, however far it came: files, copies and entries in reverse order, then each tool that makes a store out of them
 * once. A step that fails or is in conflict holds up no other. `keep`: paths that stay as they are now. What other changes need stays. It may
 * be ended anywhere and called again: each step looks at what is there.
 */
export async function takeBack(
  record: ChangeRecord,
  ports: UndoPorts,
  keep: readonly string[],
  others: OtherChanges = noOthers,
): Promise<TakenBack> {
  const conflicts = new Map<string, Conflict>()
  const failures: string[] = []
  const left = new Map<string, StillNamed>()
  let changed = false
  for (const { step } of record.steps.filter(isOpen)) {
    if (step.change.kind === 'file') continue
    // One of ours that outlived its run still works on what is taken back here.
    await untilFree(ports.hand, step.change.tool).catch((error: unknown) => failures.push(messageOf(error)))
  }
  for (const own of backwards(record)) {
    if (own.step.change.kind === 'regenerate' || !isOpen(own)) continue
    const log = logFor(record.id, own.index, ports)
    const place = placeOf(own.step.change)
    // An earlier step on a file that is in conflict cannot be taken back under it.
    if (conflicts.has(place)) continue
    if (own.step.change.kind === 'file' && !keep.includes(place)) {
      const changes = others.needing(own)
      const by = changes.length > 0 ? [] : namers(own, record, ports)
      if (changes.length + by.length > 0) {
        left.set(place, { path: place, by, changes })
        continue
      }
    }
    try {
      const result = await stepBack(own, keep.includes(place), others, ports, log)
      if (result.conflict !== null)
        conflicts.set(place, { ...result.conflict, before: beforeAll(own, record, ports) ?? result.conflict.before })
      changed ||= result.changed
    } catch (error) {
      failures.push(`${place}: ${messageOf(error)}`)
    }
  }
  const groups = regenerations(record, changed)
  const stale = staleStores(record, groups, ports)
  for (const group of groups) {
    try {
      await regenerateBack(group, record.id, ports, stale)
      changed = true
    } catch (error) {
      failures.push(`${placeOf(group[0].step.change)}: ${messageOf(error)}`)
    }
  }
  return {
    conflicts: [...conflicts.values()],
    failures,
    left: [...left.values()],
    didSomething: changed || record.steps.some(isOpen),
  }
}

/** What was at the place of a step before the first one there; `null`: nothing, or it is no file. */
function beforeAll(own: StepRecord, { steps }: ChangeRecord, { journal }: UndoPorts): Uint8Array | null {
  const first = steps.find(({ step }) => placeOf(step.change) === placeOf(own.step.change))?.before ?? null
  return first === null ? null : journal.kept(first.sha256)
}

interface SteppedBack {
  readonly conflict: Conflict | null
  readonly changed: boolean
}

async function stepBack(
  own: StepRecord,
  isKept: boolean,
  others: OtherChanges,
  ports: UndoPorts,
  log: Log,
): Promise<SteppedBack> {
  const removeFolders = async (): Promise<void> => {
    const made = [...new Set([...others.folders(own), ...own.folders])].toSorted((a, b) => b.length - a.length)
    for (const folder of made) await hand.removeFolder(folder)
  }
  const { change } = own.step
  const hand = await handFor(own.step, ports)
  if (change.kind === 'regenerate') return { conflict: null, changed: false }
  if (isKept) {
    log({ state: 'kept' })
    return { conflict: null, changed: false }
  }
  if (change.kind === 'entry') return entryBack(change, own, hand, ports, log)
  await hand.sweep(change.path)
  const now = hand.read(change.path)
  const is = now?.sha256 ?? null
  const before = own.before?.sha256 ?? null
  const isAsBefore = is === before || (own.undone !== undefined && is === own.undone)
  // A rewrite without `after` never came to the file, whatever somebody else has made of it since.
  if (isAsBefore || own.after === undefined) {
    if (before === null) await removeFolders()
    log({ state: 'undone' })
    return { conflict: null, changed: false }
  }
  if (is === own.after) {
    const content = before === null ? null : ports.journal.kept(before)
    if (before !== null && content === null) throw new Error('what was there before is no longer kept')
    log({ state: 'undoing' })
    await hand.put(change.path, content, own.before?.mode ?? 0, own.before ?? undefined)
    if (before === null) await removeFolders()
    log({ state: 'undone' })
    return { conflict: null, changed: true }
  }
  if (change.kind === 'rewrite' && is !== null && (await rewriteBack(change, is, hand, ports, log)))
    return { conflict: null, changed: true }
  const ours = change.kind === 'file' ? contentOf(change) : own.after === null ? null : ports.journal.kept(own.after)
  const old = before === null ? null : ports.journal.kept(before)
  if (change.kind === 'file' && ours !== null && now !== null && (before === null || old !== null)) {
    const rest = withoutOurs(old, ours, now.content)
    if (rest !== null) {
      const origin = others.origin(own)
      const content = asItWas(rest, origin === null ? null : ports.journal.kept(origin.sha256), origin === null)
      log({ state: 'undoing', after: content === null ? null : ports.journal.keep(content) })
      await hand.put(change.path, content, now.mode)
      if (content === null) await removeFolders()
      log({ state: 'undone' })
      return { conflict: null, changed: true }
    }
  }
  return { conflict: { path: change.path, before: old, ours, now: now?.content ?? null }, changed: false }
}

/** What is left of a file, with the end that it had before any of us; `null`: nothing is, and nobody else had made it. */
function asItWas(rest: Uint8Array, then: Uint8Array | null, isOurs: boolean): Uint8Array | null {
  if (isOurs) return rest.length === 0 ? null : rest
  const more = then === null ? '' : textOf(rest.subarray(then.length))
  return then !== null && /^\r?\n$/.test(more) && then.every((octet, i) => octet === rest[i]) ? then : rest
}

/** Takes our entry out of a key store that somebody else wrote since; `false`: the tool cannot. */
async function rewriteBack(change: RewriteChange, now: Sha256, hand: Hand, ports: UndoPorts, log: Log): Promise<boolean> {
  try {
    await rewritten(change.undo, change.path, now, hand, (content) => {
      if (content === null) throw new Error(`${change.undo.argv[0]} left nothing`)
      log({ state: 'undoing', after: ports.journal.keep(content) })
    })
  } catch (error) {
    ports.told(`${change.path}: ${messageOf(error)}`)
    return false
  }
  log({ state: 'undone' })
  return true
}

async function entryBack(change: EntryChange, own: StepRecord, hand: Hand, ports: UndoPorts, log: Log): Promise<SteppedBack> {
  const isGone = async (): Promise<boolean> => (await ports.holds(change.store, change.certificate)) === !change.present
  // Between the tool's beginning and its end a certificate may be there and not trusted yet (NSS writes the two one after the other): only what was done whole is judged by looking.
  if (own.was === change.present || (own.state === 'done' && (await isGone()))) {
    log({ state: 'undone' })
    return { conflict: null, changed: false }
  }
  // Distrusted since: to trust it again would write over what somebody decided.
  if (!change.present && (await ports.refuses?.(change.store, change.certificate)) === true) {
    log({ state: 'kept' })
    return { conflict: null, changed: false }
  }
  log({ state: 'undoing' })
  const ran = await ranWhenFree(hand, change.undo)
  const { exchanged } = change
  if (exchanged !== undefined && ran.kind === 'ended' && ran.code === exchanged.code) {
    const [before, ours, now] = [exchanged.before, exchanged.ours, ran.stdout.trim()].map((text) =>
      new TextEncoder().encode(text),
    )
    return { conflict: { path: change.store, before: before ?? null, ours: ours ?? null, now: now ?? null }, changed: false }
  }
  const failure = failureOf(change.undo, ran)
  // A store that was left in the middle of a change may be readable only now, when the tool has repaired it (SQLite's hot journal); and there was nothing to undo.
  const isBack = await isGone()
  if (failure !== null && !isBack) throw new Error(failure)
  if (!isBack && (await ports.holds(change.store, change.certificate)) === change.present)
    throw new Error(`${change.undo.argv[0]} ended well, and the certificate is as it was`)
  log({ state: 'undone' })
  return { conflict: null, changed: true }
}

/** Runs of one tool in one way, which one run takes back together. */
type Group = readonly [StepRecord, ...StepRecord[]]

function regenerations({ steps }: ChangeRecord, changed: boolean): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const own of steps) {
    if (own.step.change.kind !== 'regenerate' || own.state === null) continue
    if (!isOpen(own) && !changed) continue
    const key = JSON.stringify(own.step.change.tool)
    groups.set(key, [...(groups.get(key) ?? []), own] as unknown as Group)
  }
  return [...groups.values()]
}

async function regenerateBack(group: Group, id: string, ports: UndoPorts, stale: StaleStores): Promise<void> {
  const [{ step }] = group
  const { tool } = step.change as RegenerateChange
  const hand = await handFor(step, ports)
  // A run that was cut off may leave what the next one takes in (Debian's tool appends to `ca-certificates.crt.new`); a second one is clean.
  const wasCutOff = group.some(({ state }) => state === 'intent' || state === 'undoing')
  for (const { index } of group) logFor(id, index, ports)({ state: 'undoing' })
  await runWhenFree(hand, tool)
  if (wasCutOff) await runWhenFree(hand, tool)
  await stale.refuse(group)
  for (const { index } of group) logFor(id, index, ports)({ state: 'undone' })
}

/** Taking back goes on where the journal cannot be written (a full disk): all of it may be done twice. */
function logFor(id: string, step: number, { journal, now, told }: UndoPorts): Log {
  return (line) => {
    const whole: StepLine = { kind: 'step', id, at: now(), step, ...line }
    try {
      journal.append(whole)
    } catch (error) {
      told(`the journal cannot be written: ${messageOf(error)}`)
    }
  }
}
